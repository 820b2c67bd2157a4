"""Work that keeps the processor, and with it the loop, busy for too long in one step.

CPU time is not exact: it is taken relative to how fast the machine computes at that moment, the best of several
repetitions counts where the first is anywhere near the budget, and no message shows it as a number.
"""

from collections.abc import Iterator

from checks.assignment import Request
from checks.library.evidence import Evidence
from checks.library.words import NANO, short
from checks.report import Finding
from checks.runtime import says
from checks.runtime.trial import Run

BUDGET = NANO // 100  # CPU time that one step may take on the reference machine: 10 ms
NEAR, FAR = 0.5, 5  # between these multiples of the budget one measurement is not believed
REPETITIONS = 4


def findings(evidence: Evidence, run: Run) -> Iterator[Finding]:
    """At most one: the line that the CPU time of a request goes to, where a step takes more than the budget."""
    if len(run.requests) != 1 or _cost(run) < NEAR * BUDGET:
        return
    request, cost = run.requests[0], _cost(run)
    if cost > FAR * BUDGET or min(cost, *_repeated(evidence, request)) > BUDGET:
        yield _finding(evidence, _heaviest(evidence, request))


def _cost(run: Run) -> float:
    """CPU nanoseconds of the longest step, as the reference machine would take them; 0 for a run that did not end."""
    if run.end is None:
        return 0
    return max((life.step_cpu for life in run.end.lives), default=0) / run.end.slowness


def _repeated(evidence: Evidence, request: Request) -> Iterator[float]:
    for _ in range(REPETITIONS):
        cost = _cost(evidence.trial.again([request]))
        yield cost
        if cost < NEAR * BUDGET:
            return


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
