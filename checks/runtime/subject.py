"""The subject: the confined process that holds the student's code.

Three processes, each the parent of the next, so that whatever the student's code does to its own, somebody is left to
say so: the *watcher* never runs student code; the *loader* imports the student's module; each *run* is a fork of the
loader, so that no run sees what another left behind. All write to the one channel, one after the other.

The judge sends ``{"do": "load", ...}`` once and then ``{"do": "run", ...}`` as often as it likes; what is answered is
described in :mod:`checks.runtime.says`. A run that was told to stay waits at its end for ``{"do": "more", ...}``, which
goes on where it stopped, or ``{"do": "leave"}``.
"""

import _socket
import contextlib

# Imported once, before the forks, since every submission needs them or may.
import encodings.idna  # noqa: F401 - every client's host name goes through it
import gc
import os
import secrets
import signal
import socket
import threading
import traceback
from typing import NoReturn, cast

import aiohttp  # noqa: F401
import anyio._backends._asyncio  # noqa: F401
import django.db.backends.sqlite3.base
import django.db.models.sql.compiler
import django.http
import django.shortcuts
import django.template.backends.django
import django.test.signals
import django.views.generic  # noqa: F401
import httpcore  # noqa: F401
import httpx  # noqa: F401
import requests  # noqa: F401

from checks.channel import Channel, ChannelClosed, Frame
from checks.hidden import Hidden
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import (
    closing,
    conceal,
    guard,
    inspection,
    install,
    observer,
    places,
    primitives,
    processes,
    project,
    real,
    seals,
    watch,
)
from checks.runtime.run import Run, Stage
from checks.runtime.upstream import Upstreams
from checks.signing import Keyring


def prepare() -> None:
    """Looks at what every subject needs to know of all modules, once before the forks."""
    install.look_around()
    seals.prepare()
    conceal.prepare()


def serve(channel: Channel) -> None:
    """Watches over the loader until it ends, and tells the judge when that was not of its own will."""
    _keep_real(channel)
    order = channel.receive()
    keyring = Keyring(bytes.fromhex(order.pop("key")))
    heart = watch.Heart()
    watcher = watch.Watch(heart)
    child = os.fork()
    if child == 0:
        _become_loader(channel, keyring, order, heart, watcher)
    channel.sign = keyring.signer("watcher")
    outcome = watcher.watch(child)
    with contextlib.suppress(ChannelClosed):
        if isinstance(outcome, int):
            channel.send({"event": "died", **_ending(outcome, watcher)})
        else:
            channel.send(
                {
                    "event": "hung",
                    "kind": outcome.kind,
                    "used": outcome.used,
                    "places": outcome.places,
                }
            )


def _keep_real(channel: Channel) -> None:
    """The wire to the judge must not wait on the virtual clock: the C socket beneath has no methods to replace."""
    channel.sock = cast("socket.socket", _socket.socket(fileno=channel.sock.detach()))


def _ending(status: int, watcher: watch.Watch) -> Frame:
    code = os.waitstatus_to_exitcode(status)
    return {"exit_code": max(code, 0), "signal": max(-code, 0), "place": next(iter(watcher.last_words()), None)}


def _become_loader(
    channel: Channel, keyring: Keyring, order: Frame, heart: watch.Heart, watcher: watch.Watch
) -> NoReturn:
    code = 1
    try:
        gc.freeze()  # what the zygote brought is nobody's garbage
        watcher.prepare_child()
        heart.beat(os.getpid(), 0)
        Loader(channel, keyring, heart, watcher).serve(order)
        code = 0
    except ChannelClosed:
        code = 0
    except BaseException:  # noqa: BLE001 - this process ends here, whatever happened
        traceback.print_exc()
    finally:
        os._exit(code)


