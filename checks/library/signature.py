"""Is this really an asynchronous view?"""

from collections.abc import Iterator

from checks.assignment import CheckSpec
from checks.library import forbidden
from checks.library.case import Case
from checks.library.ending import of_error, of_lost
from checks.library.evidence import ASYNCHRONOUS, Evidence
from checks.library.faults import of_family
from checks.library.running import tampering_in
from checks.library.verdict import Verdict, skipped
from checks.library.words import short
from checks.report import Finding
from checks.runtime import says
from checks.runtime.trial import Lost


def judge(spec: CheckSpec, case: Case) -> Verdict:
    evidence, faults = case.evidence, case.faults
    unreadable = evidence.facts.syntax_error
    if unreadable is not None:
        return Verdict("failed", "The file is not valid Python, so nothing in it can run.", (unreadable,))
    loaded = evidence.loaded
    if not isinstance(loaded, says.Loaded):
        other = next((check.id for check in evidence.assignment.checks if check.use == "awaiting"), None)
        if other is not None and of_family(faults, "awaiting"):
            return skipped(other, "The file could not be imported because of a mistake in awaiting.")
        findings = (*forbidden.findings(evidence), _not_loaded(evidence, loaded), *tampering_in(evidence))
        return Verdict("failed", "The file could not be imported, so nothing in it can be judged.", findings)
    findings = _by_view(evidence, loaded, of_family(faults, "signature"))
    if findings:
        return Verdict("failed", short(findings[0].message, 200), findings)
    return Verdict("passed", _praise(loaded))


def _praise(loaded: says.Loaded) -> str:
    names = [view.name for view in loaded.views]
    if len(names) == 1:
        return f"{names[0]} is an asynchronous view."
    return f"{', '.join(names[:-1])} and {names[-1]} are asynchronous views."


def _by_view(evidence: Evidence, loaded: says.Loaded, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What reading found; and for a view that is not asynchronous though reading did not see why, what running saw."""
    seen = list(found)
    for view in loaded.views:
        if view.kind not in ASYNCHRONOUS and not any(_is_about(evidence, finding, view) for finding in seen):
            seen.append(_not_async(evidence, view))
    return tuple(seen)


def _is_about(evidence: Evidence, finding: Finding, view: says.ViewSaid) -> bool:
    """One finding is enough for a module with one view; with several its line or its words must name the view."""
    if len(evidence.assignment.routes) == 1:
        return True
    lines = {item.span.line for item in evidence.facts.views if item.name == view.name and item.span is not None}
    lines |= {view.place[1]} if view.place else set()
    return finding.line in lines or view.name in finding.message


def _not_async(evidence: Evidence, view: says.ViewSaid) -> Finding:
    place = view.place or next(_places(evidence, view.name), None)
    name = view.name
    rule, message, hint = {
        "missing": ("missing-view", f"There is nothing named {name} in your file.", f"async def {name}(request):"),
        "async generator": ("is-generator", f"{name} yields, so it is an asynchronous generator and not a view.", None),
        "mixed class": ("mixed-handlers", f"Some handlers of {name} are asynchronous and others are not.", None),
        "class": ("not-async", f"The handlers of {name} are not asynchronous.", "async def get(self, request):"),
        "other": ("called-view", f"{name} is not a function that can be routed.", None),
    }.get(view.kind, ("not-async", f"{name} is not asynchronous.", f"async def {name}(request):"))
    return evidence.sources.finding(rule, message, place, hint)


def _places(evidence: Evidence, name: str) -> Iterator[says.Place]:
    for view in evidence.facts.views:
        if view.name == name and view.span is not None:
            yield view.span.path, view.span.line, None, None, None


def _not_loaded(evidence: Evidence, loaded: says.LoadFailed | Lost) -> Finding:
    if isinstance(loaded, Lost):
        return of_lost(evidence, loaded)
    if loaded.error is None:
        return evidence.sources.finding(
            "deadlock", "The file waits for something that never happens when it is imported.", None
        )
    return of_error(evidence, loaded.error, "Importing the file raises", "import-error")
