"""asyncio's own selector loop, on the virtual clock."""

import asyncio
import select
import selectors
from collections.abc import Callable
from itertools import count
from typing import Any

from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime.clock import to_nanoseconds
from checks.runtime.primitives import active
from checks.runtime.threads import Actor, Baton

SPINS = 1_000
SPIN_COST = 100_000  # nanoseconds that each further turn is taken to last

Events = list[tuple[selectors.SelectorKey, int]]


class TimerHandle(asyncio.TimerHandle):
    """Of timers for the same instant the one that was set first is due first, as it would be where no two are the same.

    In virtual time many requests wait for exactly the same moment; asyncio's own heap keeps no order among equals.
    """

    __slots__ = ("_number",)
    _numbers = count()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._number = next(TimerHandle._numbers)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, TimerHandle):
            return NotImplemented
        return (self.when(), self._number) < (other.when(), other._number)


class VirtualSelector(selectors.EpollSelector):
    """Waits at the baton: virtual time passes, and other threads run, while its loop has nothing to do.

    It takes the place of ``selectors.DefaultSelector``, so every loop that the student's code makes is virtual too.
    """

    on_events: Callable[[], None] = staticmethod(lambda: None)
    on_spin: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self) -> None:
        super().__init__()
        self._spins = 0

    def select(self, timeout: float | None = None) -> Events:
        here = active()
        if here is None:
            return super().select(timeout)
        baton, actor = here
        baton.let_others_run(actor)
        found = super().select(0)
        if found:
            VirtualSelector.on_events()
        if found or (timeout is not None and timeout <= 0):
            self._count_spin(baton)
            return found
        return self._rest(baton, actor, timeout)

    def _rest(self, baton: Baton, actor: Actor, timeout: float | None) -> Events:
        self._spins = 0
        until = None if timeout is None else baton.clock.now + to_nanoseconds(timeout)
        baton.wait_until(actor, self._has_events, until)
        return super().select(0)

    def _has_events(self) -> bool:
        epoll: select.epoll = self._selector  # type: ignore[attr-defined] # the set of descriptors, without a translation
        return bool(epoll.poll(0, 1))

    def _count_spin(self, baton: Baton) -> None:
        """A loop without rest (``while not done: await sleep(0)``) would stop the clock: it moves after a while."""
        self._spins += 1
        if self._spins > SPINS:
            VirtualSelector.on_spin()
            times = [baton.clock.now + SPIN_COST, baton.clock.next_timer(), next_timer_of_running_loop()]
            baton.clock.move_to(min(when for when in times if when is not None))


def next_timer_of_running_loop() -> int | None:
    """When the loop of the calling thread has something to do next; None when nothing is planned."""
    loop = asyncio._get_running_loop()  # noqa: SLF001 - the public one raises where there is none
    scheduled: list[asyncio.TimerHandle] = getattr(loop, "_scheduled", [])
    times = [handle.when() for handle in scheduled if not handle.cancelled()]
    return to_nanoseconds(min(times)) if times else None
