"""Wakes a worker for an attempt. A message that is lost or repeated changes nothing but time."""

import logging
from uuid import UUID

from amqp.exceptions import AMQPError
from kombu.exceptions import KombuError

from grader.celery import app
from submissions.models import Attempt

GRADE = "grader.grade"

log = logging.getLogger(__name__)


def again(attempt_id: UUID) -> None:
    """For an attempt whose message woke a worker that took something else."""
    waiting = Attempt.objects.filter(pk=attempt_id, state=Attempt.State.QUEUED).first()
    if waiting is not None:
        send(waiting)


def send(attempt: Attempt) -> bool:
    """Whether the broker took it; if not, the sweeper sends it again."""
    try:
        app.send_task(GRADE, args=[str(attempt.id)], queue=attempt.queue)
    except (KombuError, AMQPError, OSError) as error:
        log.warning("attempt %s: the broker takes no message: %s", attempt.id, error)
        return False
    return True
