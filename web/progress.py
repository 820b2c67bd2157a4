"""How far a submission has come, as the database knows it."""

from dataclasses import asdict, dataclass
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone

from submissions.attempts import ahead_of
from submissions.models import Attempt, Report, Submission
from submissions.reading import with_seen


@dataclass(frozen=True)
class Progress:
    """``sentence`` is what is shown and what a screen reader says."""

    state: Literal["queued", "running", "done"]
    sentence: str

    @property
    def finished(self) -> bool:
        return self.state == "done"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


RUNNING = Progress("running", "Running your view in the sandbox.")


def of(submission: UUID, *, staff: bool) -> Progress:
    """At most three queries. A submission that is graded again shows the report that it has."""
    graded = Submission.objects.filter(pk=submission, result__isnull=False)
    seen = with_seen(graded, timezone.now(), staff=staff).values_list("result__status", "seen", "seen_of").first()
    if seen is not None:
        return Progress("done", _verdict(*seen))
    attempt = Attempt.objects.filter(submission=submission).last()
    if attempt is not None and attempt.state == Attempt.State.RUNNING:
        return RUNNING
    return Progress("queued", _place(ahead_of(attempt) if attempt else 0))


def _place(ahead: int) -> str:
    if ahead == 0:
        return "In the queue, next to run."
    return f"In the queue, {ahead} {'submission' if ahead == 1 else 'submissions'} ahead of yours."


def _verdict(status: str, points: float, of: float) -> str:
    if status != Report.Status.GRADED:
        return "The report is here: not graded."
    return f"The report is here: {round(points, 2):g} of {of:g} points." if of else "The report is here."
