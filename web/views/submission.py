from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

import checks.report
from checks.intake import MAIN
from checks.render import html
from checks.render import render as rendered
from checks.render.page import Given, Page, Remark
from submissions import wording
from submissions.comparing import since
from submissions.models import Report, Submission, User
from submissions.reading import Shown, reader_of, shown
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
    found = result(submission, reader, beside_editor="beside" in request.GET)
    mine = submission.author_id == access.member(request).pk
    return render(request, "web/result.html", {"submission": submission, "mine": mine, **found})


@access.signed_in
@require_safe
def as_json(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report as a file, without what its reader may not see."""
    submission, reader = read(request, pk)
    report = shown_or_404(submission, reader).report
    return download(rendered(report, "json"), f"report-{pk}.json", "application/json")


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


def shown_or_404(submission: Submission, reader: Reader) -> Shown:
    found = shown(submission, reader)
    if found is None:
        raise Http404
    return found


def result(submission: Submission, reader: Reader, *, beside_editor: bool = False) -> dict[str, Any]:
    """``beside_editor`` leaves the code out, and says what to mark in the editor that shows it."""
    found = shown_or_404(submission, reader)
    stored = found.stored
    return {
        # Everything in it is escaped by checks.render.html.
        "report": mark_safe(  # noqa: S308
            html.fragment(
                Page(found.report, submission.files, reverse("home"), remarks(found), given(found)),
                listing=not beside_editor,
            )
        ),
        "marks": marks(found.report) if beside_editor else None,
        "more_is_checked": not found.complete,
        "since": since(submission, found.report, reader),
        "overrides": found.overrides,
        "comments": found.comments,
        "staff": reader.staff,
        "checks": found.report.checks,
        "refunded": submission.kind == Submission.Kind.SUBMIT and not submission.counts,
        "is_try": submission.kind == Submission.Kind.TRY,
        "revision": stored.attempt.revision.number,
        "reference": stored.attempt.reference if stored.status in NOT_THE_STUDENTS_FAULT else None,
        "detail": found.detail,
    }


def remarks(found: Shown) -> tuple[Remark, ...]:
    """What was said of lines."""
    said = [comment for comment in found.comments if comment.line]
    return tuple(Remark(each.path, each.line or 0, name(each.author), each.text) for each in said)


def given(found: Shown) -> dict[str, Given]:
    """The points that people gave, by check."""
    return {each.check_id: Given(each.points, name(each.author), each.reason) for each in found.overrides}


def name(author: User | None) -> str:
    return author.shown_name if author else "somebody"


def marks(report: checks.report.Report) -> list[dict[str, Any]]:
    """The findings in the file that the editor shows."""
    found = [finding for check in report.checks for finding in check.findings] + list(report.advice)
    return [finding.model_dump(mode="json") for finding in found if finding.path == MAIN]


def download(text: str, name: str, kind: str) -> HttpResponse:
    """Never shown in place: what a student wrote is no page of this site."""
    response = HttpResponse(text, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
