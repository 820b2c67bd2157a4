"""The assignments of courses, each with where the person who reads, or the class that they teach, stands in it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from submissions.models import Assignment, Course, Enrolment, Report, Submission, User
from web import access
from web.standing import NOT_STARTED, Row, Score, Status, rows


@dataclass(frozen=True)
class Work:
    assignment: Assignment
    status: Status
    best: Score | None = None


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
    own = Submission.objects.filter(author=user, assignment=OuterRef("pk")).order_by("-created_at")
    graded = best_reports(user).filter(submission__assignment=OuterRef("pk"))
    found: list[Any] = list(
        assignments.annotate(
            last=Subquery(own.values("pk")[:1]),
            points=Subquery(graded.values("score")[:1]),
            of=Subquery(graded.values("max_score")[:1]),
        )
    )
    last = {row.submission.pk: row for row in rows(Submission.objects.filter(pk__in=[each.last for each in found]))}
    return [_own_work(each, last.get(each.last)) for each in found]


def of_class(assignments: QuerySet[Assignment]) -> list[Work]:
    """What those who teach see: how many students have handed in. One query."""
    is_student = Q(
        submissions__author__enrolments__role=Enrolment.Role.STUDENT,
        submissions__author__enrolments__course=F("course"),
    )
    found = assignments.annotate(authors=Count("submissions__author", filter=is_student, distinct=True))
    return [Work(each, _turnout(each)) for each in found]


def best_reports(user: User) -> QuerySet[Report]:
    """The graded official reports of one student, best first."""
    graded = Report.objects.filter(submission__author=user, official=True, status=Report.Status.GRADED)
    return graded.order_by("-score", "created_at")


def best_score(user: User, assignment: Assignment) -> Score | None:
    best = best_reports(user).filter(submission__assignment=assignment).values_list("score", "max_score").first()
    return Score(*best) if best else None


def _own_work(found: Any, last: Row | None) -> Work:
    """What is on its way is said first, then the best that there is: a worse one after it takes nothing away."""
    best = Score(found.points, found.of) if found.points is not None else None
    if last is None:
        return Work(found, NOT_STARTED)
    return Work(found, last.status if last.status.tone == "busy" or best is None else best.status, best)


def _turnout(found: Any) -> Status:
    return Status(f"{found.authors} handed in" if found.published else "Not published", "none")
