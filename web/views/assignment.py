"""The task beside the form to hand it in, what was handed in before, and for those who teach, where each student is."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDictKeyError
from django.views.decorators.http import require_http_methods

from checks.intake import MAIN, MAX_BYTES, Rejected
from submissions import wording
from submissions.deadlines import Refused, Terms
from submissions.intake import current, student_terms, submit, what_counts
from submissions.models import Assignment, Enrolment, Submission, User
from submissions.trying import can_be_tried, visible_part
from web import access, markdown, progress, standing
from web.forms import HandInForm

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
        if access.is_in_place(request):
            return in_place(request, form, handed_in, staff=access.is_staff(enrolment))
        if handed_in is not None:
            return HttpResponseRedirect(reverse("submission", args=[handed_in.pk]), status=303)
    status = 422 if form.errors else 200
    return render(request, "web/assignment.html", context(enrolment, found, form), status=status)


def in_place(request: HttpRequest, form: HandInForm, handed_in: Submission | None, *, staff: bool) -> HttpResponse:
    """What takes the place of the last result in a page that stays open."""
    if handed_in is None:
        return render(request, "web/refused.html", {"form": form}, status=422)
    found = {"submission": handed_in, "status": progress.of(handed_in.pk, staff=staff), "once": uuid4()}
    return render(request, "web/handed_in.html", found)


def hand_in(form: HandInForm, author: User, assignment: Assignment) -> Submission | None:
    """None when the form then says what to change."""
    if not form.is_valid():
        return None
    try:
        said = form.cleaned_data
        return submit(author, assignment, form.files_handed_in(), once=said["once"], kind=said["kind"])
    except (Rejected, Refused) as refused:
        form.add_error(None, refused.message)
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
    student, staff, now = enrolment.user, access.is_staff(enrolment), timezone.now()
    own = Submission.objects.filter(assignment=assignment, author=student)
    submissions = standing.rows(own.order_by("-created_at")[:MOST_ROWS], staff=staff)
    terms = Terms() if staff else student_terms(student, assignment)
    verdict = what_counts(student, assignment, terms, now)
    return {
        "course": enrolment.course,
        "assignment": assignment,
        "task": markdown.render(current(assignment).parsed().readme, without_title=True),
        "rubric": visible_part(current(assignment).parsed()).checks,
        "form": form,
        "most_bytes": MAX_BYTES,
        "terms": terms,
        "verdict": verdict,
        "what_counts": wording.sentence(verdict, terms),
        "late_policy": wording.of_late(terms),
        "closing": wording.closing(terms),
        "can_try": verdict.reason != "not_open" and can_be_tried(assignment),
        "official": standing.that_counts(student, assignment, now, staff=staff) if submissions else None,
        "submissions": submissions[:SHOWN_ROWS],
        "earlier": submissions[SHOWN_ROWS:],
        "students": standing.of_students(assignment) if staff else None,
    }