class Loader(Hidden):
    """Imports the student's module and forks a run whenever the judge asks for one."""

    def __init__(self, channel: Channel, keyring: Keyring, heart: watch.Heart, watcher: watch.Watch) -> None:
        self._channel = channel
        self._keyring: Keyring | None = keyring
        self._heart = heart
        self._watcher = watcher
        self._forking = False
        self._done = 0  # the exit code of a run that came to its end, which no other code can know
        channel.sign = keyring.signer("loader")

    def serve(self, order: Frame) -> None:
        self._reader = install.install()
        closing.install()
        self._upstreams = Upstreams(order["upstreams"])
        self._children = processes.Children(lambda: self._upstreams.pending)
        self._children.on_refused = self._refused
        processes.install(self._children)
        project.write_files(order["files"], order["support"])
        os.register_at_fork(after_in_child=self._become_child)
        conceal.conceal()
        self._channel.send({"event": "ready"})
        self._guard = guard.install(self._tell_reach, _modules_of(order))
        if not self._load(order):
            return
        while True:
            self._heart.rest()
            order = self._channel.receive()
            self._heart.beat(os.getpid(), 0)
            self._run(order)

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
            self._fail_load("support" if project.is_courses_fault(error) else "import", error)
        views = [inspection.describe(module, item["view"]) for item in order["routes"]]
        project.route(module, order["routes"])
        primitives.activate(None)
        self._forks = threading.active_count() == 1
        self._scratch = project.scratch()
        tampered = self._seals.broken()
        self._channel.send({"event": "loaded", "views": views, "forks": self._forks, "tampered": tampered})
        return True

    def _tell_reach(self, kind: str, what: str, place: places.Place | None) -> None:
        self._channel.send({"event": "reach", "kind": kind, "what": what, "place": place})

    def _refused(self) -> NoReturn:
        """The module, or a child of its, wants more processes than there may be while it is imported."""
        with contextlib.suppress(ChannelClosed):
            self._channel.send({"event": "load-failed", "stage": "import", "error": observer.refusal()})
        os._exit(0)

    def _fail_load(self, stage: str, error: BaseException | None) -> NoReturn:
        described = observer.describe(error) if error is not None else None
        self._channel.send({"event": "load-failed", "stage": stage, "error": described})
        os._exit(0)

    def _run(self, order: Frame) -> None:
        """In a fork where that is possible; threads that the module started would not survive one."""
        if not self._forks:
            self._become_run(order)
        self._done = secrets.randbelow(200) + 20
        self._forking = True
        child = real.fork()
        self._forking = False
        if child == 0:
            os.setpgid(0, 0)
            self._become_run(order)
        _, status = os.waitpid(child, 0)
        self._clear_up(child)
        self._heart.beat(os.getpid(), 0)
        if os.waitstatus_to_exitcode(status) != self._done:
            self._channel.send({"event": "run-died", **_ending(status, self._watcher)})

    def _become_run(self, order: Frame) -> NoReturn:
        code = 1
        try:
            assert self._keyring is not None  # noqa: S101 - a process becomes a run only once
            self._channel.sign = self._keyring.signer(f"run {order['number']}")
            self._keyring = None
            run = Run(
                self._channel, self._guard, self._seals, self._heart, self._stage(), self._children, order["pool"]
            )
            run.perform(order, self._done)
            code = self._done
        except ChannelClosed:
            code = 0
        except BaseException:  # noqa: BLE001 - this process ends here, whatever happened
            traceback.print_exc()
        finally:
            os._exit(code)

    def _become_child(self) -> None:
        """A child that the submission forks lives in real time, and speaks to no judge."""
        if not self._forking:
            primitives.activate(None)
            self._channel.close()

    def _clear_up(self, group: int) -> None:
        """What a run leaves behind is in the way of the next: its processes, and its files in the scratch space."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
        project.clear_scratch(self._scratch)

    def _run_in(self, stage: Stage, order: Frame) -> None:
        run = Run(self._channel, self._guard, self._seals, self._heart, stage, self._children, order["pool"])
        run.perform(order, self._done)

    def _stage(self) -> Stage:
        """A new world, unless threads of the module live on in the one that it was loaded in."""
        if self._forks:
            return Stage(self._reader, self._upstreams)
        self._loading.clock.restart()
        return self._loading


def _modules_of(order: Frame) -> set[str]:
    """The names that modules of the submission and of the course are imported by, without what follows a dot."""
    return {name.split("/")[0].removesuffix(".py") for name in (*order["files"], *order["support"])}
