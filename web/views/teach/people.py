"""The members of a course: who is in it as what, the links by which they come in, and the roster."""

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.views.decorators.http import require_POST, require_safe

from submissions import enrolment
from submissions.enrolment import LastInstructor
from submissions.models import Course, Enrolment, EnrolmentLink, User
from web import access
from web.access import Permission
from web.forms import LinkForm, RoleForm, sentences


@access.signed_in
@require_safe
def show(request: HttpRequest, course: str) -> HttpResponse:
    found = access.enrolment_or_404(access.member(request), course, Permission.MANAGE).course
    members = Enrolment.objects.filter(course=found).select_related("user").order_by("role", "user__username")
    context = {
        "course": found,
        "members": [(each, invitation(request, each)) for each in members],
        "roles": Enrolment.Role.choices,
        "links": [(link, join_address(request, link)) for link in open_links(found)],
        "link_form": LinkForm(),
    }
    return render(request, "web/teach/people.html", context)


@access.signed_in
@require_POST
def change_role(request: HttpRequest, course: str, user: int) -> HttpResponse:
    by, found = access.member(request), _member(request, course, user)
    form = RoleForm(request.POST)
    if form.is_valid() and form.cleaned_data["role"] != found.role:
        try:
            enrolment.change_role(found, form.cleaned_data["role"], by)
        except LastInstructor as refused:
            messages.error(request, str(refused))
    return _back(found.course)


@access.signed_in
@require_POST
def remove(request: HttpRequest, course: str, user: int) -> HttpResponse:
    found = _member(request, course, user)
    try:
        enrolment.remove(found, access.member(request))
    except LastInstructor as refused:
        messages.error(request, str(refused))
    return _back(found.course)


@access.signed_in
@require_POST
def create_link(request: HttpRequest, course: str) -> HttpResponse:
    found = access.enrolment_or_404(access.member(request), course, Permission.MANAGE)
    form = LinkForm(request.POST)
    if form.is_valid():
        enrolment.create_link(found.course, found.user, **form.cleaned_data)
    else:
        messages.error(request, sentences(form))
    return _back(found.course)


@access.signed_in
@require_POST
def revoke_link(request: HttpRequest, course: str, link: int) -> HttpResponse:
    found = access.enrolment_or_404(access.member(request), course, Permission.MANAGE)
    enrolment.revoke_link(get_object_or_404(EnrolmentLink, pk=link, course=found.course), found.user)
    return _back(found.course)


def open_links(course: Course) -> list[EnrolmentLink]:
    return list(EnrolmentLink.open_at(timezone.now()).filter(course=course))


def join_address(request: HttpRequest, link: EnrolmentLink) -> str:
    return request.build_absolute_uri(reverse("join", args=[link.token]))


def invitation(request: HttpRequest, enrolment: Enrolment) -> str | None:
    """Where the owner of an account that was made from this course's roster sets its first password."""
    user: User = enrolment.user
    if not enrolment.invited or user.has_usable_password():
        return None
    number = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("first-password", args=[number, default_token_generator.make_token(user)])
    return request.build_absolute_uri(path)


def _member(request: HttpRequest, course: str, user: int) -> Enrolment:
    found = access.enrolment_or_404(access.member(request), course, Permission.MANAGE).course
    return get_object_or_404(Enrolment.objects.select_related("course", "user"), course=found, user=user)


def _back(course: Course) -> HttpResponseRedirect:
    return redirect("people", course.slug)
