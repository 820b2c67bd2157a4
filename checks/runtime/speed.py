"""How fast this machine computes right now, so that a slow or crowded one accuses nobody."""

from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import real

ROUNDS = 5
REFERENCE = 62_000  # nanoseconds that one round took on the machine on which the budget was chosen


def slowness() -> float:
    """CPU time that a fixed piece of work takes here, relative to the reference. The best of a few rounds."""
    return max(0.5, min(_round() for _ in range(ROUNDS)) / REFERENCE)


def _round() -> int:
    start = real.thread_time_ns()
    total = 0
    for number in range(2_000):
        total += number * number % 7
    return real.thread_time_ns() - start
