"""The way in: a submission is stored together with the attempt that grades it, then a worker is woken."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils import timezone

import checks.intake
from checks.judge import digest
from submissions.attempts import RESEND_AFTER
from submissions.messages import send
from submissions.models import Assignment, Attempt, Revision, Submission, User

SENT_ONCE = UUID("6d1f5f0c-6f0e-4a53-9c3a-0d5c3c6c9b0e")


def submit(author: User, assignment: Assignment, files: Mapping[str, bytes], *, once: str = "") -> Submission:
    """Raises checks.intake.Rejected, with a sentence for the student, on what cannot be read as a submission.

    The same files from the same form, which ``once`` names, are one submission however often they are sent.
    """
    texts = checks.intake.accept(files)
    found = digest({path: text.encode() for path, text in texts.items()})
    number = uuid5(SENT_ONCE, f"{author.pk} {assignment.pk} {once} {found}") if once else uuid4()
    values = {
        "assignment": assignment,
        "revision": current(assignment),
        "author": author,
        "files": texts,
        "digest": found,
    }
    with transaction.atomic():
        submission, created = Submission.objects.get_or_create(id=number, defaults=values)
        if created:
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
