"""Blocking calls that know the virtual clock: what the student's code finds in place of the real ones.

Each waits by parking its thread at the baton, so that the clock can move. Called in a thread that is not part of a
run, or outside one, each behaves like the real one. Where the waiting thread is the loop's own, the baton's observer
records it as blocking.
"""

import select
import socket
import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from checks.hidden import Hidden
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import real
from checks.runtime.clock import to_nanoseconds
from checks.runtime.threads import Actor, Baton

Waiting = Callable[[str], AbstractContextManager[Any]]


class Untold(Hidden):
    """Waiting that nobody watches."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


_baton: Baton | None = None
_waiting: Waiting = lambda kind: Untold()  # noqa: E731 - a default for the variable below


def activate(baton: Baton | None, waiting: Waiting | None = None) -> None:
    """From here on waiting is virtual; ``waiting(kind)`` surrounds every wait."""
    global _baton, _waiting
    _baton = baton
    if waiting is not None:
        _waiting = waiting


def active() -> tuple[Baton, Actor] | None:
    """The baton and the calling thread's actor; None where waiting is real."""
    if _baton is None:
        return None
    actor = _baton.current()
    return (_baton, actor) if actor is not None else None


def deadline(baton: Baton, timeout: float | None) -> int | None:
    return None if timeout is None else baton.clock.now + max(0, to_nanoseconds(timeout))


def sleep(seconds: float) -> None:
    """``time.sleep`` on the virtual clock."""
    here = active()
    if here is None or not isinstance(seconds, int | float) or float(seconds) < 0:
        real.sleep(seconds)
        return
    baton, actor = here
    with _waiting("sleep"):
        baton.park(actor, baton.clock.now + to_nanoseconds(seconds))


class Lock:
    """``threading.Lock`` whose waiters are served in the order in which they came."""

    def __init__(self) -> None:
        self._locked = False
        self._waiters: deque[Actor] = deque()

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        if not blocking and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if not self._locked:
            self._locked = True
            return True
        if not blocking or timeout == 0:
            return False
        return self._wait(None if timeout < 0 else timeout)

    def _wait(self, timeout: float | None) -> bool:
        here = active()
        if here is None:
            raise RuntimeError("this lock is held by a thread that is no longer there")
        baton, actor = here
        self._waiters.append(actor)
        with _waiting("lock"):
            got_it = baton.park(actor, deadline(baton, timeout))
        if not got_it:
            self._waiters.remove(actor)
        return got_it

    def release(self) -> None:
        if not self._locked:
            raise RuntimeError("release unlocked lock")
        if self._waiters and _baton is not None:
            _baton.wake(self._waiters.popleft())  # it is now theirs: it stays locked
        else:
            self._locked = False

    def locked(self) -> bool:
        return self._locked

    def _at_fork_reinit(self) -> None:
        self._locked = False
        self._waiters.clear()

    acquire_lock = acquire
    release_lock = release
    locked_lock = locked

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *exc: object) -> None:
        self.release()


def thread_start(thread: threading.Thread) -> None:
    """``Thread.start``: the new thread waits for the baton before its first line."""
    here = active()
    if here is None:
        real.thread_start(thread)
        return
    actor = Actor(thread.name)
    thread._grader_actor = actor  # type: ignore[attr-defined] # noqa: SLF001
    here[0].start(actor)
    try:
        real.thread_start(thread)
    except BaseException:
        here[0].forget(actor)
        raise


def thread_bootstrap(thread: threading.Thread) -> None:
    actor: Actor | None = getattr(thread, "_grader_actor", None)
    if actor is None or _baton is None:
        real.thread_bootstrap(thread)
        return
    baton = _baton
    baton.enter(actor)
    try:
        real.thread_bootstrap(thread)
    finally:
        baton.leave(actor)


