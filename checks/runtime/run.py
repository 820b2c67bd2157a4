"""One run of a submission: some requests at once, in a world whose clock starts at nought."""

import asyncio
import os
import random
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn, cast

import django.core.signals

from checks.channel import Channel, ChannelClosed, Frame
from checks.hidden import Hidden, hide
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
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
from checks.runtime.guard import Guard
from checks.runtime.loop import VirtualSelector
from checks.runtime.observer import Observer
from checks.runtime.tasks import Tasks
from checks.runtime.threads import Baton
from checks.runtime.traffic import Traffic
from checks.runtime.upstream import Upstreams

SEED = 2020  # what a submission draws at random is the same every time
MAX_STATE = 200 << 10  # bytes of JSON, of all names together
MAX_ENTRIES = 10_000  # of all lives together, so that they fit into a frame
SPIN_CPU = 1.0  # seconds of CPU time after which a loop that never rests is taken for one that never ends


class Stage(Hidden):
    """The virtual world of one process: a clock, the baton, and the pretended upstreams that are served on it."""

    def __init__(self, reader: install.ClockReader, upstreams: Upstreams) -> None:
        self.clock = Clock()
        self.baton = Baton(self.clock)
        self.actor = self.baton.adopt("loop")
        upstreams.begin(self.clock)
        reader.clock = self.clock
        self.baton.sources.append(upstreams.serve)


