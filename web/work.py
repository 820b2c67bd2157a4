"""The assignments of courses, each with where the person who reads, or the class that they teach, stands in it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from submissions.models import Assignment, Course, Enrolment, Submission, User
from submissions.reading import due_of, official, own_last
from web import access
from web.standing import NOT_STARTED, Row, Score, Status, rows


@dataclass(frozen=True)
class Work:
    """``best``: the score of the submission that counts. ``due``: the date that holds for who reads."""

    assignment: Assignment
    status: Status
    best: Score | None = None
    due: datetime | None = None


def of_courses(user: User, enrolments: Sequence[Enrolment]) -> list[tuple[Course, list[Work]]]:
    """Three queries, however many courses and assignments."""
    taught = [each.course for each in enrolments if access.is_staff(each)]
    attended = [each.course for each in enrolments if not access.is_staff(each)]
    in_class = of_class(Assignment.objects.filter(course__in=taught)) if taught else []
    own = of_student(user, Assignment.objects.filter(course__in=attended, published=True)) if attended else []
    work = defaultdict(list)
    for item in in_class + own:
        work[item.assignment.course_id].append(item)
    return [(each.course, work[each.course.pk]) for each in enrolments]


def of_student(user: User, assignments: QuerySet[Assignment]) -> list[Work]:
    """Two queries, however many assignments."""
    standing = official(due_of(user, assignments), user, timezone.now(), staff=False)
    found: list[Any] = list(standing.annotate(last=own_last(user)))
    wanted = {pk for each in found for pk in (each.last, each.official) if pk}
    known = {row.submission.pk: row for row in rows(Submission.objects.filter(pk__in=wanted), staff=False)}
    return [_own_work(each, known.get(each.last), known.get(each.official)) for each in found]


def of_class(assignments: QuerySet[Assignment]) -> list[Work]:
    """What those who teach see: how many students have handed in. One query."""
    is_student = Q(
        submissions__kind=Submission.Kind.SUBMIT,
        submissions__author__enrolments__role=Enrolment.Role.STUDENT,
        submissions__author__enrolments__course=F("course"),
    )
    found = assignments.annotate(authors=Count("submissions__author", filter=is_student, distinct=True))
    return [Work(each, _turnout(each), due=each.due_at) for each in found]


def _own_work(found: Any, last: Row | None, official: Row | None) -> Work:
    """What is on its way is said first, then what counts: a worse one after the best takes nothing away."""
    if last is None:
        return Work(found, NOT_STARTED, due=found.own_due)
    shown = last if last.status.tone == "busy" or official is None else official
    return Work(found, shown.status, official.score if official else None, found.own_due)


def _turnout(found: Any) -> Status:
    return Status(f"{found.authors} handed in" if found.published else "Not published", "none")
