"""Into a course by a link, with the account that one has or a new one."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from submissions import enrolment
from submissions.models import EnrolmentLink, User
from web.forms import SignUpForm


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    link = enrolment.open_link(token)
    if link is None:
        raise Http404
    if request.method != "POST":
        return page(request, link, SignUpForm())
    if isinstance(request.user, User):
        return entered(link, request.user)
    form = SignUpForm(request.POST)
    if not form.is_valid():
        return page(request, link, form, status=422)
    user = form.save()
    login(request, user)
    return entered(link, user)


def entered(link: EnrolmentLink, user: User) -> HttpResponse:
    enrolment.join(link, user)
    return redirect("course", link.course.slug)


def page(request: HttpRequest, link: EnrolmentLink, form: SignUpForm, *, status: int = 200) -> HttpResponse:
    return render(request, "web/join.html", {"course": link.course, "form": form}, status=status)
