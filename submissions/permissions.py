"""What each role may do in a course. Everything that decides by who somebody is asks here."""

from enum import Enum, auto

from django.db.models import Exists, OuterRef, Q, QuerySet

from submissions.models import Assignment, Course, Enrolment, Submission, User

Role = Enrolment.Role


class Permission(Enum):
    SEE_CLASS = auto()
    """All submissions and grades of the course, what is hidden, and what is not published yet."""
    COMMENT = auto()
    OVERRIDE = auto()
    REGRADE = auto()
    MANAGE = auto()
    """Members, dates, extensions, publishing, settings, and the log of all that."""


EVERYTHING = frozenset(Permission)
GRANTED: dict[str, frozenset[Permission]] = {
    Role.INSTRUCTOR: EVERYTHING,
    Role.ASSISTANT: frozenset({Permission.SEE_CLASS, Permission.COMMENT, Permission.OVERRIDE}),
    Role.STUDENT: frozenset(),
}
STAFF = tuple(role for role, granted in GRANTED.items() if Permission.SEE_CLASS in granted)


def may(enrolment: Enrolment, permission: Permission) -> bool:
    return permission in GRANTED[enrolment.role]


def is_staff(enrolment: Enrolment) -> bool:
    return may(enrolment, Permission.SEE_CLASS)


def may_create_courses(user: User) -> bool:
    """Whom the site's owner has made staff."""
    return user.is_staff


def enrolment_of(user: User, course: Course) -> Enrolment | None:
    return Enrolment.objects.filter(user=user, course=course).first()


def visible_assignments(enrolment: Enrolment) -> QuerySet[Assignment]:
    """A student sees what is published, and of that everything; its dates say when it can be handed in."""
    assignments = Assignment.objects.filter(course=enrolment.course_id)
    return assignments if is_staff(enrolment) else assignments.filter(published=True)


def visible_submissions(user: User) -> QuerySet[Submission]:
    """One's own, as long as one is in the course, and those of all courses where one sees the class."""
    mine = Enrolment.objects.filter(user=user, course=OuterRef("assignment__course"))
    return Submission.objects.filter(Exists(mine), Q(author=user) | Exists(mine.filter(role__in=STAFF)))


def students(course: Course) -> QuerySet[Enrolment]:
    """The students of a course by name, each with their account."""
    found = Enrolment.objects.filter(course=course, role=Role.STUDENT).select_related("user")
    return found.order_by("user__last_name", "user__first_name", "user__username")
