"""Work moved to threads, where the assignment has something to say about it (``limits.threads``)."""

from collections.abc import Iterator

from checks.library.evidence import Evidence
from checks.library.words import short
from checks.report import Finding

RULE = "thread-offload"
TARGETS = {
    "asyncio.to_thread",
    "asyncio.loop.run_in_executor",
    "asgiref.sync.sync_to_async",
    "concurrent.futures.ThreadPoolExecutor",
    "concurrent.futures.Executor.submit",
    "threading.Thread",
}


def findings(evidence: Evidence) -> Iterator[Finding]:
    """Each call that moves work to a thread, where the assignment forbids that."""
    if evidence.assignment.limits.threads != "forbid":
        return
    for call in evidence.facts.calls:
        if call.target in TARGETS:
            message = f"{short(call.text)} moves work to a thread, which this assignment forbids."
            yield Finding.of(RULE, message, **call.span.model_dump())


def is_welcome(evidence: Evidence, finding: Finding) -> bool:
    """Whether an advice is to be given: where threads are allowed, nobody is advised against them."""
    return finding.rule != RULE or evidence.assignment.limits.threads == "advise"
