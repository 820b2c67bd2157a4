"""Wakes a worker. A message that is lost or repeated changes nothing but time."""

import logging
from uuid import UUID

from amqp.exceptions import AMQPError
from kombu.exceptions import KombuError

from grader.celery import app
from submissions.models import Attempt

GRADE = "grader.grade"
VALIDATE = "grader.validate"

log = logging.getLogger(__name__)


def again(attempt_id: UUID) -> None:
    """For an attempt whose message woke a worker that took something else."""
    waiting = Attempt.objects.filter(pk=attempt_id, state=Attempt.State.QUEUED).first()
    if waiting is not None:
        send(waiting)


def send(attempt: Attempt) -> bool:
    """Whether the broker took it; if not, the sweeper sends it again."""
    return _send(GRADE, str(attempt.id), attempt.queue)


def send_validation(run_id: int) -> bool:
    """As ``send``, for a revision that is to be validated."""
    return _send(VALIDATE, run_id, Attempt.Queue.REGRADE)


def _send(task: str, about: str | int, queue: str) -> bool:
    try:
        app.send_task(task, args=[about], queue=queue)
    except (KombuError, AMQPError, OSError) as error:
        log.warning("%s %s: the broker takes no message: %s", task, about, error)
        return False
    return True
