"""Work that keeps the processor, and with it the loop, busy for too long in one step.

CPU time is not exact: it is taken relative to how fast the machine computes at that moment, and where one request is
anywhere near the budget, several more are sent. The cheapest of them counts, so that what happens only once (a module
imported at the first request, a cache filled) is not charged, and no message shows the time as a number.
"""

import math
from collections.abc import Iterator

from checks.assignment import Request
from checks.library.evidence import Evidence
from checks.library.words import NANO, short
from checks.report import Finding
from checks.runtime import says
from checks.runtime.trial import Run

BUDGET = NANO // 100  # CPU time that one step may take on the reference machine: 10 ms
NEAR, FAR = 0.5, 5  # below and above these multiples of the budget one measurement is enough
REPETITIONS = 4
AT_ONCE = 3


def findings(evidence: Evidence, run: Run) -> Iterator[Finding]:
    """At most one: the line that the CPU time of a request goes to, where a step takes more than the budget."""
    if len(run.requests) != 1 or max(_costs(run), default=0) < NEAR * BUDGET:
        return
    request = run.requests[0]
    if _lowest(evidence, request) > BUDGET:
        yield _finding(evidence, _heaviest(evidence, request))


def _costs(run: Run) -> list[float]:
    """CPU nanoseconds of each request's longest step, as the reference machine would take them."""
    return [life.step_cpu / run.end.slowness for life in run.end.lives] if run.end is not None else []


def _lowest(evidence: Evidence, request: Request) -> float:
    """The cheapest of several requests, on the machine at its fastest: a moment in which it ran slowly excuses nothing.

    Only those sent at once are needed where they leave no doubt.
    """
    cpu = slowness = math.inf
    for _ in range(REPETITIONS):
        end = evidence.trial.again([request] * AT_ONCE).end
        if end is None or not end.lives:
            continue
        cpu = min(cpu, *(life.step_cpu for life in end.lives))
        slowness = min(slowness, end.slowness)
        if not NEAR * BUDGET < cpu / slowness < FAR * BUDGET:
            break
    return 0 if math.isinf(cpu) else cpu / slowness


def _heaviest(evidence: Evidence, request: Request) -> says.Place | None:
    """The line that the most CPU time goes to; the head of the outermost loop around it, where it stands in one."""
    run = evidence.trial.again([request], trace=True)
    spent = run.end.trace.cpu if run.end is not None and run.end.trace is not None else []
    if not spent:
        return None
    path, line, _ = spent[0]
    return path, evidence.loop_around(path, line) or line, None, None, None


def _finding(evidence: Evidence, place: says.Place | None) -> Finding:
    text = short(evidence.sources.text_at(place)).rstrip(":") if place else "The view"
    message = f"{text} computes for too long in one go, and holds the event loop with it."
    return evidence.sources.finding("blocking-cpu", message, place, "await asyncio.to_thread(…) computes elsewhere")
