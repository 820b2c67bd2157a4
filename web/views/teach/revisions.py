from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from submissions import publishing, revisions
from submissions.models import Revision
from web import access
from web.access import Permission


@access.signed_in
@require_safe
def show(request: HttpRequest, course: str, assignment: str, number: int | None = None) -> HttpResponse:
    """The revisions of an assignment, and what one of them, at first the newest, changed in the one before."""
    enrolment = access.enrolment_or_404(access.member(request), course, Permission.SEE_CLASS)
    found = access.assignment_or_404(enrolment, assignment)
    every = Revision.objects.filter(assignment=found).select_related("created_by", "validation")
    chosen = get_object_or_404(Revision, assignment=found, number=number) if number else publishing.newest(found)
    context = {
        "course": enrolment.course,
        "assignment": found,
        "revisions": every.defer("bundle", "validation__result").order_by("-number"),
        "chosen": chosen,
        "changes": revisions.difference(revisions.previous(chosen), chosen),
        "manages": access.may(enrolment, Permission.MANAGE),
    }
    return render(request, "web/teach/revisions.html", context)
