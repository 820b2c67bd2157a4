"""The way in: a submission is stored together with the attempt that grades it, then a worker is woken."""

from collections.abc import Mapping
from functools import partial

from django.db import transaction
from django.utils import timezone

import checks.intake
from checks.judge import digest
from submissions.attempts import RESEND_AFTER
from submissions.messages import send
from submissions.models import Assignment, Attempt, Revision, Submission, User


def submit(author: User, assignment: Assignment, files: Mapping[str, bytes]) -> Submission:
    """Raises checks.intake.Rejected, with a sentence for the student, on what cannot be read as a submission."""
    texts = checks.intake.accept(files)
    with transaction.atomic():
        submission = Submission.objects.create(
            assignment=assignment,
            revision=current(assignment),
            author=author,
            files=texts,
            digest=digest({path: text.encode() for path, text in texts.items()}),
        )
        enqueue(submission)
    return submission


def enqueue(submission: Submission, queue: Attempt.Queue = Attempt.Queue.GRADE) -> Attempt:
    """A new attempt at ``submission``. The message leaves when the transaction is there for the worker to read."""
    now = timezone.now()
    attempt = Attempt.objects.create(
        submission=submission, queue=queue, created_at=now, last_sent_at=now, resend_at=now + RESEND_AFTER
    )
    transaction.on_commit(partial(send, attempt), robust=True)
    return attempt


def current(assignment: Assignment) -> Revision:
    if assignment.current_revision is None:
        raise ValueError(f"{assignment.slug} has no revision, so there is nothing to submit to")
    return assignment.current_revision
