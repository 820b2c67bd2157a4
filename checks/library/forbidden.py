"""System calls that the walls refused and that no view has a reason to make."""

from collections.abc import Iterator

from checks.library.evidence import Evidence
from checks.library.words import listed
from checks.report import Finding
from checks.runtime import says

REFUSED = ("PermissionError", "[Errno 1]")  # how Python says that a call was forbidden


def findings(evidence: Evidence) -> Iterator[Finding]:
    """At most one, of what was seen from outside; the line is that of an exception which the refusal raised."""
    calls = evidence.trial.violations
    if calls:
        named = f"{listed(calls[:3])}, which no view needs. {'It was' if len(calls) == 1 else 'They were'} refused"
        message = f"The code makes the system call{'s' if len(calls) > 1 else ''} {named}."
        yield evidence.sources.finding("forbidden-call", message, _place(evidence))


def _place(evidence: Evidence) -> says.Place | None:
    loaded = evidence.loaded
    errors = [loaded.error] if isinstance(loaded, says.LoadFailed) and loaded.error is not None else []
    errors += [seen.error for run in evidence.runs for seen in run.of(says.Raised)]
    links = (link for error in errors for link in error.chain())
    refused = (link for link in links if link.type == REFUSED[0] and link.message.startswith(REFUSED[1]))
    return next((link.places[-1][0] for link in refused if link.places), None)
