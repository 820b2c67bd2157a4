"""Grades again, behind everybody who waits, and holds what comes of it until somebody has looked at the difference."""

from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from submissions import log, results
from submissions.intake import current
from submissions.messages import send
from submissions.models import Assignment, Attempt, Grade, Regrade, Report, Submission, User

Which = Regrade.Which
FIRST = 50  # workers for these are woken at once; for the others by the sweeper, when there is time


@dataclass(frozen=True)
class Flip:
    """A check whose outcome is another than before; None for one that was not there."""

    check_id: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Difference:
    """One submission before and after. ``after`` is None while it waits, and where it could not be graded."""

    submission: Submission
    before: Report | None
    after: Report | None
    waiting: bool

    @property
    def points(self) -> float:
        return self.after.score - self.before.score if self.before and self.after else 0

    @property
    def flips(self) -> tuple[Flip, ...]:
        was, now = (_outcomes(report) for report in (self.before, self.after))
        if not self.after:
            return ()
        ids = [*was, *(check for check in now if check not in was)]
        return tuple(Flip(each, was.get(each), now.get(each)) for each in ids if was.get(each) != now.get(each))

    @property
    def changed(self) -> bool:
        return bool(self.points or self.flips or (self.after and not self.before))


def start(assignment: Assignment, which: str, by: User) -> Regrade:
    """Sends the submissions on their way, to be graded by the assignment as it is now. The sweeper wakes for most."""
    revision = current(assignment)
    with transaction.atomic():
        regrade = Regrade.objects.create(assignment=assignment, revision=revision, which=which, created_by=by)
        chosen = choose(assignment, which).select_related("result").defer("files")
        attempts = Attempt.objects.bulk_create([_attempt(each, regrade) for each in chosen], batch_size=500)
        transaction.on_commit(partial(_wake, attempts[:FIRST]), robust=True)
        summary = f"regrades {len(attempts)} submissions"
        log.record(by, assignment.course, summary, assignment=assignment, which=which, revision=revision.number)
    return regrade


def _attempt(submission: Submission, regrade: Regrade) -> Attempt:
    return Attempt(
        submission=submission,
        revision=regrade.revision,
        regrade=regrade,
        before_id=submission.result.report_id,
        queue=Attempt.Queue.REGRADE,
        urgency=Attempt.Urgency.REGRADE,
    )


def _wake(attempts: list[Attempt]) -> None:
    for attempt in attempts:
        send(attempt)


def choose(assignment: Assignment, which: str) -> QuerySet[Submission]:
    """What was submitted and has a report; tries are never graded again."""
    graded = Submission.objects.filter(assignment=assignment, kind=Submission.Kind.SUBMIT, result__isnull=False)
    graded = graded.order_by("created_at")
    if which == Which.LATEST:
        later = graded.filter(author=OuterRef("author"), created_at__gt=OuterRef("created_at"))
        return graded.exclude(Exists(later))
    if which == Which.BEST:
        return graded.filter(pk__in=Grade.objects.filter(assignment=assignment).values("submission"))
    if which == Which.FAILED:
        return graded.filter(result__report__score__lt=F("result__max_score"))
    return graded


def differences(regrade: Regrade) -> list[Difference]:
    """In one query, the submissions whose points or checks changed first."""
    attempts = regrade.attempts.select_related("report", "before", "submission__author").defer("submission__files")
    found = [_difference(attempt) for attempt in attempts]
    return sorted(found, key=lambda each: (not each.changed, each.submission.author.username))


def accept(regrade: Regrade, by: User) -> bool:
    """Makes what was graded official; what could not be graded keeps its report. False when it is decided already."""
    with transaction.atomic():
        if not _decide(regrade, accepted_at=timezone.now()):
            return False
        for attempt in _graded(regrade).select_related("submission", "report"):
            Report.objects.filter(submission=attempt.submission, official=True).update(official=False)
            Report.objects.filter(pk=attempt.report.pk).update(official=True)
            results.refresh(attempt.submission)
        log.record(by, regrade.assignment.course, "made a regrade official", assignment=regrade.assignment)
    return True


def drop(regrade: Regrade, by: User) -> bool:
    """Keeps everything as it was. False when it is decided already."""
    with transaction.atomic():
        if not _decide(regrade, dropped_at=timezone.now()):
            return False
        log.record(by, regrade.assignment.course, "dropped a regrade", assignment=regrade.assignment)
    return True


def left(regrade: Regrade) -> int:
    """How many submissions are still to be graded."""
    return regrade.attempts.exclude(state=Attempt.State.DONE).count()


def _decide(regrade: Regrade, **decision: object) -> bool:
    """Once, and not while reports are missing that were not looked at."""
    open_ones = Regrade.objects.filter(pk=regrade.pk, accepted_at=None, dropped_at=None)
    if "accepted_at" in decision:
        open_ones = open_ones.exclude(attempts__state__in=[Attempt.State.QUEUED, Attempt.State.RUNNING])
    return open_ones.update(**decision) == 1


def _graded(regrade: Regrade) -> QuerySet[Attempt]:
    """Where something else became official meanwhile, that is not what was looked at, and it stays."""
    return regrade.attempts.filter(report__status=Report.Status.GRADED, before__official=True)


def _difference(attempt: Attempt) -> Difference:
    report = getattr(attempt, "report", None)
    after = report if report and report.status == Report.Status.GRADED else None
    return Difference(attempt.submission, attempt.before, after, waiting=attempt.state != Attempt.State.DONE)


def _outcomes(report: Report | None) -> dict[str, str]:
    return {check.id: check.outcome for check in report.parsed().checks} if report else {}