def thread_join(thread: threading.Thread, timeout: float | None = None) -> None:
    here = active()
    actor: Actor | None = getattr(thread, "_grader_actor", None)
    if here is None or actor is None or thread is threading.current_thread():
        real.thread_join(thread, timeout)
        return
    baton, me = here
    if not actor.done:
        actor.joiners.append(me)
        with _waiting("join"):
            ended = baton.park(me, deadline(baton, timeout))
        if not ended:
            actor.joiners.remove(me)
            return
    real.thread_join(thread)


def raw_start_new_thread(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any] | None = None
) -> int:
    """``_thread.start_new_thread``: threads below ``threading`` take part as well."""
    here = active()
    if here is None:
        return real.start_new_thread(function, args, kwargs or {})
    baton = here[0]
    actor = Actor("thread")

    def run() -> None:
        baton.enter(actor)
        try:
            function(*args, **(kwargs or {}))
        finally:
            baton.leave(actor)

    baton.start(actor)
    return real.start_new_thread(run, ())


_on_blocking_socket: Callable[[str], None] = lambda kind: None  # noqa: E731


def on_blocking_socket(tell: Callable[[str], None]) -> None:
    """From here on ``tell`` hears of every use of a socket that would wait, also where it need not wait this time."""
    global _on_blocking_socket
    _on_blocking_socket = tell


def is_ready(descriptor: int, events: int) -> bool:
    poller = real.poll()
    poller.register(descriptor, events)
    return bool(poller.poll(0))


def wait_for_descriptor(descriptor: int, events: int, timeout: float | None, kind: str) -> bool:
    """Waits until a descriptor can be read or written. False when ``timeout`` virtual seconds passed first."""
    here = active()
    if here is None or is_ready(descriptor, events):
        return True
    baton, actor = here
    with _waiting(kind):
        return baton.wait_until(actor, lambda: is_ready(descriptor, events), deadline(baton, timeout))


def socket_method(name: str, events: int) -> Callable[..., Any]:
    """A method of ``socket.socket`` that waits on the virtual clock until it need not wait any more."""
    original = getattr(real.socket_type, name)

    def method(self: socket.socket, *args: Any, **options: Any) -> Any:
        timeout = self.gettimeout()
        if timeout != 0:
            _on_blocking_socket("socket")
        if timeout != 0 and _baton is not None and not wait_for_descriptor(self.fileno(), events, timeout, "socket"):
            raise TimeoutError("timed out")
        return original(self, *args, **options)

    method.__name__ = name
    return method


def virtual_select(
    readers: Any, writers: Any, errors: Any, timeout: float | None = None
) -> tuple[list[Any], list[Any], list[Any]]:
    """``select.select`` on the virtual clock."""
    here = active()
    if here is None:
        return real.select_select(readers, writers, errors, timeout)
    baton, actor = here
    found = real.select_select(readers, writers, errors, 0)
    if any(found) or timeout == 0:
        return found

    def ready() -> bool:
        return any(real.select_select(readers, writers, errors, 0))

    with _waiting("select"):
        baton.wait_until(actor, ready, deadline(baton, timeout))
    return real.select_select(readers, writers, errors, 0)


class VirtualPoll:
    """``select.poll`` on the virtual clock; milliseconds, as there."""

    def __init__(self) -> None:
        self._real = real.poll()
        self.register = self._real.register
        self.modify = self._real.modify
        self.unregister = self._real.unregister

    def poll(self, timeout: float | None = None) -> list[tuple[int, int]]:
        here = active()
        found = self._real.poll(0 if here else timeout)
        if found or here is None or timeout == 0:
            return found
        baton, actor = here
        seconds = None if timeout is None or timeout < 0 else timeout / 1000
        with _waiting("select"):
            baton.wait_until(actor, lambda: bool(self._real.poll(0)), deadline(baton, seconds))
        return self._real.poll(0)


RECEIVING = ("recv", "recv_into", "recvfrom", "recvfrom_into", "recvmsg", "accept")
SENDING = ("send", "sendall", "sendto", "sendmsg", "connect")
SOCKET_METHODS = {name: socket_method(name, select.POLLIN) for name in RECEIVING if hasattr(socket.socket, name)} | {
    name: socket_method(name, select.POLLOUT) for name in SENDING
}
