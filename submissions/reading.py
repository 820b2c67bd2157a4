"""Who reads a submission, and which of a student's submissions counts as far as they may know."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When

import checks.report
from submissions import deadlines, feedback, visibility
from submissions.models import Assignment, Comment, Extension, Override, Report, Submission, User
from submissions.permissions import enrolment_of, is_staff
from submissions.visibility import Reader


def reader_of(submission: Submission, user: User, now: datetime) -> Reader:
    """What ``user`` may see of it; the due date that matters is its author's."""
    assignment = submission.assignment
    enrolment = enrolment_of(user, assignment.course)
    extension = Extension.objects.filter(assignment=assignment, student=submission.author_id).first()
    terms = deadlines.terms_of(assignment, extension)
    return visibility.reader(assignment, terms, now, staff=enrolment is not None and is_staff(enrolment))


@dataclass(frozen=True)
class Shown:
    """A report as its reader gets it in every form, with what people said of it.

    ``complete``: whether nothing is kept back.
    """

    stored: Report
    report: checks.report.Report
    overrides: tuple[Override, ...]
    comments: tuple[Comment, ...]
    complete: bool
    detail: str | None


def report_of(submission: Submission, reader: Reader) -> checks.report.Report | None:
    """The report alone, as its reader gets it. None where there is none yet. Two queries."""
    stored = _stored(submission)
    return _corrected(stored.parsed(), _overrides(submission), reader) if stored else None


def shown(submission: Submission, reader: Reader) -> Shown | None:
    """None where there is no report yet. Three queries."""
    stored = _stored(submission)
    if stored is None:
        return None
    full = stored.parsed()
    overrides = _overrides(submission)
    report = _corrected(full, overrides, reader)
    ids = {"", *(check.id for check in report.checks)}
    comments = Comment.objects.filter(submission=submission, withdrawn_at=None).select_related("author")
    return Shown(
        stored=stored,
        report=report,
        overrides=tuple(each for each in overrides if each.check_id in ids),
        comments=tuple(comments),
        complete=len(report.checks) == len(full.checks),
        detail=full.fault.detail if full.fault and reader.staff else None,
    )


def _stored(submission: Submission) -> Report | None:
    return Report.objects.filter(submission=submission, official=True).select_related("attempt__revision").first()


def _overrides(submission: Submission) -> list[Override]:
    return list(Override.objects.filter(submission=submission, withdrawn_at=None).select_related("author"))


def _corrected(full: checks.report.Report, overrides: list[Override], reader: Reader) -> checks.report.Report:
    """With the points that people gave, and without what the reader may not see."""
    report = visibility.shown(feedback.corrected(full, overrides), reader)
    whole = next((each for each in overrides if not each.check_id), None)
    if whole is None:
        return report
    return report.model_copy(update={"score": whole.points, "max_score": full.max_score})


def with_seen(submissions: QuerySet[Submission], now: datetime, *, staff: bool) -> Any:
    """Annotates ``seen`` and ``seen_of``: the points that the reader may know of, and of how many."""
    return visibility.with_own_due(submissions).annotate(
        seen=visibility.seen_points(now, staff=staff), seen_of=visibility.seen_maximum(now, staff=staff)
    )


def official(assignments: QuerySet[Assignment], student: User, now: datetime, *, staff: bool) -> Any:
    """Annotates ``official``: the student's submission that counts, as far as the reader may know.

    By the points that are shown, since by those that are not, the choice itself would tell of them.
    """
    own = Submission.objects.filter(
        assignment=OuterRef("pk"), author=student, kind=Submission.Kind.SUBMIT, result__judged=True
    )
    best = with_seen(own, now, staff=staff).order_by("-seen", "created_at")
    return assignments.annotate(
        official=Case(
            When(counting=Assignment.Counting.LAST, then=Subquery(own.order_by("-created_at").values("pk")[:1])),
            default=Subquery(best.values("pk")[:1]),
        )
    )


def own_last(student: User) -> Subquery:
    """For assignments: the newest that the student handed in, tries apart."""
    own = Submission.objects.filter(author=student, assignment=OuterRef("pk"), kind=Submission.Kind.SUBMIT)
    return Subquery(own.order_by("-created_at").values("pk")[:1])


def due_of(student: User, assignments: QuerySet[Assignment]) -> Any:
    """Annotates ``own_due``: the due date that holds for the student."""
    extended = Extension.objects.filter(assignment=OuterRef("pk"), student=student)
    later = Subquery(extended.filter(due_at__gt=OuterRef("due_at")).values("due_at")[:1])
    return assignments.annotate(extended=later, own_due=Case(When(extended=None, then=F("due_at")), default=later))
