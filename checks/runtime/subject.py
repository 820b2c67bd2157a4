"""The subject: the confined process that holds the student's code.

Three processes, each the parent of the next, so that whatever the student's code does to its own, somebody is left to
say so: the *watcher* never runs student code; the *loader* imports the student's module; each *run* is a fork of the
loader, so that no run sees what another left behind. All write to the one channel, one after the other.

The judge sends ``{"do": "load", ...}`` once and then ``{"do": "run", ...}`` as often as it likes; what is answered is
described in :mod:`checks.runtime.says`.
"""

import _socket
import asyncio
import contextlib
import gc
import os
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn, cast

import aiohttp  # noqa: F401 - imported once, before the forks
import django
import django.core.handlers.asgi
import django.core.signals
import django.db.backends.sqlite3.base
import django.http
import django.shortcuts
import django.template.backends.django
import django.test.signals
import django.views.generic
import httpx  # noqa: F401
import requests  # noqa: F401

from checks.channel import Channel, ChannelClosed, Frame
from checks.runtime import (
    inspection,
    install,
    observer,
    primitives,
    processes,
    project,
    real,
    seals,
    speed,
    tracing,
    watch,
)
from checks.runtime.clock import Clock
from checks.runtime.loop import VirtualSelector
from checks.runtime.observer import Observer
from checks.runtime.tasks import Tasks
from checks.runtime.threads import Baton
from checks.runtime.traffic import Traffic
from checks.runtime.upstream import Upstreams

SPIN_CPU = 1.0  # seconds of CPU time after which a loop that never rests is taken for one that never ends


def serve(channel: Channel) -> None:
    """Watches over the loader until it ends, and tells the judge when that was not of its own will."""
    _keep_real(channel)
    heart = watch.Heart()
    watcher = watch.Watch(heart)
    child = os.fork()
    if child == 0:
        _become_loader(channel, heart, watcher)
    outcome = watcher.watch(child)
    with contextlib.suppress(ChannelClosed):
        if isinstance(outcome, int):
            channel.send({"event": "died", **_ending(outcome)})
        else:
            channel.send({"event": "hung", "kind": outcome[0], "place": outcome[1]})


def _keep_real(channel: Channel) -> None:
    """The wire to the judge must not wait on the virtual clock: the C socket beneath has no methods to replace."""
    channel.sock = cast("socket.socket", _socket.socket(fileno=channel.sock.detach()))


def _ending(status: int) -> Frame:
    code = os.waitstatus_to_exitcode(status)
    return {"exit_code": max(code, 0), "signal": max(-code, 0)}


def _become_loader(channel: Channel, heart: watch.Heart, watcher: watch.Watch) -> NoReturn:
    code = 1
    try:
        gc.freeze()  # what the zygote brought is nobody's garbage
        watcher.prepare_child()
        heart.beat(os.getpid(), 0)
        Loader(channel, heart).serve()
        code = 0
    except ChannelClosed:
        code = 0
    except BaseException:  # noqa: BLE001 - this process ends here, whatever happened
        traceback.print_exc()
    finally:
        os._exit(code)


class Stage:
    """The virtual world of one process: a clock, the baton, and the pretended upstreams that are served on it."""

    def __init__(self, reader: install.ClockReader, upstreams: Upstreams) -> None:
        self.clock = Clock()
        self.baton = Baton(self.clock)
        self.actor = self.baton.adopt("loop")
        upstreams.begin(self.clock)
        reader.clock = self.clock
        self.baton.sources.append(upstreams.serve)


