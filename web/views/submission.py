from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

import checks.report
from checks.render import html
from submissions.models import Report, Submission, User
from web import access, progress

NOT_THE_STUDENTS_FAULT = (Report.Status.INSTRUCTOR_ERROR, Report.Status.PLATFORM_ERROR)


@access.signed_in
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What became of a submission so far; the page follows it until its report is there."""
    user = access.member(request)
    submission = access.submission_or_404(user, pk)
    status = progress.of(pk)
    context = {
        "submission": submission,
        "assignment": submission.assignment,
        "course": submission.assignment.course,
        "mine": submission.author_id == user.pk,
        "status": status,
        **(result(submission, user) if status.finished else {}),
    }
    return render(request, "web/submission.html", context)


@access.signed_in
@require_safe
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report alone, for a page that is open already."""
    user = access.member(request)
    return render(request, "web/result.html", result(access.submission_or_404(user, pk), user))


def result(submission: Submission, reader: User) -> dict[str, Any]:
    stored = Report.objects.filter(submission=submission, official=True).select_related("attempt").first()
    if stored is None:
        raise Http404
    full = stored.parsed()
    teaches = access.teaches(reader, submission.assignment.course)
    shown = full if teaches else without_hidden_checks(full)
    return {
        # Everything in it is escaped by checks.render.html.
        "report": mark_safe(html.fragment(shown, submission.files, rules_url=reverse("home"))),  # noqa: S308
        "not_shown": len(full.checks) - len(shown.checks),
        "reference": stored.attempt.reference if stored.status in NOT_THE_STUDENTS_FAULT else None,
        "detail": full.fault.detail if full.fault and teaches else None,
    }


def without_hidden_checks(full: checks.report.Report) -> checks.report.Report:
    """What a student may read; the points are those of the checks that are shown."""
    shown = tuple(check for check in full.checks if check.visibility == "visible")
    if len(shown) == len(full.checks):
        return full
    score, most = sum(check.points for check in shown), sum(check.max_points for check in shown)
    return full.model_copy(update={"checks": shown, "score": score, "max_score": most})
