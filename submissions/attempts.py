"""Who works on an attempt, and what comes of it.

An attempt is claimed by one conditional UPDATE. From then on the claim's token alone can extend, release or finish it,
and only while nobody else has claimed it: a worker that was thought dead and comes back changes nothing.
After ``MAX_TRIES`` claims that came to nothing the attempt is given up, at no cost to the student.
"""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet, Subquery
from django.utils import timezone

import checks.report
from submissions import faults, reports
from submissions.models import Attempt

MAX_TRIES = 3
LOOK_AHEAD = 8  # other workers take from the same line; whom they were faster for is passed over
RESEND_AFTER = timedelta(seconds=10)
BACKOFF = timedelta(seconds=1)

QUEUED = Q(state=Attempt.State.QUEUED)
RUNNING = Q(state=Attempt.State.RUNNING)
UNCLAIMED = {"state": Attempt.State.QUEUED, "token": None, "lease_until": None}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """The right to grade one attempt, until its lease runs out."""

    attempt: Attempt
    token: uuid.UUID
    lease: timedelta

    @property
    def mine(self) -> QuerySet[Attempt]:
        """The attempt, while it is still this claim's."""
        return Attempt.objects.filter(RUNNING, id=self.attempt.id, token=self.token)


def claim(attempt_id: uuid.UUID, lease: timedelta) -> Claim | None:
    """Takes an attempt that waits, or whose worker is overdue; None when there is nothing to take."""
    now, token = timezone.now(), uuid.uuid4()
    free = Attempt.objects.filter(QUEUED & Q(not_before__lte=now) | expired(now), id=attempt_id, tries__lt=MAX_TRIES)
    taken = free.update(
        state=Attempt.State.RUNNING, token=token, lease_until=now + lease, tries=F("tries") + 1, started_at=now
    )
    if not taken:
        return None
    attempt = Attempt.objects.select_related("submission", "revision__assignment").get(id=attempt_id)
    return Claim(attempt, token, lease)


def claim_next(attempt_id: uuid.UUID, lease: timedelta) -> Claim | None:
    """Takes the attempt, or the first of those that wait more urgently: a message says that there is work, no more.

    So a submission waits for no try and for no regrade that has not begun, in whatever order messages arrive.
    """
    own = Attempt.objects.filter(id=attempt_id).values("urgency")
    return claim_more_urgent(Subquery(own), lease) or claim(attempt_id, lease)


def claim_more_urgent(urgency: int | Subquery, lease: timedelta) -> Claim | None:
    """Takes the first of those that wait more urgently than that."""
    urgent = Attempt.objects.filter(QUEUED, urgency__lt=urgency, not_before__lte=timezone.now())
    for other in urgent.order_by("urgency", "created_at").values_list("id", flat=True)[:LOOK_AHEAD]:
        if taken := claim(other, lease):
            return taken
    return None


def extend(claim: Claim) -> bool:
    """Keeps the claim for another lease; False when it was lost."""
    return claim.mine.update(lease_until=timezone.now() + claim.lease) == 1


def release(claim: Claim) -> None:
    """After a fault of the platform: another try a little later, or the end of the attempt."""
    due = timezone.now() + BACKOFF * 2 ** (claim.attempt.tries - 1)
    if claim.mine.update(**UNCLAIMED, not_before=due, resend_at=due) and claim.attempt.tries >= MAX_TRIES:
        give_up(claim.attempt.id)


def finish(claim: Claim, report: checks.report.Report) -> bool:
    """Stores the report, once; False when the claim was lost and the report is another worker's to write."""
    with transaction.atomic():
        if not _close(claim.mine):
            return False
        reports.store(claim.attempt, report)
    return True


def give_up(attempt_id: uuid.UUID) -> bool:
    """Ends an attempt whose tries are used up with a report that says so. Harmless on any other attempt."""
    attempt = Attempt.objects.select_related("submission", "revision__assignment").get(id=attempt_id)
    with transaction.atomic():
        if not _close(exhausted(timezone.now()).filter(id=attempt_id)):
            return False
        reports.store(attempt, faults.platform_error(attempt))
    log.error("attempt %s: given up after %d tries, reference %s", attempt_id, attempt.tries, attempt.reference)
    return True


def expired(now: datetime) -> Q:
    return RUNNING & Q(lease_until__lt=now)


def exhausted(now: datetime) -> QuerySet[Attempt]:
    """What nobody may try again."""
    return Attempt.objects.filter(QUEUED | expired(now), tries__gte=MAX_TRIES)


def overdue(now: datetime) -> QuerySet[Attempt]:
    """What waits for a message that seems to be lost, the oldest first."""
    return Attempt.objects.filter(QUEUED, tries__lt=MAX_TRIES, resend_at__lte=now).order_by("created_at")


def requeue_expired(now: datetime) -> int:
    """Takes attempts from workers that no longer extend their lease; returns how many."""
    return Attempt.objects.filter(expired(now), tries__lt=MAX_TRIES).update(**UNCLAIMED, resend_at=now)


def take_turn(attempt: Attempt, now: datetime) -> bool:
    """Whether it is ours to send this message; of two sweepers one gets it.

    The next is due when the attempt has waited twice as long: a long queue is not made longer by its own repeats.
    """
    due = now + max(RESEND_AFTER, now - attempt.created_at)
    return (
        Attempt.objects.filter(QUEUED, id=attempt.id, resend_at=attempt.resend_at).update(
            last_sent_at=now, resend_at=due
        )
        == 1
    )


def ahead_of(attempt: Attempt) -> int:
    """How many attempts are to be graded before this one."""
    earlier = Q(urgency=attempt.urgency, created_at__lt=attempt.created_at)
    return Attempt.objects.filter(QUEUED, Q(urgency__lt=attempt.urgency) | earlier).count()


def _close(attempts: QuerySet[Attempt]) -> bool:
    done = {"state": Attempt.State.DONE, "token": None, "lease_until": None}
    return attempts.update(**done, finished_at=timezone.now()) == 1
