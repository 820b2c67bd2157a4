"""Puts the virtual calls in place of the real ones, for everything that is imported from then on and before."""

import _thread
import asyncio.events
import concurrent.futures.thread
import gc
import queue
import select
import selectors
import socket
import ssl
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any

from checks.hidden import Hidden, hide
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import bindings, datetimes, primitives, real
from checks.runtime.clock import Clock
from checks.runtime.loop import TimerHandle, VirtualSelector

# These keep real time: they are ours, or they wait for real processes.
REAL_TIME = ("checks.", "worker.", "subprocess", "asyncio.base_subprocess", "faulthandler", "time")


class ClockReader(Hidden):
    """The clock functions of ``time`` as the student's code sees them."""

    def __init__(self) -> None:
        self.clock = Clock()
        self._epoch = real.wall_time()

    def monotonic(self) -> float:
        return self.clock.read()

    def monotonic_ns(self) -> int:
        self.clock.read()
        return self.clock.now

    def wall(self) -> float:
        return self._epoch + self.clock.read()

    def wall_ns(self) -> int:
        return round(self._epoch * 1e9) + self.monotonic_ns()


def install() -> ClockReader:
    """Replaces clocks, sleeps, locks, threads and blocking sockets in this process. Cannot be undone: fork first."""
    reader = ClockReader()
    replaced: dict[Any, Callable[..., Any]] = {
        time.sleep: hide(primitives.sleep, like=time.sleep),
        time.monotonic: hide(reader.monotonic, like=time.monotonic),
        time.monotonic_ns: hide(reader.monotonic_ns, like=time.monotonic_ns),
        time.perf_counter: hide(reader.monotonic, like=time.perf_counter),
        time.perf_counter_ns: hide(reader.monotonic_ns, like=time.perf_counter_ns),
        time.time: hide(reader.wall, like=time.time),
        time.time_ns: hide(reader.wall_ns, like=time.time_ns),
    }
    _replace_in_modules(replaced)
    for name in ("sleep", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "time", "time_ns"):
        setattr(time, name, replaced[getattr(time, name)])
    datetimes.install(hide(reader.wall))
    _replace_locks()
    _replace_threads()
    _replace_sockets()
    _spare_certificates()
    gc.freeze = hide(lambda: None, like=gc.freeze)  # it would hide what nobody awaited
    asyncio.events.TimerHandle = TimerHandle  # type: ignore[misc]
    selectors.DefaultSelector = VirtualSelector  # type: ignore[misc,assignment] # what asyncio makes its loops with
    return reader


def _replace_in_modules(replaced: dict[Any, Callable[..., Any]]) -> None:
    for module, namespace, name in _users_of_time():
        if namespace[name] in replaced and not module.startswith(REAL_TIME):
            namespace[name] = replaced[namespace[name]]


def _users_of_time() -> list[bindings.Binding]:
    return bindings.find(NAMES_OF_TIME, type(time.sleep))


def look_around() -> None:
    """Finds what every process will replace; called once, before the forks."""
    _users_of_time()
    datetimes.users()


NAMES_OF_TIME = frozenset(
    {"sleep", "_sleep", "time", "_time", "monotonic", "_monotonic", "perf_counter", "_perf_counter", "now"}
)


def _replace_locks() -> None:
    threading.Lock = primitives.Lock  # type: ignore[assignment]
    threading._allocate_lock = primitives.Lock  # type: ignore[attr-defined] # noqa: SLF001
    threading._CRLock = None  # type: ignore[attr-defined] # noqa: SLF001 - the Python one is built on Lock
    _thread.allocate_lock = primitives.Lock  # type: ignore[assignment]
    queue.SimpleQueue = queue._PySimpleQueue  # type: ignore[attr-defined,misc] # noqa: SLF001
    concurrent.futures.thread._global_shutdown_lock = primitives.Lock()  # type: ignore[assignment] # noqa: SLF001


def _replace_threads() -> None:
    threading.Thread.start = hide(primitives.thread_start, like=threading.Thread.start)  # type: ignore[method-assign,assignment]
    threading.Thread._bootstrap = hide(primitives.thread_bootstrap)  # type: ignore[attr-defined] # noqa: SLF001
    threading.Thread.join = hide(primitives.thread_join, like=threading.Thread.join)  # type: ignore[method-assign,assignment]
    _thread.start_new_thread = hide(primitives.raw_start_new_thread, like=_thread.start_new_thread)


def _replace_sockets() -> None:
    for name, method in primitives.SOCKET_METHODS.items():
        setattr(socket.socket, name, hide(method))
    select.select = hide(primitives.virtual_select, like=select.select)
    select.poll = primitives.VirtualPoll  # type: ignore[assignment,misc]


def _spare_certificates() -> None:
    """Nothing in the sandbox speaks TLS, and reading all certificates would be charged to whoever makes a client."""
    for name in ("load_default_certs", "load_verify_locations", "set_default_verify_paths"):
        setattr(ssl.SSLContext, name, hide(lambda *args, **options: None, like=getattr(ssl.SSLContext, name)))


def on_never_awaited(tell: Callable[[Any], None]) -> None:
    """Python asks ``warnings`` to warn of a coroutine that is thrown away; we are told instead."""
    warnings._warn_unawaited_coroutine = hide(tell)  # type: ignore[attr-defined] # noqa: SLF001
