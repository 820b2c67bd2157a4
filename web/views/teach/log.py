from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from submissions.models import Event
from web import access
from web.access import Permission

EVENTS_A_PAGE = 100


@access.signed_in
@require_safe
def show(request: HttpRequest, course: str) -> HttpResponse:
    """Who changed what in the course, the newest first."""
    found = access.enrolment_or_404(access.member(request), course, Permission.MANAGE).course
    events = Event.objects.filter(course=found).select_related("assignment", "student")
    page = Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "web/teach/log.html", {"course": found, "page": page})
