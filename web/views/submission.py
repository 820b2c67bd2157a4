from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from submissions.models import Report, Submission
from web import access, progress


@login_required
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
        **(result(submission) if status.finished else {}),
    }
    return render(request, "web/submission.html", context)


@login_required
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report alone, for a page that is open already."""
    submission = access.submission_or_404(access.member(request), pk)
    return render(request, "web/result.html", result(submission))


def result(submission: Submission) -> dict[str, Any]:
    from checks.render import html

    found = Report.objects.filter(submission=submission, official=True).select_related("attempt").first()
    if found is None:
        raise Http404
    return {"found": found, "report": html.fragment(found.parsed(), submission.files)}
