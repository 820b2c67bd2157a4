"""What changed between two attempts: the checks beside the lines."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from checks.render.difference import Version, listing
from checks.render.findings import note
from checks.render.page import Page
from checks.render.words import errors
from checks.report import Report
from submissions import comparing
from submissions.comparing import changed_files
from submissions.models import Submission
from submissions.reading import reader_of, report_of
from submissions.visibility import Reader
from web import access

MOST_CHOICES = 100


@dataclass(frozen=True)
class FileChange:
    path: str
    word: str
    listing: SafeString


@access.signed_in
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From ``?since=``, another submission of the same student to the same assignment, or else from the one before."""
    user = access.member(request)
    submission = access.submission_or_404(user, pk)
    reader = reader_of(submission, user, timezone.now())
    context = {
        "submission": submission,
        "assignment": submission.assignment,
        "course": submission.assignment.course,
        "mine": submission.author_id == user.pk,
        "choices": comparing.others(submission).defer("files")[:MOST_CHOICES],
    }
    other = chosen(request, submission)
    if other is not None:
        before, after = sorted((other, submission), key=lambda each: each.created_at)
        context |= between(before, after, reader)
    return render(request, "web/changes.html", context)


def between(before: Submission, after: Submission, reader: Reader) -> dict[str, Any]:
    was, now = (report_of(each, reader) for each in (before, after))
    return {
        "before": before,
        "after": after,
        "reports": (was, now),
        "checks": comparing.check_changes(was, now) if was and now else [],
        "files": list(file_changes(before, after, was, now)),
    }


def chosen(request: HttpRequest, submission: Submission) -> Submission | None:
    others = comparing.others(submission)
    if "since" not in request.GET:
        return comparing.graded_before(submission).first() or others.first()
    try:
        found = others.filter(pk=request.GET["since"]).first()
    except ValidationError:
        found = None
    if found is None:
        raise Http404
    return found


def file_changes(before: Submission, after: Submission, was: Report | None, now: Report | None) -> Iterator[FileChange]:
    old_notes, new_notes = notes(was), notes(now)
    for path, old, new in changed_files(before, after):
        word = "added" if old is None else "removed" if new is None else "changed"
        versions = Version(old or "", old_notes[path]), Version(new or "", new_notes[path])
        # Everything in it is escaped by checks.render.
        yield FileChange(path, word, mark_safe(listing(*versions)))  # noqa: S308


def notes(report: Report | None) -> dict[str, dict[int, str]]:
    """What was found, drawn, by path and line."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    if report is None:
        return found
    page = Page(report, {}, reverse("home"), explains=False)
    for finding in (*errors(report), *report.advice):
        if finding.path and finding.line:
            drawn = found[finding.path].get(finding.line, "") + note(finding, page)
            found[finding.path][finding.line] = drawn
    return found
