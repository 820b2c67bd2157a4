"""A class list is uploaded or pasted, looked at as a plan, then carried out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from submissions import enrolling, roster
from submissions.csvfiles import Unreadable
from submissions.enrolling import NotAsPlanned
from submissions.models import Enrolment
from submissions.roster import Plan
from web import access
from web.access import Permission
from web.forms import RosterForm


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, course: str) -> HttpResponse:
    """Without ``digest`` a post shows what would happen; with it, that happens."""
    found = access.enrolment_or_404(access.member(request), course, Permission.MANAGE)
    if request.method != "POST":
        return page(request, found, RosterForm())
    form = RosterForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, found, form, status=422)
    text = form.cleaned_data["text"]
    try:
        if digest := form.cleaned_data["digest"]:
            return done(request, found, enrolling.carry_out(found.course, text, digest, found.user))
        plan = roster.plan(found.course, text)
    except Unreadable as error:
        form.add_error(None, str(error))
        return page(request, found, form, status=422)
    except NotAsPlanned as changed:
        form.add_error(None, str(changed))
        plan = changed.plan
    return page(request, found, form, plan, text, status=422 if plan.problems or form.errors else 200)


def page(
    request: HttpRequest,
    enrolment: Enrolment,
    form: RosterForm,
    plan: Plan | None = None,
    text: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"course": enrolment.course, "form": form, "plan": plan, "text": text}
    return render(request, "web/teach/roster.html", context, status=status)


def done(request: HttpRequest, enrolment: Enrolment, plan: Plan) -> HttpResponse:
    counts = [f"{number} {kind}" for kind, number in sorted(plan.counts.items())]
    messages.success(request, f"Imported: {', '.join(counts) or 'nobody'}.")
    return redirect("people", enrolment.course.slug)
