"""Whether the checks of a revision can be trusted, and the publishing that depends on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from submissions import publishing, validations
from submissions.models import Assignment, Enrolment, Revision, ValidationRun
from submissions.publishing import Refused
from web import access, matrix
from web.access import Permission


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, course: str, assignment: str, number: int | None = None) -> HttpResponse:
    """A revision, at first the newest: what its validation found, or how far it is. A post starts it."""
    needed = Permission.MANAGE if request.method == "POST" else Permission.SEE_CLASS
    enrolment = access.enrolment_or_404(access.member(request), course, needed)
    found = access.assignment_or_404(enrolment, assignment)
    revision = revision_or_404(found, number)
    if request.method == "POST":
        validations.start(revision, enrolment.user)
        return redirect("validation-of", course, assignment, revision.number)
    run = ValidationRun.objects.filter(revision=revision).first()
    return render(request, "web/teach/validation.html", context(enrolment, found, revision, run))


@access.signed_in
@require_POST
def publish(request: HttpRequest, course: str, assignment: str, number: int) -> HttpResponse:
    enrolment = access.enrolment_or_404(access.member(request), course, Permission.MANAGE)
    revision = revision_or_404(access.assignment_or_404(enrolment, assignment), number)
    try:
        publishing.release(revision, enrolment.user)
        messages.success(request, f"Students now work on revision {number}.")
    except Refused as refused:
        messages.error(request, f"Not published. {refused}")
    return redirect("validation-of", course, assignment, number)


@access.signed_in
@require_POST
def hide(request: HttpRequest, course: str, assignment: str) -> HttpResponse:
    enrolment = access.enrolment_or_404(access.member(request), course, Permission.MANAGE)
    publishing.hide(access.assignment_or_404(enrolment, assignment), enrolment.user)
    messages.success(request, "Students no longer see it. What they handed in is kept.")
    return redirect("validation", course, assignment)


def revision_or_404(assignment: Assignment, number: int | None) -> Revision:
    if number is None:
        return publishing.newest(assignment)
    return get_object_or_404(
        Revision.objects.select_related("assignment__course"), assignment=assignment, number=number
    )


def context(
    enrolment: Enrolment, assignment: Assignment, revision: Revision, run: ValidationRun | None
) -> dict[str, object]:
    found = run.parsed() if run and run.finished else None
    return {
        "course": enrolment.course,
        "assignment": assignment,
        "revision": revision,
        "last": publishing.newest(assignment).number,
        "run": run,
        "found": found,
        "groups": matrix.groups(found) if found else [],
        "manages": access.may(enrolment, Permission.MANAGE),
    }
