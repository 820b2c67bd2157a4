"""One thread at a time: whoever runs holds the baton, and the clock moves only when nobody could run.

Every thread of a run is an :class:`Actor`. It keeps the baton until it waits for something that this module knows (a
sleep, a lock, a socket, the loop's own select) or ends; then the next one that can run gets it, in the order in which
they became able to. When nobody can run, what the outside has ready is asked for (sockets, the pretended upstreams),
and when there is nothing, the clock jumps to the next timer. Nothing here depends on how fast the machine is or in
which order the kernel would have run the threads, so a run happens the same way every time.
"""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from checks.hidden import Hidden
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import real
from checks.runtime.clock import Clock, Timer


class Deadlock(BaseException):
    """Everybody waits and nothing can ever happen. Not an Exception, so that no view catches it by accident."""


class Actor(Hidden):
    """A thread of the run, or the thread of the loop."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.gate = real.allocate_lock()
        self.gate.acquire()
        self.woken = False
        self.done = False
        self.joiners: list[Actor] = []


class Patience(Protocol):
    """Asked when nobody can run: waits a moment of real time, or says (False) that there is nothing to wait for."""

    def __call__(self, *, timers: bool) -> bool: ...


def _no_patience(*, timers: bool) -> bool:
    return False


class Baton(Hidden):
    """Who runs now, who could, and what to do when nobody can."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._actors: dict[int, Actor] = {}
        self._ready: deque[Actor] = deque()
        self.sources: list[Callable[[], bool]] = []
        self.patience: Patience = _no_patience
        self.on_deadlock: Callable[[], None] = lambda: None

    def adopt(self, name: str) -> Actor:
        """Makes the calling thread an actor; it must be the one that runs."""
        actor = Actor(name)
        self._actors[real.get_ident()] = actor
        return actor

    def current(self) -> Actor | None:
        """The calling thread's actor; None in a thread that is not part of the run."""
        return self._actors.get(real.get_ident())

    def enter(self, actor: Actor) -> None:
        """The first thing that a new thread does: waits for its turn."""
        self._actors[real.get_ident()] = actor
        actor.gate.acquire()

    def leave(self, actor: Actor) -> None:
        """The last thing that a thread does: hands the baton on for good."""
        actor.done = True
        del self._actors[real.get_ident()]
        for joiner in actor.joiners:
            self.wake(joiner)
        self._pass_on(None)

    def wake(self, actor: Actor) -> None:
        """Lets a parked actor run when its turn comes."""
        if not actor.woken:
            actor.woken = True
            self._ready.append(actor)

    def park(self, actor: Actor, until: int | None) -> bool:
        """Waits until woken (True) or until the clock reaches ``until`` (False)."""
        expired = False

        def expire() -> None:
            nonlocal expired
            if not actor.woken:
                expired = True
                self.wake(actor)

        actor.woken = False
        timer = self.clock.set_timer(until, expire) if until is not None else None
        self._pass_on(actor)
        if timer is not None:
            timer.cancelled = True
        return not expired

    def start(self, actor: Actor) -> None:
        """Puts a new thread's actor in the row of those that can run."""
        actor.woken = True
        self._ready.append(actor)

    def forget(self, actor: Actor) -> None:
        """Takes back :meth:`start`: the thread could not be made."""
        self._ready.remove(actor)

    def let_others_run(self, actor: Actor) -> None:
        """Gives everybody who can run a turn before going on."""
        if self._ready:
            actor.woken = False
            self.wake(actor)
            self._pass_on(actor)

    def wait_until(self, actor: Actor, ready: Callable[[], bool], until: int | None) -> bool:
        """Waits for something outside that is asked for when nobody can run. False when ``until`` came first."""
        if ready():
            return True

        def source() -> bool:
            if actor.woken or not ready():
                return False
            self.wake(actor)
            return True

        self.sources.append(source)
        try:
            return self.park(actor, until)
        finally:
            self.sources.remove(source)

    def _pass_on(self, giver: Actor | None) -> None:
        """Gives the baton to the next actor; returns when ``giver`` has it again (at once for one that leaves)."""
        following = self._next()
        if following is giver:
            return
        if following is not None:
            following.gate.release()
        if giver is not None:
            giver.gate.acquire()

    def _ask_outside(self) -> bool:
        """Asks every source, not only the first that has something, so that their order matters to nobody."""
        return sum(source() for source in list(self.sources)) > 0

    def _next(self) -> Actor | None:
        self.clock.begin_step()
        while not self._ready:
            if self._ask_outside():
                continue
            when = self.clock.next_timer()
            if self.patience(timers=when is not None):
                continue
            if when is None:
                self.on_deadlock()
                return None
            self.clock.move_to(when)
        return self._ready.popleft()


__all__ = ["Actor", "Baton", "Deadlock", "Timer"]
