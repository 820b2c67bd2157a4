from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from submissions import policies
from web import access
from web.access import Permission
from web.forms import CourseForm


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, course: str) -> HttpResponse:
    """What a course is called."""
    enrolment = access.enrolment_or_404(access.member(request), course, Permission.MANAGE)
    form = CourseForm(request.POST or None, initial={"title": enrolment.course.title})
    if request.method == "POST" and form.is_valid():
        policies.rename(enrolment.course, form.cleaned_data["title"], enrolment.user)
        messages.success(request, "Saved.")
        return redirect("settings", course)
    context = {"course": enrolment.course, "form": form}
    return render(request, "web/teach/settings.html", context, status=422 if form.errors else 200)
