"""Students by assignments, in a number of queries that grows with neither."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from submissions.models import Assignment, Course, Enrolment, Grade
from submissions.permissions import students

STUDENTS_A_PAGE = 100


@dataclass(frozen=True)
class Filters:
    """``missing``: the slug of an assignment to which nothing was handed in."""

    text: str = ""
    section: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Line:
    """A student with their grades in the order of the assignments; None where nothing was handed in."""

    enrolment: Enrolment
    grades: tuple[Grade | None, ...]

    @property
    def total(self) -> float:
        return sum(grade.points or 0 for grade in self.grades if grade)


@dataclass(frozen=True)
class Gradebook:
    assignments: Sequence[Assignment]
    lines: tuple[Line, ...]


def page(course: Course, filters: Filters, number: str | int | None) -> tuple[Page[Enrolment], Gradebook]:
    """One page of the students that the filters leave. Four queries."""
    found = Paginator(matching(course, filters), STUDENTS_A_PAGE).get_page(number)
    return found, of(course, list(found.object_list))


def of(course: Course, enrolments: Sequence[Enrolment]) -> Gradebook:
    """Two queries."""
    assignments = list(Assignment.objects.filter(course=course).order_by("position", "slug"))
    chosen = [each.user_id for each in enrolments]
    grades = Grade.objects.filter(assignment__course=course, student__in=chosen)
    by_place = {(each.student_id, each.assignment_id): each for each in grades}
    lines = (
        Line(each, tuple(by_place.get((each.user_id, assignment.pk)) for assignment in assignments))
        for each in enrolments
    )
    return Gradebook(assignments, tuple(lines))


def matching(course: Course, filters: Filters) -> QuerySet[Enrolment]:
    found = students(course)
    for word in filters.text.split():
        names = ("username", "first_name", "last_name", "email")
        found = found.filter(_any(names, word))
    if filters.section:
        found = found.filter(section=filters.section)
    if filters.missing:
        handed_in = Grade.objects.filter(student=OuterRef("user"), assignment__course=course)
        found = found.exclude(Exists(handed_in.filter(assignment__slug=filters.missing)))
    return found


def sections(course: Course) -> list[str]:
    named = students(course).exclude(section="").order_by("section")
    return list(named.values_list("section", flat=True).distinct())


def _any(names: Sequence[str], word: str) -> Q:
    found = Q()
    for name in names:
        found |= Q(**{f"user__{name}__icontains": word})
    return found
