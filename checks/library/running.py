"""What stands in the way of judging a view that runs: no module, no asynchronous view, or replaced parts beneath it."""

from checks.library.case import Case
from checks.library.verdict import Verdict, skipped
from checks.runtime import says


def unless_running(case: Case, *, asynchronous: bool = True) -> Verdict | None:
    """The verdict where there is nothing to judge, None where there is. ``asynchronous``: a plain view is nothing."""
    evidence = case.evidence
    broken = case.verdicts.failed("signature") or case.verdicts.failed("awaiting")
    if not isinstance(evidence.loaded, says.Loaded) or evidence.facts.syntax_error is not None:
        return skipped(broken or "signature", "The file could not be imported.")
    if evidence.tampered:
        names = ", ".join(evidence.tampered[:3])
        message = f"The submission replaces {names}, which it runs on; a view must leave that alone."
        return Verdict("failed", message, (evidence.sources.finding("tampering", message, None),))
    if asynchronous and case.verdicts.failed("signature"):
        return skipped(case.verdicts.failed("signature") or "signature", "There is no asynchronous view to judge yet.")
    return None
