"""What stands in the way of judging a view that runs: no module, no asynchronous view, what no view may do."""

import re
from collections.abc import Iterator
from typing import Any

from checks.library import forbidden
from checks.library.case import Case
from checks.library.evidence import Evidence
from checks.library.verdict import Verdict, skipped
from checks.library.words import short
from checks.report import Finding
from checks.runtime import says


def unless_running(case: Case, *, asynchronous: bool = True) -> Verdict | None:
    """The verdict where there is nothing to judge, None where there is. ``asynchronous``: a plain view is nothing."""
    evidence = case.evidence
    misdeeds = (*forbidden.findings(evidence), *tampering_in(evidence))
    if misdeeds and isinstance(evidence.loaded, says.Loaded | says.LoadFailed):
        return Verdict("failed", short(misdeeds[0].message, 240), misdeeds)
    broken = case.verdicts.failed("signature") or case.verdicts.failed("awaiting")
    if not isinstance(evidence.loaded, says.Loaded) or evidence.facts.syntax_error is not None:
        return skipped(broken or "signature", "The file could not be imported.")
    if asynchronous and case.verdicts.failed("signature"):
        return skipped(case.verdicts.failed("signature") or "signature", "There is no asynchronous view to judge yet.")
    return None


def tampering_in(evidence: Evidence) -> Iterator[Finding]:
    """What the submission replaced of that which it runs on, and what it reached for, on its lines."""
    yield from evidence.facts.reaches
    for seen in evidence.reaches:
        if seen.kind == "frame" and not evidence.facts.walks_frames:
            continue  # its own name or line is no secret
        message = f"The submission reaches for {seen.what}, which leads into what it runs on; a view leaves that alone."
        yield evidence.sources.finding("tampering", message, seen.place)
    if evidence.tampered:
        names = ", ".join(evidence.tampered[:3])
        message = f"The submission replaces {names}, which it runs on; a view must leave that alone."
        yield Finding.of("tampering", message, **_where_set(evidence))


def _where_set(evidence: Evidence) -> dict[str, Any]:
    """Running sees what was replaced, and reading where the student's code sets something of that name."""
    names = {part for name in evidence.tampered for part in re.findall(r"[\w.]+", name)}
    names |= {name.rpartition(".")[2] for name in names}
    store = next((store for store in evidence.facts.stores if store.name in names), None)
    return store.span.model_dump() if store is not None else {}
