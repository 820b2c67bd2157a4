"""What people say of a submission: points that they give instead of the judge's, and comments on lines."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from checks.report import Points, Report
from submissions import log, results
from submissions.models import Comment, Override, Submission, User
from submissions.models import Report as StoredReport


class NotPossible(Exception):
    """What was asked for does not fit the submission; says why."""


def override(submission: Submission, points: float, reason: str, by: User, *, check_id: str = "") -> Override:
    """Gives ``points`` for a check, or without one for the whole submission. Raises NotPossible."""
    before, most = _given(submission, check_id)
    if not 0 <= points <= most:
        raise NotPossible(f"There are 0 to {most:g} points to give, and {points:g} is not among them.")
    if not reason.strip():
        raise NotPossible("Say why, since the student reads it.")
    with transaction.atomic():
        _active(submission, check_id).update(withdrawn_at=timezone.now())
        made = Override.objects.create(
            submission=submission, check_id=check_id, points=points, reason=reason.strip(), author=by
        )
        results.refresh(submission)
        _log(by, submission, f"overrode {_what(check_id)}", before=before, after=points, reason=reason.strip())
    return made


def withdraw_override(found: Override, by: User) -> None:
    with transaction.atomic():
        if _active(found.submission, found.check_id).filter(pk=found.pk).update(withdrawn_at=timezone.now()):
            results.refresh(found.submission)
            _log(by, found.submission, f"withdrew the override of {_what(found.check_id)}", before=found.points)


def comment(submission: Submission, text: str, by: User, *, path: str = "", line: int | None = None) -> Comment:
    """On a line, on a file, or on all of it. Raises NotPossible."""
    if not text.strip():
        raise NotPossible("There is no text in the comment.")
    if path and path not in submission.files:
        raise NotPossible(f"There is no {path} in this submission.")
    if line is not None and not (path and 1 <= line <= len(submission.files[path].splitlines())):
        raise NotPossible(f"There is no line {line} in {path or 'this submission'}.")
    with transaction.atomic():
        made = Comment.objects.create(submission=submission, text=text.strip(), author=by, path=path, line=line)
        _log(by, submission, "commented on a submission", text=made.text[:500])
    return made


def withdraw_comment(found: Comment, by: User) -> None:
    with transaction.atomic():
        if Comment.objects.filter(pk=found.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
            _log(by, found.submission, "withdrew a comment", text=found.text[:500])


def corrected(report: Report, overrides: list[Override]) -> Report:
    """The report with the points that people gave for its checks."""
    given = {each.check_id: each.points for each in overrides if each.check_id}
    if not given:
        return report
    checks = tuple(check.model_copy(update={"points": given.get(check.id, check.points)}) for check in report.checks)
    return report.model_copy(update={"checks": checks, "score": sum(check.points for check in checks)})


def _given(submission: Submission, check_id: str) -> tuple[Points, Points]:
    """The judge's points and their maximum."""
    stored = StoredReport.objects.filter(submission=submission, official=True).first()
    if stored is None:
        raise NotPossible("There is no report yet whose points could be overridden.")
    if not check_id:
        return stored.score, stored.max_score
    found = next((check for check in stored.parsed().checks if check.id == check_id), None)
    if found is None:
        raise NotPossible(f"There is no check {check_id} in this report.")
    return found.points, found.max_points


def _active(submission: Submission, check_id: str) -> QuerySet[Override]:
    return Override.objects.filter(submission=submission, check_id=check_id, withdrawn_at=None)


def _what(check_id: str) -> str:
    return f"the check {check_id}" if check_id else "the score"


def _log(by: User, submission: Submission, summary: str, **detail: Any) -> None:
    author, assignment = submission.author, submission.assignment
    summary, told = f"{summary} of {author.shown_name}", {"submission": str(submission.pk)} | detail
    log.record(by, assignment.course, summary, assignment=assignment, student=author, **told)
