"""What a message asks for. The names are part of the protocol: messages outlive the version that sent them."""

from typing import Any
from uuid import UUID

from celery import shared_task

from submissions.attempts import claim
from submissions.messages import GRADE
from worker.grading import grade
from worker.heartbeat import LEASE, keep


@shared_task(name=GRADE)
def grade_attempt(attempt_id: str, **_later: Any) -> None:
    """Grades the attempt, unless it is done or somebody is at it. Later versions may send more arguments."""
    taken = claim(UUID(attempt_id), LEASE)
    if taken is not None:
        with keep(taken):
            grade(taken)
