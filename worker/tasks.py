"""What a message asks for. The names are part of the protocol: messages outlive the version that sent them."""

from typing import Any
from uuid import UUID

from celery import shared_task

from submissions.attempts import claim_next
from submissions.messages import GRADE, VALIDATE, again
from submissions.validations import claim
from worker.grading import grade
from worker.heartbeat import LEASE, keep
from worker.validating import carry_out

# Many gradings, each of which has a limit of its own.
VALIDATION_SECONDS = 3600


@shared_task(name=GRADE)
def grade_attempt(attempt_id: str, **_later: Any) -> None:
    """Grades the attempt or what waits more urgently; then the attempt's own message is sent again.

    Nothing happens when it is done or somebody is at it. Later versions may send more arguments.
    """
    taken = claim_next(UUID(attempt_id), LEASE)
    if taken is None:
        return
    with keep(taken):
        grade(taken)
    if taken.attempt.id != UUID(attempt_id):
        again(UUID(attempt_id))


@shared_task(name=VALIDATE, time_limit=VALIDATION_SECONDS)
def validate_revision(run_id: int, **_later: Any) -> None:
    """Validates a revision of an assignment. Nothing happens when it is done or somebody is at it."""
    taken = claim(run_id)
    if taken is not None:
        carry_out(taken)
