"""Whether requests, and the calls within one request, overlap as they could."""

from collections import defaultdict
from collections.abc import Iterator

from checks.assignment import CheckSpec
from checks.library.evidence import Evidence
from checks.library.words import NANO, count, seconds, short
from checks.report import Finding
from checks.runtime import says
from checks.runtime.trial import Run

SLACK = NANO // 100  # many requests may take this much longer than one ...
FACTOR = 1.1  # ... and this much of it, before they count as waiting for one another


def serialised(evidence: Evidence, alone: list[Run], together: Run) -> Iterator[Finding]:
    """Requests that wait for one another though nothing holds the loop: a lock, a semaphore, a small pool."""
    one, many = max(run.duration() for run in alone), together.duration()
    if _delay_by_others(alone, together) <= max(SLACK, one * (FACTOR - 1)):
        return
    number = count(len(together.requests), "request")
    message = (
        f"The requests wait for one another here: {number} at once take {seconds(many)}, one takes {seconds(one)}."
    )
    hint = "hold a lock only around what needs it, and never while you wait"
    yield evidence.sources.finding("serialised", message, _where_they_queue(alone, together), hint)


def _delay_by_others(alone: list[Run], together: Run) -> int:
    """The most that a request took longer than one alone, without what it waited for by timers of its own.

    A view that waits for a random time is slower among others by chance, and one that holds the loop for less than is
    allowed makes the others wait for that; neither is queueing.
    """
    usual = max((life.span[1] - life.span[0] - life.timed for run in alone for life in lives_of(run)), default=0)
    forgiven = sum(life.held for life in lives_of(together))
    slowest = max((life.span[1] - life.span[0] - life.timed for life in lives_of(together)), default=0)
    longest = max((life.span[1] - life.span[0] for life in lives_of(together)), default=0)
    return min(slowest - usual, longest - max(run.duration() for run in alone)) - forgiven


def lives_of(run: Run) -> list[says.LifeSaid]:
    return run.end.lives if run.end is not None else []


def too_slow(spec: CheckSpec, evidence: Evidence, alone: list[Run]) -> Iterator[Finding]:
    """One request takes longer than the assignment allows, alone as well: its calls do not overlap."""
    slowest = max(alone, key=lambda run: run.duration())
    if spec.within is None or slowest.duration() <= round(spec.within * NANO):
        return
    place = _place(_line_of_the_last_wait(slowest))
    text = short(evidence.sources.text_at(place)) if place else "The view"
    reason = f"{text} starts only when what stands before it has ended: the calls do not overlap."
    taken = f"One request takes {seconds(slowest.duration())}; at most {spec.within:g} s is allowed."
    hint = "await asyncio.gather(…) waits for all of them at once"
    yield evidence.sources.finding("sequential", f"{reason} {taken}", place, hint)


def _line_of_the_last_wait(run: Run) -> int | None:
    """Where the request waits last; where it waits only once, the line on which its own tasks wait the longest."""
    lives = lives_of(run)
    waits = [line for life in lives for kind, _, _, line in life.segments if kind == "waiting" and line is not None]
    if len(waits) > 1 or not waits:
        return waits[-1] if waits else None
    total = {line: spent for life in lives for line, spent in life.waits}
    return max(total, key=lambda line: (total[line], -line), default=waits[-1])


def _where_they_queue(alone: list[Run], together: Run) -> says.Place | None:
    """The lock that threads queue at, or else the line that grew."""
    queued: dict[says.Place, int] = defaultdict(int)
    for seen in together.of(says.Queued):
        queued[seen.place] += seen.end - seen.start
    return max(queued, key=lambda place: queued[place]) if queued else _place(_line_that_grew(alone, together))


def _line_that_grew(alone: list[Run], together: Run) -> int | None:
    """The line on which the concurrent requests wait longer than one alone does."""
    usual = _waiting_by_line(alone[0])
    crowded = _waiting_by_line(together)
    grown = {line: crowded[line] - usual.get(line, 0) * len(together.requests) for line in crowded}
    return max(grown, key=lambda line: grown[line]) if grown else None


def _waiting_by_line(run: Run) -> dict[int, int]:
    total: dict[int, int] = defaultdict(int)
    for life in lives_of(run):
        for line, spent in life.waits:
            total[line] += spent
    return total


def _place(line: int | None) -> says.Place | None:
    return ("views.py", line, None, None, None) if line is not None else None
