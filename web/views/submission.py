from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from checks.render import html
from checks.render import render as rendered
from submissions import visibility, wording
from submissions.models import Report, Submission
from submissions.reading import reader_of
from submissions.visibility import Reader
from web import access, progress

NOT_THE_STUDENTS_FAULT = (Report.Status.INSTRUCTOR_ERROR, Report.Status.PLATFORM_ERROR)


@access.signed_in
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What became of a submission so far; the page follows it until its report is there."""
    submission, reader = read(request, pk)
    status = progress.of(pk, staff=reader.staff)
    context = {
        "submission": submission,
        "assignment": submission.assignment,
        "course": submission.assignment.course,
        "mine": submission.author_id == access.member(request).pk,
        "late": wording.lateness(submission.days_late, submission.penalty) if submission.days_late else "",
        "status": status,
        **(result(submission, reader) if status.finished else {}),
    }
    return render(request, "web/submission.html", context)


@access.signed_in
@require_safe
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report alone, for a page that is open already."""
    submission, reader = read(request, pk)
    return render(request, "web/result.html", {"submission": submission, **result(submission, reader)})


@access.signed_in
@require_safe
def as_json(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report as a file, without what its reader may not see."""
    submission, reader = read(request, pk)
    shown = visibility.shown(official(submission).parsed(), reader)
    return download(rendered(shown, "json"), f"report-{pk}.json", "application/json")


@access.signed_in
@require_safe
def source(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """One of the files that were handed in, as a file."""
    submission, _ = read(request, pk)
    if name not in submission.files:
        raise Http404
    return download(submission.files[name], name.rpartition("/")[2], "text/plain; charset=utf-8")


def read(request: HttpRequest, pk: UUID) -> tuple[Submission, Reader]:
    user = access.member(request)
    submission = access.submission_or_404(user, pk)
    return submission, reader_of(submission, user, timezone.now())


def official(submission: Submission) -> Report:
    stored = Report.objects.filter(submission=submission, official=True)
    found = stored.select_related("attempt__revision").first()
    if found is None:
        raise Http404
    return found


def result(submission: Submission, reader: Reader) -> dict[str, Any]:
    stored = official(submission)
    full = stored.parsed()
    shown = visibility.shown(full, reader)
    return {
        # Everything in it is escaped by checks.render.html.
        "report": mark_safe(html.fragment(shown, submission.files, rules_url=reverse("home"))),  # noqa: S308
        "more_is_checked": len(shown.checks) < len(full.checks),
        "refunded": submission.kind == Submission.Kind.SUBMIT and not submission.counts,
        "is_try": submission.kind == Submission.Kind.TRY,
        "revision": stored.attempt.revision.number,
        "reference": stored.attempt.reference if stored.status in NOT_THE_STUDENTS_FAULT else None,
        "detail": full.fault.detail if full.fault and reader.staff else None,
    }


def download(text: str, name: str, kind: str) -> HttpResponse:
    """Never shown in place: what a student wrote is no page of this site."""
    response = HttpResponse(text, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
