"""Changes of dates, limits and extensions, with what follows for what was handed in before.

What a student was told a submission would cost never becomes more: a penalty is only ever lowered afterwards.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from submissions import deadlines, grades, log
from submissions.models import Assignment, Course, Extension, Grade, Result, Submission, User

FIELDS = (
    "opens_at",
    "due_at",
    "closes_at",
    "late",
    "late_percent",
    "late_floor",
    "attempt_limit",
    "counting",
    "results_published",
)


def change(assignment: Assignment, values: Mapping[str, Any], by: User) -> bool:
    """Whether any of ``values``, by the names in FIELDS, differs from what was."""
    with transaction.atomic():
        before = Assignment.objects.select_for_update().get(pk=assignment.pk)
        changed = {name: value for name, value in values.items() if getattr(before, name) != value}
        if not changed:
            return False
        for name, value in changed.items():
            setattr(assignment, name, value)
        assignment.save(update_fields=list(changed))
        restate(assignment)
        if "counting" in changed:
            grades.refresh_all(assignment)
        told: dict[str, Any] = {name: [str(getattr(before, name)), str(value)] for name, value in changed.items()}
        log.record(by, assignment.course, "changed the dates and rules", assignment=assignment, **told)
    return True


def rename(course: Course, title: str, by: User) -> None:
    with transaction.atomic():
        before = Course.objects.select_for_update().get(pk=course.pk).title
        if before != title:
            Course.objects.filter(pk=course.pk).update(title=title)
            log.record(by, course, "renamed the course", before=before, after=title)


def extend(assignment: Assignment, student: User, by: User, **values: Any) -> Extension:
    """More time or attempts for one student: ``due_at``, ``extra_attempts``, ``reason``."""
    with transaction.atomic():
        extension, _ = Extension.objects.update_or_create(assignment=assignment, student=student, defaults=values)
        restate(assignment, student)
        summary = f"gave {student.shown_name} an extension"
        log.record(by, assignment.course, summary, assignment=assignment, student=student, **_told(values))
    return extension


def withdraw(extension: Extension, by: User) -> None:
    """What was handed in meanwhile keeps what it was told."""
    with transaction.atomic():
        assignment, student = extension.assignment, extension.student
        Extension.objects.filter(pk=extension.pk).delete()
        summary = f"withdrew the extension of {student.shown_name}"
        log.record(by, assignment.course, summary, assignment=assignment, student=student)


def restate(assignment: Assignment, student: User | None = None) -> None:
    """Lowers what lateness takes where the dates now say so. On time stays on time."""
    late = Submission.objects.filter(assignment=assignment, days_late__gt=0).defer("files")
    if student is not None:
        late = late.filter(author=student)
    extensions = {each.student_id: each for each in Extension.objects.filter(assignment=assignment)}
    lowered = [each for each in late if _lower(each, deadlines.terms_of(assignment, extensions.get(each.author_id)))]
    Submission.objects.bulk_update(lowered, ["days_late", "penalty"], batch_size=500)
    for submission in lowered:
        kept = Result.objects.filter(submission=submission, overridden=False)
        kept.update(points=F("score") * (100 - submission.penalty) / 100)
    authors = {each.author_id for each in lowered}
    for author in Grade.objects.filter(assignment=assignment, student__in=authors).values_list("student_id", flat=True):
        grades.refresh(assignment.pk, author)


def _lower(submission: Submission, terms: deadlines.Terms) -> bool:
    days = deadlines.days_late(terms.due_at, submission.created_at)
    penalty = deadlines.penalty(terms, days)
    before = (submission.days_late, submission.penalty)
    submission.days_late = min(days, submission.days_late)
    submission.penalty = min(penalty, submission.penalty)
    return (submission.days_late, submission.penalty) != before


def _told(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value not in (None, "", 0)}
