"""When an assignment opens, is due and closes, what counts, and who has more time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from submissions import policies
from submissions.models import Assignment, Extension, User
from web import access
from web.access import Permission
from web.forms import DatesForm, ExtensionForm, sentences


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, course: str, assignment: str) -> HttpResponse:
    user = access.member(request)
    found = managed(user, course, assignment)
    form = DatesForm(request.POST or None, instance=managed(user, course, assignment))
    if request.method == "POST" and form.is_valid():
        policies.change(found, form.cleaned_data, user)
        messages.success(request, "Saved.")
        return redirect("dates", course, assignment)
    extensions = Extension.objects.filter(assignment=found).select_related("student")
    context = {
        "course": found.course,
        "assignment": found,
        "form": form,
        "extensions": extensions,
        "extension_form": ExtensionForm(course=found.course),
        "zone": user.zone.key,
    }
    return render(request, "web/teach/dates.html", context, status=422 if form.errors else 200)


@access.signed_in
@require_POST
def extend(request: HttpRequest, course: str, assignment: str) -> HttpResponse:
    user = access.member(request)
    found = managed(user, course, assignment)
    form = ExtensionForm(request.POST, course=found.course)
    if form.is_valid():
        values = dict(form.cleaned_data)
        policies.extend(found, User.objects.get(pk=values.pop("student")), user, **values)
    else:
        messages.error(request, sentences(form))
    return redirect("dates", course, assignment)


@access.signed_in
@require_POST
def withdraw(request: HttpRequest, course: str, assignment: str, extension: int) -> HttpResponse:
    user = access.member(request)
    found = managed(user, course, assignment)
    policies.withdraw(get_object_or_404(Extension, pk=extension, assignment=found), user)
    return redirect("dates", course, assignment)


def managed(user: User, course: str, assignment: str) -> Assignment:
    return access.assignment_or_404(access.enrolment_or_404(user, course, Permission.MANAGE), assignment)
