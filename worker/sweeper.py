"""Repairs what was interrupted: work whose worker died, messages that were lost, attempts with no try left.

Two sweepers at once are harmless: every step is one conditional UPDATE.
"""

import logging
from threading import Event

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from submissions import attempts, validations
from submissions.messages import send

BATCH = 500

log = logging.getLogger(__name__)


def sweep() -> None:
    now = timezone.now()
    if taken := attempts.requeue_expired(now):
        log.warning("%d attempts were left by their workers", taken)
    for attempt in attempts.exhausted(now)[:BATCH]:
        attempts.give_up(attempt.id)
    for attempt in attempts.overdue(now)[:BATCH]:
        if attempts.take_turn(attempt, now):
            log.info("attempt %s: waking a worker again", attempt.id)
            send(attempt)
    validations.sweep(now)


def run(every: float, stop: Event) -> None:
    """Sweeps until ``stop``, every so many seconds; a database that is away for a time is waited for."""
    while not stop.is_set():
        try:
            sweep()
        except DatabaseError as error:
            log.warning("the database does not answer: %s", error)
        close_old_connections()
        stop.wait(every)
