"""Pages are there for those whom they concern, by submissions.permissions.

What someone may not see does not exist for them, so all of this ends in Http404 and never in 403.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from submissions.models import Assignment, Course, Enrolment, Submission, User
from submissions.permissions import (
    STAFF,
    Permission,
    enrolment_of,
    is_staff,
    may,
    visible_assignments,
    visible_submissions,
)

__all__ = ["Permission", "is_staff", "may", "visible_assignments", "visible_submissions"]

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in(view: View[P]) -> View[P]:
    """A page for people with an account, with its times as they are on the reader's clock."""

    @wraps(view)
    def on_their_clock(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with timezone.override(member(request).zone):
            return view(request, *args, **kwargs)

    asks_for_login = login_required(on_their_clock)

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_in_place(request) and not request.user.is_authenticated:
            return HttpResponse(status=204, headers={"HX-Redirect": request.get_full_path()})  # which asks for a login
        return asks_for_login(request, *args, **kwargs)

    return page


def is_in_place(request: HttpRequest) -> bool:
    """Whether the answer is a part of a page that stays open, rather than a page."""
    return "HX-Request" in request.headers


def member(request: HttpRequest) -> User:
    """The person who is logged in; only for views that ask for a login."""
    if not isinstance(request.user, User):
        raise TypeError("nobody is logged in")
    return request.user


def enrolment_or_404(user: User, course: str, permission: Permission | None = None) -> Enrolment:
    """Who the user is in the course, if that may do what the page is for."""
    found = get_object_or_404(Enrolment.objects.select_related("course", "user"), user=user, course__slug=course)
    if permission is not None and not may(found, permission):
        raise Http404
    return found


def teaches(user: User, course: Course) -> bool:
    return Enrolment.objects.filter(user=user, course=course, role__in=STAFF).exists()


def assignment_or_404(enrolment: Enrolment, slug: str) -> Assignment:
    ready = visible_assignments(enrolment).filter(current_revision__isnull=False)
    return get_object_or_404(ready.select_related("current_revision__assignment", "course"), slug=slug)


def submission_or_404(user: User, pk: UUID, permission: Permission | None = None) -> Submission:
    found = get_object_or_404(_with_course(visible_submissions(user)), pk=pk)
    if permission is not None:
        enrolment = enrolment_of(user, found.assignment.course)
        if enrolment is None or not may(enrolment, permission):
            raise Http404
    return found


def _with_course(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    return submissions.select_related("author", "assignment__course")
