"""How far a submission has come, as the database knows it."""

from dataclasses import asdict, dataclass
from typing import Any, Literal
from uuid import UUID

from submissions.attempts import ahead_of
from submissions.models import Attempt, Report


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


def of(submission: UUID) -> Progress:
    """At most three queries. A submission that is graded again shows the report that it has."""
    report = Report.objects.filter(submission=submission, official=True).values("status", "score", "max_score").first()
    if report is not None:
        return Progress("done", _verdict(**report))
    attempt = Attempt.objects.filter(submission=submission).last()
    if attempt is not None and attempt.state == Attempt.State.RUNNING:
        return RUNNING
    return Progress("queued", _place(ahead_of(attempt) if attempt else 0))


def _place(ahead: int) -> str:
    if ahead == 0:
        return "In the queue, next to run."
    return f"In the queue, {ahead} {'submission' if ahead == 1 else 'submissions'} ahead of yours."


def _verdict(status: str, score: float, max_score: float) -> str:
    if status == Report.Status.GRADED:
        return f"The report is here: {score:g} of {max_score:g} points."
    return "The report is here: not graded."
