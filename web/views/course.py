from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from web import access
from web.access import Permission
from web.work import of_courses


@access.signed_in
@require_safe
def show(request: HttpRequest, course: str) -> HttpResponse:
    user = access.member(request)
    enrolment = access.enrolment_or_404(user, course)
    [(found, work)] = of_courses(user, [enrolment])
    context = {
        "course": found,
        "work": work,
        "teaches": access.is_staff(enrolment),
        "manages": access.may(enrolment, Permission.MANAGE),
    }
    return render(request, "web/course.html", context)
