"""Does the view answer what was asked for?"""

from collections.abc import Iterator

from checks.assignment import CheckSpec
from checks.library import raised
from checks.library.case import Case
from checks.library.comparison import comparison
from checks.library.ending import of_errors, unanswered
from checks.library.evidence import Evidence
from checks.library.expectation import is_streamed, mismatches, state_mismatches, time_mismatches
from checks.library.faults import Fault, of_family
from checks.library.limits import of_error
from checks.library.running import unless_running
from checks.library.verdict import Verdict, Verdicts, skipped
from checks.library.words import seconds, short
from checks.report import Finding
from checks.runtime import says
from checks.runtime.trial import Run

UNROUTED = ("missing", "other", "mixed class")


def judge(spec: CheckSpec, case: Case) -> Verdict:
    evidence, faults, verdicts = case.evidence, case.faults, case.verdicts
    unjudged = unless_running(case, asynchronous=False)
    if unjudged is not None:
        return unjudged
    if spec.request is None:
        raise ValueError("a response check without a request")  # the assignment's reader lets none through
    run = evidence.alone(spec.request)
    answer = run.answers.get(0)
    problems = tuple(problems_of(spec, evidence, run))
    if answer is not None and not problems:
        return Verdict("passed", f"{spec.request} is answered as asked, after {seconds(answer.at)}.")
    because = None if _answered(answer) else _cause(spec, evidence, run, faults, verdicts)
    if because is not None:
        return skipped(because, f"{spec.request} fails because of what the check “{because}” found.")
    findings = problems or of_family(faults, "response")
    return Verdict("failed", short(findings[0].message, 240), findings, comparison=comparison(spec, run))


def _answered(answer: says.Answer | None) -> bool:
    return answer is not None and answer.status != 404 and answer.status < 500


def _cause(spec: CheckSpec, evidence: Evidence, run: Run, faults: list[Fault], verdicts: Verdicts) -> str | None:
    """The check that explains why the request of this check was not answered, where there is one."""
    if _is_missing(spec, evidence):
        return verdicts.failed("signature")
    return cause(evidence, run, faults, verdicts)


def cause(evidence: Evidence, run: Run, faults: list[Fault], verdicts: Verdicts) -> str | None:
    """The check that explains why a run ended without the answers that it should have given."""
    if any(of_error(evidence, seen.error) for seen in run.of(says.Raised)):
        return None
    families = set(_families(run, faults))
    for family in ("signature", "awaiting"):
        if family in families and verdicts.failed(family):
            return verdicts.failed(family)
    if "concurrency" in families and of_family(faults, "concurrency") and not verdicts.failed("signature"):
        return next((other.id for other in evidence.concurrency_specs), None)
    return None


def _is_missing(spec: CheckSpec, evidence: Evidence) -> bool:
    """The route of the request has no view that could have answered."""
    route = evidence.assignment.route_of(spec.request.path) if spec.request is not None else None
    loaded = evidence.loaded
    views = loaded.views if isinstance(loaded, says.Loaded) else []
    return route is not None and any(view.name == route.view and view.kind in UNROUTED for view in views)


def _families(run: Run, faults: list[Fault]) -> Iterator[str]:
    """The families that what ended the request belongs to: by its exception, by its line, or because it never ended."""
    if run.lost is not None and run.lost.how == "hung":
        yield "concurrency"
    if any(seen.held or seen.why == "spinning" for seen in run.of(says.Stuck)):
        yield "concurrency"
    for seen in run.of(says.Raised):
        meaning = raised.meaning_of(seen.error)
        if meaning is not None:
            yield meaning.family
        lines = {place[:2] for link in seen.error.chain() for place, _ in link.places}
        yield from (fault.family for fault in faults if (fault.finding.path, fault.finding.line) in lines)


def problems_of(spec: CheckSpec, evidence: Evidence, run: Run) -> Iterator[Finding]:
    """Everything in which one request alone is not answered as it should be."""
    answer = run.answers.get(0)
    if answer is None:
        yield unanswered(evidence, run)
        return
    errors = list(of_errors(evidence, run)) if answer.status >= 500 else []
    wrong = [*mismatches(spec.expect, answer)]
    if wrong and errors:
        yield from errors
        return
    for message in wrong:
        yield evidence.sources.finding("wrong-answer", message, None)
    if spec.expect is not None and spec.expect.streamed and not is_streamed(answer):
        yield evidence.sources.finding("buffered-stream", "The answer leaves in one piece at its end.", None)
    for rule, message in time_mismatches(spec, run):
        yield evidence.sources.finding(rule, message, None)
    for message in state_mismatches(spec.state, answer):
        yield evidence.sources.finding("wrong-state", message, None)