class Run(Hidden):
    """One run: some requests at once, on a clock that starts at nought."""

    def __init__(
        self,
        channel: Channel,
        guard: Guard,
        sealed: seals.Seals,
        heart: watch.Heart,
        stage: Stage,
        children: processes.Children,
        pool_size: int,
    ) -> None:
        self._channel = channel
        self._guard = guard
        self._seals = sealed
        self._heart = heart
        self._stage = stage
        self.observer = Observer(stage.clock, stage.baton, stage.actor, self._tell)
        self.observer.on_beat = beat = _beating(heart)
        children.on_wait = _twice(beat)  # since the number of a step is odd while it runs
        self._children = children
        children.on_refused = lambda: self.observer.emit("raised", request=None, error=observer.refusal())
        stage.baton.patience = children.patience
        stage.baton.on_deadlock = self._deadlocked
        self._tasks = Tasks(self.observer)
        self.observer.is_students = self._tasks.is_students
        self._slowness = speed.slowness()
        self._replaced: set[str] = set()
        self._tracer: tracing.Tracer | None = None
        self._cpu_at_start = real.process_time()
        self._loop = self._make_loop(children, pool_size)

    def _make_loop(self, children: processes.Children, pool_size: int) -> asyncio.AbstractEventLoop:
        primitives.activate(self._stage.baton, self.observer.waiting)
        VirtualSelector.on_events = staticmethod(hide(children.heard))
        VirtualSelector.on_spin = staticmethod(hide(self._spun))
        loop = asyncio.SelectorEventLoop(VirtualSelector())  # not what a policy of the student's makes
        self._make_tasks_for(loop)
        loop.set_default_executor(ThreadPoolExecutor(pool_size))
        loop.set_exception_handler(hide(lambda _loop, _context: None))
        if sys.version_info < (3, 12):
            asyncio.set_child_watcher(asyncio.PidfdChildWatcher())
        asyncio.set_event_loop(loop)
        return loop

    def _tell(self, frame: Frame) -> None:
        """Where nobody listens, in a child of the submission's or when the judge hung up, nothing is left to do."""
        try:
            self._channel.send(frame)
        except ChannelClosed:
            os._exit(0)

    def _make_tasks_for(self, loop: asyncio.AbstractEventLoop) -> None:
        """A factory that the student's code sets makes its tasks inside of ours."""
        loop.set_task_factory(hide(self._tasks.make))
        cast("Any", loop).set_task_factory = hide(self._tasks.use_factory)
        cast("Any", loop).get_task_factory = hide(lambda: self._tasks.factory)

    def perform(self, order: Frame, done: int) -> None:
        """Where the order wants that, stays until the judge has more to send, or lets it go.

        ``done`` is the exit code that tells the loader that this run came to its end.
        """
        self._done = done
        project.fresh_database(order["number"])
        self._observe()
        self._seals.renew()
        application = project.application()
        self._seals.watch_run(self._loop, application)
        traffic = Traffic(application, self.observer, self._tasks, state_reader(order["state"]), self._look)
        random.seed(SEED)
        if order["trace"]:
            self._trace()
        self._send(traffic, order)
        while order["stays"] and (order := self._wait_for_order())["do"] == "more":
            self._send(traffic, order)

    def _send(self, traffic: Traffic, order: Frame) -> None:
        self.observer.running = True
        try:
            self._loop.run_until_complete(traffic.send_all(order["groups"]))
        except (SystemExit, KeyboardInterrupt) as error:  # a task of the student's; no event loop survives them
            self.observer.raised(None, error)
            raise
        self.observer.running = False
        self._tasks.sweep()
        self.observer.sweep_coroutines()
        self._end(stays=order["stays"])

    def _wait_for_order(self) -> Frame:
        self._heart.rest()
        order = self._channel.receive()
        self.observer.on_beat()
        self.observer.on_beat()
        return order

    def _look(self) -> None:
        """What is replaced while an answer leaves counts, also where it is put back afterwards."""
        self._replaced.update(self._seals.broken())

    def _trace(self) -> None:
        self.observer.on_beat()
        self.observer.on_beat()  # so that it is not taken for an import
        self.observer.on_beat = lambda: None  # a traced step may take long
        self._tracer = tracing.Tracer(lambda: self.observer.real_waits)
        self._tracer.start(self._guard)

    def _observe(self) -> None:
        original = asyncio.events.Handle._run  # noqa: SLF001
        step, loop = self.observer.step, self._loop

        def run(handle: asyncio.Handle) -> None:
            if handle._loop is loop:  # type: ignore[attr-defined] # noqa: SLF001 - other loops are the student's
                step(original, handle)
            else:
                original(handle)

        asyncio.events.Handle._run = hide(run)  # type: ignore[method-assign,assignment] # noqa: SLF001
        self._note_callbacks()
        observer.track_origins(True)
        install.on_never_awaited(self.observer.never_awaited)
        inspection.watch_database(self.observer.touched)
        inspection.watch_refusals(self.observer.touched)
        inspection.watch_files(self.observer.touched)
        primitives.on_blocking_socket(self.observer.touched)
        django.core.signals.got_request_exception.connect(hide(self._on_request_exception), weak=False)
        for signal in (django.core.signals.request_started, django.core.signals.request_finished):
            signal.receivers = []  # they look after connections that live longer than this process
            signal.sender_receivers_cache.clear()

    def _note_callbacks(self) -> None:
        """Has the loop tell of every callback that it is given."""
        loop, told = cast("Any", self._loop), self.observer.scheduled
        for name in ("_call_soon", "call_at"):
            setattr(loop, name, hide(_telling(getattr(loop, name), told)))

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
        os._exit(self._done)

    @property
    def _main_ident(self) -> int:
        return threading.main_thread().ident or 0

    def _end(self, *, stays: bool = False) -> None:
        self.observer.say_the_rest()
        most = MAX_ENTRIES // max(1, len(self.observer.lives))
        self._channel.send(
            {
                "event": "end",
                "at": self.observer.now(),
                "stays": stays,
                "children": self._children.born_so_far,
                "tampered": sorted({*self._replaced, *self._seals.broken()})[:10],
                "slowness": self._slowness,
                "stalled": self.observer.stalled,
                "trace": self._tracer.result() if self._tracer is not None else None,
                "lives": [
                    {
                        "request": number,
                        "span": life.span,
                        "held": life.held,
                        "step_cpu": life.step_cpu,
                        "segments": life.segments[:most],
                        "timed": life.timed,
                        "waits": sorted(sorted(life.waits.items(), key=lambda item: -item[1])[:most]),
                    }
                    for number, life in sorted(self.observer.lives.items())
                ],
            }
        )


def _twice(action: Callable[[], None]) -> Callable[[], None]:
    def both() -> None:
        action()
        action()

    return both


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
        left, state = MAX_STATE, {}
        for name in names:
            state[name], size = inspection.value_of(name, left)
            left -= size
        return state

    return read
