"""Grading again: what is to be graded, the difference that it makes, and whether it is made official."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from submissions import regrading
from submissions.models import Assignment, Regrade, User
from web import access
from web.access import Permission
from web.forms import RegradeForm

ROWS_A_PAGE = 100


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, course: str, assignment: str) -> HttpResponse:
    user = access.member(request)
    found = regraded(user, course, assignment)
    form = RegradeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        regrade = regrading.start(found, form.cleaned_data["which"], user)
        return redirect("regrade", course, assignment, regrade.pk)
    regrades = Regrade.objects.filter(assignment=found).select_related("revision", "created_by")[:ROWS_A_PAGE]
    context = {"course": found.course, "assignment": found, "form": form, "regrades": regrades, "manages": True}
    return render(request, "web/teach/regrades.html", context, status=422 if form.errors else 200)


@access.signed_in
@require_safe
def show(request: HttpRequest, course: str, assignment: str, pk: int) -> HttpResponse:
    found = regraded(access.member(request), course, assignment)
    regrade = get_object_or_404(Regrade.objects.select_related("revision"), pk=pk, assignment=found)
    differences = regrading.differences(regrade)
    context = {
        "course": found.course,
        "assignment": found,
        "regrade": regrade,
        "left": sum(each.waiting for each in differences),
        "changed": sum(each.changed for each in differences),
        "page": Paginator(differences, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "manages": True,
    }
    return render(request, "web/teach/regrade.html", context)


@access.signed_in
@require_POST
def decide(request: HttpRequest, course: str, assignment: str, pk: int) -> HttpResponse:
    user = access.member(request)
    found = regraded(user, course, assignment)
    regrade = get_object_or_404(Regrade, pk=pk, assignment=found)
    decisions = {"accept": regrading.accept, "drop": regrading.drop}
    decision = decisions.get(request.POST.get("decision", ""))
    if decision is None or not decision(regrade, user):
        messages.error(request, "It is not finished, or somebody has decided already. Nothing was changed.")
    return redirect("regrade", course, assignment, pk)


def regraded(user: User, course: str, assignment: str) -> Assignment:
    return access.assignment_or_404(access.enrolment_or_404(user, course, Permission.REGRADE), assignment)
