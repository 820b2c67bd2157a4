"""The instructor's own checks: what each of their tests comes to.

A test whose assertion does not hold is the student's; one that goes wrong in any other way is the instructor's, and
then the whole attempt is.
"""

import re
from collections.abc import Iterator

from checks.assignment import CheckSpec
from checks.checker import says
from checks.library.case import Case
from checks.library.ending import of_errors, unanswered
from checks.library.evidence import Evidence
from checks.library.examination import Case as TestCase
from checks.library.examination import Examination
from checks.library.response import cause
from checks.library.running import unless_running
from checks.library.verdict import Verdict, skipped
from checks.library.words import count, short
from checks.report import Finding
from checks.runtime.trial import Run

RULE = "custom-check"
PLACE = re.compile(r"(?:assert )?(?P<path>[\w/]+\.py):(?P<line>\d{1,6}) ")
FAULTY = "This check could not be carried out. That is not your mistake."


def judge(spec: CheckSpec, case: Case) -> Verdict:
    unjudged = unless_running(case, asynchronous=False)
    if unjudged is not None:
        return unjudged
    examination = case.examiner.examine(case.evidence.trial)
    case.evidence.trial.finish()
    unjudged = unless_running(case, asynchronous=False)  # now that the view has answered what only this check asks
    if unjudged is not None:
        return unjudged
    cases = examination.cases.get(spec.test or "", [])
    if _is_faulty(spec, cases, examination):
        return Verdict("error", FAULTY)
    failed = [one for one in cases if isinstance(one.outcome, says.Failed)]
    if not failed:
        return Verdict("passed", "It holds." if len(cases) == 1 else f"It holds in all {count(len(cases), 'case')}.")
    because = next((found for one in failed if (found := _cause(one, case)) is not None), None)
    if because is not None:
        return skipped(because, f"It fails because of what the check “{because}” found.")
    if spec.visibility == "hidden":
        return Verdict("failed", "It does not hold.", (Finding.of(RULE, "What this check asks for does not hold."),))
    findings = tuple(_distinct(finding for one in failed for finding in _findings(case.evidence, one)))
    return Verdict("failed", short(findings[0].message, 240), findings)


def _is_faulty(spec: CheckSpec, cases: list[TestCase], examination: Examination) -> bool:
    if not cases or any(one.outcome is None for one in cases):
        return True
    return any(problem.test in (None, spec.test) for problem in examination.problems)


def _cause(test: TestCase, case: Case) -> str | None:
    """The check that explains why the view did not answer, where it did not."""
    for run in test.runs:
        if _went_wrong(run) and (found := cause(case.evidence, run, case.faults, case.verdicts)) is not None:
            return found
    return None


def _went_wrong(run: Run) -> bool:
    answered = len(run.answers) == run.size
    return not answered or any(answer.status >= 500 for answer in run.answers.values())


def _findings(evidence: Evidence, test: TestCase) -> Iterator[Finding]:
    """What ended the view, on its line, before the assertion that this made fail."""
    if not isinstance(test.outcome, says.Failed):
        return
    for run in test.runs:
        if any(answer.status >= 500 for answer in run.answers.values()):
            yield from of_errors(evidence, run)
    if not test.outcome.answered:
        yield unanswered(evidence, test.runs[-1])
        return
    where = f" (with {test.name})" if test.name else ""
    yield _of_assertion(evidence, test.outcome.message, where)


def _of_assertion(evidence: Evidence, message: str, where: str) -> Finding:
    """A message that begins with a place in the student's files is about that line."""
    text = spoken(message)
    match = PLACE.match(text)
    if match and evidence.sources.line(match["path"], int(match["line"])):
        place = (match["path"], int(match["line"]), None, None, None)
        return evidence.sources.finding(RULE, text[match.end() :] + where, place)
    return Finding.of(RULE, text + where)


def spoken(message: str) -> str:
    """What pytest says of an assertion, for people: the instructor's own words where there are any."""
    words, _, assertion = f"\n{message}".partition("\nassert ")
    if words.strip() or not assertion:
        return words.strip() or "What this check asks for does not hold."
    lines = [line.strip() for line in assertion.splitlines() if line.strip()]
    values = [line.removeprefix("+").strip() for line in lines[1:] if "= <the source" not in line]
    return "\n".join([f"`assert {lines[0]}` does not hold.", *values])


def _distinct(findings: Iterator[Finding]) -> Iterator[Finding]:
    seen: set[Finding] = set()
    for finding in findings:
        if finding not in seen:
            seen.add(finding)
            yield finding
