"""What a submission is worth now, kept beside it so that no list has to read reports.

Call ``refresh`` in the transaction that changes what it is made of: an official report, an override, a penalty.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from checks.report import CheckResult, Finding, Visibility
from submissions import grades
from submissions.models import Override, Report, Result, Submission

Part = Literal["always", "due", "published"]
PARTS: dict[Visibility, Part] = {"visible": "always", "after_due_date": "due", "after_published": "published"}
# A submission that does not parse is graded, so that the student sees where, and uses no attempt.
SUBJECT = re.compile(r"\s*(?:return\s+|await\s+)*([A-Za-z_][\w.]*(?=\())")
FREE_RULES = frozenset({"syntax-error"})


def refresh(submission: Submission) -> None:
    """From the official report, if there is one; then the grade of its author."""
    report = Report.objects.filter(submission=submission, official=True).first()
    if report is None:
        return
    given = {each.check_id: each.points for each in Override.objects.filter(submission=submission, withdrawn_at=None)}
    Result.objects.update_or_create(submission=submission, defaults=_values(submission, report, given))
    if submission.kind == Submission.Kind.SUBMIT:
        grades.refresh(submission.assignment_id, submission.author_id)


def is_judged(report: Report) -> bool:
    """Only what the student is answerable for counts, and of that only what could be judged."""
    rules = {finding.rule for check in report.parsed().checks for finding in check.findings}
    return report.status == Report.Status.GRADED and rules.isdisjoint(FREE_RULES)


def failures(checks: Iterable[CheckResult], files: Mapping[str, str]) -> list[list[str]]:
    """What was found, each once: pairs of the rule and the name that the code on its line calls or awaits."""
    found = {(finding.rule, _subject(finding, files)) for check in checks for finding in check.findings}
    return [list(pair) for pair in sorted(found)]


def _subject(finding: Finding, files: Mapping[str, str]) -> str:
    lines = files.get(finding.path or "", "").splitlines()
    if finding.line is None or finding.line > len(lines):
        return ""
    code = lines[finding.line - 1][(finding.column or 1) - 1 :]
    named = SUBJECT.match(code)
    return named[1] if named else ""


def _values(submission: Submission, report: Report, given: dict[str, float]) -> dict[str, object]:
    checks = report.parsed().checks
    whole = given.get("")
    score = sum(given.get(check.id, check.points) for check in checks) if whole is None else whole
    return {
        "report": report,
        "status": report.status,
        "judged": is_judged(report) or whole is not None,
        "overridden": whole is not None,
        "score": score,
        "max_score": report.max_score,
        "points": score * (100 - submission.penalty) / 100 if whole is None else whole,
        "failures": failures(checks, submission.files),
        **_parts(checks, given),
    }


def _parts(checks: Iterable[CheckResult], given: dict[str, float]) -> dict[str, float]:
    sums = {f"{part}_{what}": 0.0 for part in PARTS.values() for what in ("score", "max")}
    for check in checks:
        if part := PARTS.get(check.visibility):
            sums[f"{part}_score"] += given.get(check.id, check.points)
            sums[f"{part}_max"] += check.max_points
    return sums
