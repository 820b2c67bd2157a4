"""asyncio's own selector loop, on the virtual clock."""

import asyncio
import selectors
from collections.abc import Callable

from checks.runtime.clock import NANO, to_nanoseconds
from checks.runtime.threads import Actor, Baton

SPINS = 1000
SPIN_COST = 100_000  # nanoseconds that each further turn is taken to last
POOL_SIZE = 32

Events = list[tuple[selectors.SelectorKey, int]]


class VirtualSelector(selectors.EpollSelector):
    """Waits at the baton: virtual time passes, and other threads run, while the loop has nothing to do."""

    def __init__(self, baton: Baton, actor: Actor) -> None:
        super().__init__()
        self._baton = baton
        self._actor = actor
        self._spins = 0
        self.on_events: Callable[[], None] = lambda: None
        self.next_loop_timer: Callable[[], int | None] = lambda: None

    def select(self, timeout: float | None = None) -> Events:
        self._baton.let_others_run(self._actor)
        found = super().select(0)
        if found:
            self.on_events()
        if found or timeout == 0:
            self._count_spin()
            return found
        self._spins = 0
        until = None if timeout is None else self._baton.clock.now + to_nanoseconds(timeout)
        self._baton.wait_until(self._actor, self._has_events, until)
        return super().select(0)

    def _has_events(self) -> bool:
        return bool(self._selector.poll(0, 1))

    def _count_spin(self) -> None:
        """A loop that never rests (``while not done: await sleep(0)``) would stop the clock: after many turns it moves."""
        self._spins += 1
        if self._spins > SPINS:
            times = [self._baton.clock.now + SPIN_COST, self.next_loop_timer(), self._baton.clock.next_timer()]
            self._baton.clock.move_to(min(when for when in times if when is not None))


class VirtualLoop(asyncio.SelectorEventLoop):
    """A real asyncio loop; only its clock and its waiting are virtual."""

    def __init__(self, baton: Baton, actor: Actor) -> None:
        self.virtual_clock = baton.clock
        self.virtual_selector = VirtualSelector(baton, actor)
        super().__init__(self.virtual_selector)
        self._clock_resolution = 1.5 / NANO  # type: ignore[misc] # half a nanosecond of rounding never delays a timer
        self.virtual_selector.next_loop_timer = self._next_timer

    def time(self) -> float:
        return self.virtual_clock.read()

    def _next_timer(self) -> int | None:
        scheduled: list[asyncio.TimerHandle] = self._scheduled  # type: ignore[attr-defined]
        times = [handle.when() for handle in scheduled if not handle.cancelled()]
        return to_nanoseconds(min(times)) if times else None
