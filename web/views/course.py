from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from web import access
from web.work import of_courses


@login_required
@require_safe
def show(request: HttpRequest, course: str) -> HttpResponse:
    user = access.member(request)
    [(found, work)] = of_courses(user, [access.enrolment_or_404(user, course)])
    return render(request, "web/course.html", {"course": found, "work": work})
