"""The task beside the form to hand it in, what was handed in before, and for those who teach, where each student is."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.views.decorators.http import require_http_methods

from checks.intake import MAIN, Rejected
from submissions.intake import current, submit
from submissions.models import Assignment, Enrolment, Submission, User
from web import access, markdown, standing
from web.forms import HandInForm
from web.work import best_score

# What a page shows at once, and what it can unfold; still older ones keep their own addresses.
SHOWN_ROWS, MOST_ROWS = 8, 100


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, course: str, assignment: str) -> HttpResponse:
    enrolment = access.enrolment_or_404(access.member(request), course)
    found = access.assignment_or_404(enrolment, assignment)
    start = prefilled(request, found)
    form = HandInForm(prefilled=start)
    if request.method == "POST":
        form = HandInForm(request.POST, request.FILES, prefilled=start)  # bound also where nothing came that it knows
        handed_in = hand_in(form, enrolment.user, found)
        if handed_in is not None:
            return HttpResponseRedirect(reverse("submission", args=[handed_in.pk]), status=303)
    status = 422 if form.errors else 200
    return render(request, "web/assignment.html", context(enrolment, found, form), status=status)


def hand_in(form: HandInForm, author: User, assignment: Assignment) -> Submission | None:
    """None when the form then says what to change."""
    if not form.is_valid():
        return None
    try:
        return submit(author, assignment, form.files_handed_in(), once=form.cleaned_data["once"])
    except Rejected as rejected:
        form.add_error(None, rejected.message)
        return None


def prefilled(request: HttpRequest, assignment: Assignment) -> str:
    """The own submission that ``?from=`` names, to go on with; else what the assignment starts from."""
    own = Submission.objects.filter(assignment=assignment, author=access.member(request))
    try:
        earlier = own.filter(pk=request.GET["from"]).first()
    except (MultiValueDictKeyError, ValidationError):
        earlier = None
    return earlier.files.get(MAIN, "") if earlier else current(assignment).parsed().starter or ""


def context(enrolment: Enrolment, assignment: Assignment, form: HandInForm) -> dict[str, Any]:
    own = Submission.objects.filter(assignment=assignment, author=enrolment.user)
    submissions = standing.rows(own.order_by("-created_at")[:MOST_ROWS])
    return {
        "course": enrolment.course,
        "assignment": assignment,
        "task": markdown.render(current(assignment).parsed().readme, without_title=True),
        "form": form,
        "best": best_score(enrolment.user, assignment),
        "submissions": submissions[:SHOWN_ROWS],
        "earlier": submissions[SHOWN_ROWS:],
        "students": standing.of_students(assignment) if access.is_staff(enrolment) else None,
    }