class Loader:
    """Imports the student's module and forks a run whenever the judge asks for one."""

    def __init__(self, channel: Channel, heart: watch.Heart) -> None:
        self._channel = channel
        self._heart = heart
        self._runs = 0

    def serve(self) -> None:
        order = self._channel.receive()
        self._reader = install.install()
        self._upstreams = Upstreams(order["upstreams"])
        self._children = processes.Children(lambda: self._upstreams.pending)
        processes.install(self._children)
        project.write_files(order["files"], order["support"])
        if not self._load(order):
            return
        while True:
            self._run(self._channel.receive())

    def _load(self, order: Frame) -> bool:
        stage = self._loading = Stage(self._reader, self._upstreams)
        primitives.activate(stage.baton)
        stage.baton.on_deadlock = lambda: self._fail_load("deadlock", None)
        try:
            project.set_up(order["apps"], self._upstreams.addresses)
        except BaseException as error:  # noqa: BLE001 - the course's own code may raise anything
            self._fail_load("support", error)
        self._seals = seals.Seals()
        try:
            module = project.load_views()
        except BaseException as error:  # noqa: BLE001 - the student's may as well
            self._fail_load("import", error)
        views = [inspection.describe(module, item["view"]) for item in order["routes"]]
        project.route(module, order["routes"])
        primitives.activate(None)
        self._forks = threading.active_count() == 1
        tampered = self._seals.broken()
        self._channel.send({"event": "loaded", "views": views, "forks": self._forks, "tampered": tampered})
        return True

    def _fail_load(self, stage: str, error: BaseException | None) -> NoReturn:
        described = observer.describe(error) if error is not None else None
        self._channel.send({"event": "load-failed", "stage": stage, "error": described})
        os._exit(0)

    def _run(self, order: Frame) -> None:
        """In a fork where that is possible; threads that the module started would not survive one."""
        self._runs += 1
        if not self._forks:
            self._become_run(order)
        child = os.fork()
        if child == 0:
            self._become_run(order)
        _, status = os.waitpid(child, 0)
        self._heart.beat(os.getpid(), 0)
        if status != 0:
            self._channel.send({"event": "run-died", **_ending(status)})

    def _become_run(self, order: Frame) -> NoReturn:
        code = 1
        try:
            run = Run(self._channel, self._heart, self._stage(), self._children, order["pool"])
            run.perform(order, self._runs)
            code = 0
        except ChannelClosed:
            code = 0
        except BaseException:  # noqa: BLE001 - this process ends here, whatever happened
            traceback.print_exc()
        finally:
            os._exit(code)

    def _stage(self) -> Stage:
        """A new world, unless threads of the module live on in the one that it was loaded in."""
        if self._forks:
            return Stage(self._reader, self._upstreams)
        self._loading.clock.restart()
        return self._loading


