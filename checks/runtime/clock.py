"""The virtual clock: a number of nanoseconds that moves only when everybody waits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from checks.hidden import Hidden
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there

NANO = 1_000_000_000
FREE_READS = 1_000
# What one more reading of the clock in one step of the loop costs, in nanoseconds, from which number of readings on.
READING_COSTS = ((200_000, 100_000), (20_000, 10_000), (FREE_READS, 1_000))


def to_nanoseconds(seconds: float) -> int:
    """Exactly an int, whatever kind of number the student's code made up; as C reads it, which asks no method of it."""
    plain = float.__add__(seconds, 0.0) if issubclass(type(seconds), float) else float(seconds)
    return round(plain * NANO)


@dataclass(order=True)
class Timer(Hidden):
    """What happens at an instant. ``sequence`` keeps those of the same instant in the order in which they were set."""

    when: int
    sequence: int
    action: Callable[[], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)


class Clock(Hidden):
    """Virtual time since the start of a run, in nanoseconds, and the timers on it.

    Reading the clock is free up to :data:`FREE_READS` times in one step of the loop. From then on each reading moves
    it a little, by a fixed amount that grows with their number, so that a busy wait on the clock ends, soon, and after
    the same number of turns on every machine.
    """

    def __init__(self) -> None:
        self.now = 0
        self.on_busy_wait: Callable[[], None] = lambda: None
        self._timers: list[Timer] = []
        self._sequence = count()
        self._reads = 0

    def seconds(self) -> float:
        return self.now / NANO

    def read(self) -> float:
        """What the student's code sees; see the class for why this may move the clock."""
        self._reads += 1
        if self._reads > FREE_READS:
            self._charge_reading()
        return self.now / NANO

    def restart(self) -> None:
        """Makes this instant the beginning; what is set stays as far away as it is."""
        for timer in self._timers:
            timer.when -= self.now
        self.now = 0

    def begin_step(self) -> None:
        """Something new runs: its readings are counted afresh."""
        self._reads = 0

    def _charge_reading(self) -> None:
        if self._reads == FREE_READS + 1:
            self.on_busy_wait()
        self.now += next(cost for reads, cost in READING_COSTS if self._reads > reads)

    def set_timer(self, when: int, action: Callable[[], None]) -> Timer:
        timer = Timer(when, next(self._sequence), action)
        heappush(self._timers, timer)
        return timer

    def next_timer(self) -> int | None:
        """When the earliest timer is due; None when nobody waits for the clock."""
        while self._timers and self._timers[0].cancelled:
            heappop(self._timers)
        return self._timers[0].when if self._timers else None

    def move_to(self, when: int) -> None:
        """Moves on to ``when``, never back, and lets everything happen that is due by then."""
        self.now = max(self.now, when)
        self._reads = 0
        while (due := self.next_timer()) is not None and due <= self.now:
            heappop(self._timers).action()
