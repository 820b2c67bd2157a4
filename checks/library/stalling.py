"""Steps that wait in the kernel for what moves no clock of ours: a bare epoll, a signal, a queue written in C.

Real time decides nothing by itself, since a crowded machine makes every step long. A step that took long sends the
request two more times, traced; accused is a line that let go of the processor of its own will, for long, both times.
"""

from collections.abc import Iterator

from checks.library.evidence import Evidence
from checks.library.words import short
from checks.report import Finding
from checks.runtime.trial import Run

SUSPICIOUS = 100_000_000  # real nanoseconds
REPETITIONS = 2
ENOUGH = 0.5  # the part of an attempt's real time that this may need


def findings(evidence: Evidence, run: Run) -> Iterator[Finding]:
    if len(run.requests) != 1 or run.end is None or run.end.stalled < SUSPICIOUS:
        return
    if evidence.trial.time_left < ENOUGH:
        evidence.trial.renew()  # or else whoever uses up his time could not be looked at
    found: set[tuple[str, int]] | None = None
    for _ in range(REPETITIONS):
        end = evidence.trial.again(run.requests, trace=True).end
        stalls = set(end.trace.stalls) if end is not None and end.trace is not None else set()
        found = stalls if found is None else found & stalls
        if not found:
            return
    for path, line in sorted(found or ()):
        place = (path, line, None, None, None)
        message = f"{short(evidence.sources.text_at(place))} waits in the kernel while it holds the event loop."
        yield evidence.sources.finding("blocking-wait", message, place)
