"""Whether requests, and the calls within one request, overlap as they could."""

from collections import defaultdict
from collections.abc import Iterator

from checks.assignment import CheckSpec
from checks.library.evidence import Evidence
from checks.library.expectation import time_mismatches
from checks.library.words import NANO, count, seconds, short
from checks.report import Finding
from checks.runtime import says
from checks.runtime.trial import Run

SLACK = NANO // 100  # many requests may take this much longer than one ...
FACTOR = 1.1  # ... and this much of it, before they count as waiting for one another


def serialised(evidence: Evidence, alone: list[Run], together: Run) -> Iterator[Finding]:
    """Requests that wait for one another though nothing holds the loop: a lock, a semaphore, a small pool."""
    one, many = max(run.duration() for run in alone), together.duration()
    if many <= max(one + SLACK, one * FACTOR):
        return
    line = _line_that_grew(alone, together)
    number = count(len(together.requests), "request")
    message = (
        f"The requests wait for one another here: {number} at once take {seconds(many)}, one takes {seconds(one)}."
    )
    yield evidence.sources.finding("serialised", message, _place(evidence, line))


def too_slow(spec: CheckSpec, evidence: Evidence, alone: list[Run], together: Run) -> Iterator[Finding]:
    """One request takes longer than the assignment allows, alone as well: its calls do not overlap."""
    slowest = max((run.duration() for run in alone), default=0)
    for _rule, message in time_mismatches(spec, slowest):
        if spec.within is None:
            return
        waits = _waits(alone)
        line = waits[-1][0] if waits else None
        text = short(evidence.sources.line("views.py", line).strip()) if line else "The view"
        reason = f"{text} waits only after what stands before it has ended: the calls do not overlap."
        yield evidence.sources.finding("sequential", f"{reason} {message}", _place(evidence, line))
        return


def _waits(alone: list[Run]) -> list[tuple[int, int]]:
    """(line, nanoseconds) of each wait of the slowest request alone, in their order."""
    slowest = max(alone, key=lambda run: run.duration())
    lives = slowest.end.lives if slowest.end is not None else []
    return [
        (line, end - start) for life in lives for kind, start, end, line in life.segments if kind == "waiting" and line
    ]


def _line_that_grew(alone: list[Run], together: Run) -> int | None:
    """The line on which the concurrent requests wait longer than one alone does."""
    usual = _waiting_by_line(alone[0])
    crowded = _waiting_by_line(together)
    grown = {line: crowded[line] - usual.get(line, 0) * len(together.requests) for line in crowded}
    return max(grown, key=lambda line: grown[line]) if grown else None


def _waiting_by_line(run: Run) -> dict[int, int]:
    total: dict[int, int] = defaultdict(int)
    for life in run.end.lives if run.end is not None else []:
        for kind, start, end, line in life.segments:
            if kind == "waiting" and line is not None:
                total[line] += end - start
    return total


def _place(evidence: Evidence, line: int | None) -> says.Place | None:
    return ("views.py", line, None, None, None) if line is not None else None
