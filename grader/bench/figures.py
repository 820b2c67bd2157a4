"""What was measured of one way of grading, and what follows from it."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.bench.memory import Memory


@dataclass
class Measured:
    """Of one way. Times in seconds; ``cpu`` is None where it could not be counted."""

    name: str
    alone: list[float] = field(default_factory=list)  # one attempt after the other, nothing else going on
    cpu: float | None = None  # all that ran alone, together
    loads: list[list[list[float]]] = field(default_factory=list)  # the attempts of each worker, each time
    memory: Memory | None = None
    container_peak: int | None = None

    @property
    def cpu_of_one(self) -> float | None:
        return self.cpu / len(self.alone) if self.cpu is not None and self.alone else None

    @property
    def loaded(self) -> list[float]:
        return [attempt for load in self.loads for worker in load for attempt in worker]

    @property
    def per_minute(self) -> float | None:
        """Attempts that all workers together get done; the median of the times that it was tried."""
        rates = [sum(60 * len(worker) / sum(worker) for worker in load) for load in self.loads]
        return statistics.median(rates) if rates else None

    @property
    def worst_under_load(self) -> float | None:
        """The longest attempt under load, in medians."""
        return max(self.loaded) / statistics.median(self.loaded) if self.loaded else None


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest of ``values`` that this part of them does not exceed."""
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)]


def ratio(one: float | None, other: float | None) -> float | None:
    return one / other if one is not None and other else None
