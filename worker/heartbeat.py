"""Keeps a claim while its worker lives."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connection

from submissions.attempts import Claim, extend

LEASE = timedelta(seconds=settings.LEASE_SECONDS)

log = logging.getLogger(__name__)


@contextmanager
def keep(claim: Claim) -> Iterator[None]:
    """Extends the lease every third of its time, from a thread, until the block is left."""
    done = Event()
    thread = Thread(target=_beat, args=(claim, done), name=f"lease of {claim.attempt.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(claim: Claim, done: Event) -> None:
    try:
        while not done.wait(claim.lease.total_seconds() / 3):
            _extend(claim)
    finally:
        connection.close()


def _extend(claim: Claim) -> None:
    try:
        if not extend(claim):
            log.warning("attempt %s: somebody else took it over", claim.attempt.id)
    except DatabaseError as error:
        log.warning("attempt %s: the lease could not be extended: %s", claim.attempt.id, error)
