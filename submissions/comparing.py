"""What changed from one submission to another of the same student, as far as their reader may see both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from checks.report import CheckResult, Report
from submissions.models import Submission
from submissions.reading import report_of
from submissions.visibility import Reader


@dataclass(frozen=True)
class CheckChange:
    """A check in both reports; None where the one does not have it, or its reader may not see it there."""

    before: CheckResult | None
    after: CheckResult | None

    @property
    def title(self) -> str:
        check = self.after or self.before
        return check.title if check else ""

    @property
    def turn(self) -> str:
        """In words; empty where nothing changed."""
        if self.before is None:
            return "is new"
        if self.after is None:
            return "is gone"
        if self.before.outcome != self.after.outcome:
            if self.after.outcome == "passed":
                return "now passes"
            return "no longer passes" if self.before.outcome == "passed" else f"is now {self.after.outcome}"
        return "has other points" if self.before.points != self.after.points else ""


@dataclass(frozen=True)
class Since:
    """``changes``: only the checks that changed."""

    earlier: Submission
    changes: Sequence[CheckChange]


def check_changes(before: Report, after: Report) -> list[CheckChange]:
    """Every check of either, in the order of the later report."""
    was = {check.id: check for check in before.checks}
    now = {check.id for check in after.checks}
    changes = [CheckChange(was.get(check.id), check) for check in after.checks]
    return changes + [CheckChange(check, None) for check in before.checks if check.id not in now]


def since(submission: Submission, report: Report, reader: Reader) -> Since | None:
    """What changed since the last one that was graded; a submission is compared with none that was only a try.

    ``report`` is what the reader sees of the submission. Three queries.
    """
    earlier = graded_before(submission).first() if report.status == "graded" else None
    before = report_of(earlier, reader) if earlier else None
    if earlier is None or before is None:
        return None
    return Since(earlier, [change for change in check_changes(before, report) if change.turn])


def graded_before(submission: Submission) -> QuerySet[Submission]:
    """The newest first."""
    earlier = others(submission).filter(created_at__lt=submission.created_at, result__status="graded")
    return earlier.filter(kind=submission.kind) if submission.kind == Submission.Kind.SUBMIT else earlier


def others(submission: Submission) -> QuerySet[Submission]:
    """What else its author has handed in to the same assignment, the newest first."""
    own = Submission.objects.filter(author=submission.author_id, assignment=submission.assignment_id)
    return own.exclude(pk=submission.pk).order_by("-created_at")


def changed_files(before: Submission, after: Submission) -> Iterator[tuple[str, str | None, str | None]]:
    """(path, text before, text after) of each that is not the same; None where it is not there."""
    for path in sorted(before.files.keys() | after.files.keys()):
        was, now = before.files.get(path), after.files.get(path)
        if was != now:
            yield path, was, now
