from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from submissions.models import Enrolment
from submissions.permissions import may_create_courses
from web import access
from web.work import of_courses


@access.signed_in
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """All courses of the person, each with its assignments."""
    user = access.member(request)
    enrolments = Enrolment.objects.filter(user=user).select_related("course").order_by("course__title")
    context = {"courses": of_courses(user, list(enrolments)), "may_create": may_create_courses(user)}
    return render(request, "web/home.html", context)
