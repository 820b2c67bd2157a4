"""Who may see what. What someone may not see does not exist for them, so all of this ends in Http404 and never in 403.

A student sees the published assignments of their courses and their own submissions; instructors and assistants see
everything in theirs.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from submissions.models import Assignment, Course, Enrolment, Submission, User

STAFF = (Enrolment.Role.INSTRUCTOR, Enrolment.Role.ASSISTANT)


def member(request: HttpRequest) -> User:
    """The person who is logged in; only for views that ask for a login."""
    if not isinstance(request.user, User):
        raise TypeError("nobody is logged in")
    return request.user


def is_staff(enrolment: Enrolment) -> bool:
    return enrolment.role in STAFF


def teaches(user: User, course: Course) -> bool:
    return Enrolment.objects.filter(user=user, course=course, role__in=STAFF).exists()


def enrolment_or_404(user: User, course: str) -> Enrolment:
    return get_object_or_404(Enrolment.objects.select_related("course", "user"), user=user, course__slug=course)


def visible_assignments(enrolment: Enrolment) -> QuerySet[Assignment]:
    assignments = Assignment.objects.filter(course=enrolment.course)
    return assignments if is_staff(enrolment) else assignments.filter(published=True)


def assignment_or_404(enrolment: Enrolment, slug: str) -> Assignment:
    ready = visible_assignments(enrolment).filter(current_revision__isnull=False)
    return get_object_or_404(ready.select_related("current_revision__assignment"), slug=slug)


def visible_submissions(user: User) -> QuerySet[Submission]:
    taught = Enrolment.objects.filter(user=user, role__in=STAFF).values("course")
    return Submission.objects.filter(Q(author=user) | Q(assignment__course__in=taught))


def submission_or_404(user: User, pk: UUID) -> Submission:
    return get_object_or_404(visible_submissions(user).select_related("author", "assignment__course"), pk=pk)
