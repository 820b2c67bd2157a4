"""New courses and assignments, and the way of an assignment in and out as a zip file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from checks.assignment import AssignmentError
from checks.assignment.archive import pack
from submissions import publishing, starting
from submissions.models import Revision
from submissions.permissions import may_create_courses
from submissions.publishing import Overtaken, Taken
from web import access
from web.access import Permission
from web.forms import ImportForm, NewAssignmentForm, NewCourseForm


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def course(request: HttpRequest) -> HttpResponse:
    user = access.member(request)
    if not may_create_courses(user):
        raise Http404
    form = NewCourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = starting.create_course(form.cleaned_data["slug"], form.cleaned_data["title"], user)
            return redirect("course", made.slug)
        except Taken as taken:
            form.add_error("slug", str(taken))
    return render(request, "web/teach/new_course.html", {"form": form}, status=422 if form.errors else 200)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, course: str) -> HttpResponse:
    enrolment = access.enrolment_or_404(access.member(request), course, Permission.MANAGE)
    sent = request.method == "POST"
    form = NewAssignmentForm(request.POST if sent else None, request.FILES if sent else None, user=enrolment.user)
    if sent and form.is_valid():
        values = form.cleaned_data
        try:
            made = publishing.create(enrolment.course, values["slug"], values["files"], enrolment.user)
            return redirect("edit", course, made.slug)
        except Taken as taken:
            form.add_error("slug", str(taken))
        except AssignmentError as error:
            form.add_error(None, str(error))
    context = {"course": enrolment.course, "form": form}
    return render(request, "web/teach/new_assignment.html", context, status=422 if form.errors else 200)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def import_folder(request: HttpRequest, course: str, assignment: str) -> HttpResponse:
    """An uploaded folder as a new revision."""
    enrolment = access.enrolment_or_404(access.member(request), course, Permission.MANAGE)
    found = access.assignment_or_404(enrolment, assignment)
    last = publishing.newest(found)
    sent = request.method == "POST"
    form = ImportForm(request.POST if sent else None, request.FILES if sent else None, initial={"base": last.number})
    if sent and form.is_valid():
        base = get_object_or_404(Revision, assignment=found, number=form.cleaned_data["base"])
        try:
            saved = publishing.save(found, form.cleaned_data["files"], base, enrolment.user)
        except AssignmentError as error:
            form.add_error(None, str(error))
        except Overtaken as overtaken:
            said = (
                f"Revision {overtaken.newest.number} was saved meanwhile and changed {', '.join(overtaken.paths)} too."
            )
            form.add_error(None, f"{said} Nothing was imported: look at it under Revisions, then open this page again.")
        else:
            messages.success(request, f"Revision {saved.number} is what was in the file.")
            return redirect("revision", course, assignment, saved.number)
    context = {"course": enrolment.course, "assignment": found, "form": form, "last": last, "manages": True}
    return render(request, "web/teach/import.html", context, status=422 if form.errors else 200)


@access.signed_in
@require_safe
def export(request: HttpRequest, course: str, assignment: str, number: int) -> HttpResponse:
    """The folder as it was in one revision."""
    enrolment = access.enrolment_or_404(access.member(request), course, Permission.SEE_CLASS)
    revision = get_object_or_404(Revision, assignment=access.assignment_or_404(enrolment, assignment), number=number)
    response = HttpResponse(pack(revision.files), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{assignment}.zip"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