class Run:
    """One run: some requests at once, on a clock that starts at nought."""

    def __init__(
        self, channel: Channel, heart: watch.Heart, stage: Stage, children: processes.Children, pool_size: int
    ) -> None:
        self._channel = channel
        self._stage = stage
        self.observer = Observer(stage.clock, stage.baton, stage.actor, channel.send)
        self.observer.on_beat = _beating(heart)
        stage.baton.patience = children.patience
        stage.baton.on_deadlock = self._deadlocked
        self._tasks = Tasks(self.observer)
        self.observer.is_students = self._tasks.is_students
        self._slowness = speed.slowness()
        self._tracer: tracing.Tracer | None = None
        self._cpu_at_start = real.process_time()
        self._loop = self._make_loop(children, pool_size)

    def _make_loop(self, children: processes.Children, pool_size: int) -> asyncio.AbstractEventLoop:
        primitives.activate(self._stage.baton, self.observer.waiting)
        VirtualSelector.on_events = staticmethod(children.heard)
        VirtualSelector.on_spin = staticmethod(self._spun)
        loop = asyncio.new_event_loop()
        loop.set_task_factory(self._tasks.make)
        loop.set_default_executor(ThreadPoolExecutor(pool_size))
        loop.set_exception_handler(lambda _loop, _context: None)
        if sys.version_info < (3, 12):
            asyncio.set_child_watcher(asyncio.PidfdChildWatcher())
        asyncio.set_event_loop(loop)
        return loop

    def perform(self, order: Frame, number: int) -> None:
        project.fresh_database(number)
        self._observe()
        self._seals = seals.Seals()
        traffic = Traffic(
            project.application(),
            self.observer,
            self._tasks,
            lambda: self._stage.clock.now,
            state_reader(order["state"]),
        )
        if order["trace"]:
            self._trace()
        self._loop.run_until_complete(traffic.send_all(order["requests"]))
        self._tasks.sweep()
        self.observer.sweep_coroutines()
        self._end()

    def _trace(self) -> None:
        self.observer.on_beat = lambda: None  # a traced step may take long
        self._tracer = tracing.Tracer()
        self._tracer.start()

    def _observe(self) -> None:
        original = asyncio.events.Handle._run  # noqa: SLF001
        step, loop = self.observer.step, self._loop

        def run(handle: asyncio.Handle) -> None:
            if handle._loop is loop:  # type: ignore[attr-defined] # noqa: SLF001 - other loops are the student's
                step(original, handle)
            else:
                original(handle)

        asyncio.events.Handle._run = run  # type: ignore[method-assign,assignment] # noqa: SLF001
        self._note_callbacks()
        observer.track_origins(True)
        install.on_never_awaited(self.observer.never_awaited)
        inspection.watch_database(self.observer.touched)
        inspection.watch_refusals(self.observer.touched)
        inspection.watch_files(self.observer.touched)
        primitives.on_blocking_socket(self.observer.touched)
        django.core.signals.got_request_exception.connect(self._on_request_exception, weak=False)
        for signal in (django.core.signals.request_started, django.core.signals.request_finished):
            signal.receivers = []  # they look after connections that live longer than this process
            signal.sender_receivers_cache.clear()

    def _note_callbacks(self) -> None:
        """Has the loop tell of every callback that it is given."""
        loop, told = cast("Any", self._loop), self.observer.scheduled
        for name in ("_call_soon", "call_at"):
            setattr(loop, name, _telling(getattr(loop, name), told))

    def _on_request_exception(self, **_: Any) -> None:
        error = sys.exc_info()[1]
        if error is not None:
            self.observer.raised(observer.REQUEST.get(), error)

    def _deadlocked(self) -> None:
        """Everybody waits and nothing can happen any more."""
        self._stuck("deadlock")

    def _spun(self) -> None:
        """The loop turns without a rest: that may take a while, but not for ever."""
        if real.process_time() - self._cpu_at_start > SPIN_CPU:
            self._stuck("spinning")

    def _stuck(self, why: str) -> NoReturn:
        """Says where everybody is, and ends the run."""
        where = inspection.waiting_places(self._loop, self._main_ident)
        self.observer.emit("stuck", why=why, held=self.observer.in_step, places=where)
        self._end()
        os._exit(0)

    @property
    def _main_ident(self) -> int:
        return threading.main_thread().ident or 0

    def _end(self) -> None:
        self._channel.send(
            {
                "event": "end",
                "at": self._stage.clock.now,
                "tampered": self._seals.broken(),
                "slowness": self._slowness,
                "trace": self._tracer.result() if self._tracer is not None else None,
                "lives": [
                    {
                        "request": number,
                        "span": life.span,
                        "held": life.held,
                        "step_cpu": life.step_cpu,
                        "segments": life.segments,
                        "waits": sorted(life.waits.items()),
                    }
                    for number, life in sorted(self.observer.lives.items())
                ],
            }
        )


def _telling(original: Callable[..., Any], tell: Callable[[Any], None]) -> Callable[..., Any]:
    def method(*args: Any, **options: Any) -> Any:
        handle = original(*args, **options)
        tell(handle)
        return handle

    return method


def _beating(heart: watch.Heart) -> Callable[[], None]:
    process, step = os.getpid(), 0
    heart.beat(process, 0)

    def beat() -> None:
        nonlocal step
        step += 1
        heart.beat(process, step)

    return beat


def state_reader(names: list[str]) -> Callable[[], Frame]:
    """Reads what support modules hold, such as ``services.OUTBOX``, as plain JSON."""

    def read() -> Frame:
        return {name: inspection.value_of(name) for name in names}

    return read
