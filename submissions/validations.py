"""Validating a revision: who works on it, how far it is, and what came of it.

As with attempts the database is the truth: a run is claimed by one conditional UPDATE, and from then on its token alone
can tell, release or finish it.
"""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

import checks.validation
from submissions import log as events
from submissions.attempts import MAX_TRIES, RESEND_AFTER
from submissions.messages import send_validation
from submissions.models import Revision, User, ValidationRun

LEASE = timedelta(minutes=5)  # more than any one solution can take
GIVEN_UP = "The validation could not be carried out. That is no fault of the assignment: try again later."

QUEUED = Q(state=ValidationRun.State.QUEUED)
RUNNING = Q(state=ValidationRun.State.RUNNING)
UNCLAIMED = {"state": ValidationRun.State.QUEUED, "token": None, "lease_until": None}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    run: ValidationRun
    token: uuid.UUID

    @property
    def mine(self) -> QuerySet[ValidationRun]:
        return ValidationRun.objects.filter(RUNNING, pk=self.run.pk, token=self.token)


def start(revision: Revision, by: User) -> ValidationRun:
    """Sends the revision on its way; one that is on its way already goes on."""
    with transaction.atomic():
        run, created = ValidationRun.objects.select_for_update().get_or_create(
            revision=revision, defaults={"created_by": by, "resend_at": timezone.now() + RESEND_AFTER}
        )
        if not created and not run.finished:
            return run
        if not created:
            _begin_again(run, by)
        transaction.on_commit(partial(send_validation, run.pk), robust=True)
        summary = f"validates revision {revision.number}"
        events.record(by, revision.assignment.course, summary, assignment=revision.assignment)
    return run


def claim(run_id: int) -> Claim | None:
    """Takes a run that waits, or whose worker is overdue."""
    now, token = timezone.now(), uuid.uuid4()
    free = ValidationRun.objects.filter(QUEUED | _expired(now), pk=run_id, tries__lt=MAX_TRIES)
    changes = {"state": ValidationRun.State.RUNNING, "token": token, "lease_until": now + LEASE}
    if not free.update(**changes, tries=F("tries") + 1, graded=0, doing=""):
        return None
    return Claim(ValidationRun.objects.select_related("revision__assignment").get(pk=run_id), token)


def tell(claim: Claim, doing: str, graded: int) -> bool:
    """Says what is graded now, and keeps the claim meanwhile; False when it was lost."""
    values = {"doing": doing[:250], "graded": graded, "lease_until": timezone.now() + LEASE}
    return claim.mine.update(**values) == 1


def finish(claim: Claim, result: checks.validation.Validation) -> bool:
    return _close(claim.mine, result=result.model_dump_json(), graded=len(result.rows))


def release(claim: Claim) -> None:
    """After a fault of the platform: another try a little later, or the end."""
    if claim.run.tries >= MAX_TRIES:
        _close(claim.mine, fault=GIVEN_UP)
    else:
        claim.mine.update(**UNCLAIMED, resend_at=timezone.now() + RESEND_AFTER)


def sweep(now: datetime) -> None:
    """Sends again what waits too long, and ends what has no try left."""
    if _close(ValidationRun.objects.filter(QUEUED | _expired(now), tries__gte=MAX_TRIES), fault=GIVEN_UP):
        log.error("a validation was given up after %d tries", MAX_TRIES)
    waiting = ValidationRun.objects.filter(QUEUED & Q(resend_at__lte=now) | _expired(now))
    for run in waiting.only("pk", "resend_at"):
        turn = ValidationRun.objects.filter(pk=run.pk, resend_at=run.resend_at)
        if turn.update(resend_at=now + RESEND_AFTER):
            send_validation(run.pk)


def obstacle(revision: Revision) -> str:
    """Why the revision must not be published; empty where nothing stands against it."""
    run = ValidationRun.objects.filter(revision=revision).first()
    found = run.parsed() if run and run.finished else None
    if found is None:
        return f"Revision {revision.number} has not been validated."
    if found.may_be_published:
        return ""
    first = found.errors[0]
    more = f" There are {len(found.errors)} errors in all." if len(found.errors) > 1 else ""
    return f"{first.where}: {first.message}.{more}"


def _begin_again(run: ValidationRun, by: User) -> None:
    values = {"tries": 0, "doing": "", "graded": 0, "result": "", "fault": "", "finished_at": None, "created_by": by}
    now = timezone.now()
    ValidationRun.objects.filter(pk=run.pk).update(**UNCLAIMED, **values, created_at=now, resend_at=now + RESEND_AFTER)
    run.refresh_from_db()


def _expired(now: datetime) -> Q:
    return RUNNING & Q(lease_until__lt=now)


def _close(runs: QuerySet[ValidationRun], **values: object) -> bool:
    done = {"state": ValidationRun.State.DONE, "token": None, "lease_until": None, "doing": ""}
    return runs.update(**done, **values, finished_at=timezone.now()) > 0
