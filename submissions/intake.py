"""The way in: a submission is stored together with the attempt that grades it, then a worker is woken."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

import checks.intake
from checks.judge import digest
from submissions import deadlines, grades, trying, wording
from submissions.attempts import RESEND_AFTER
from submissions.deadlines import Refused, Terms, WhatCounts
from submissions.messages import send
from submissions.models import Assignment, Attempt, Extension, Revision, Submission, User
from submissions.permissions import enrolment_of, is_staff

SENT_ONCE = UUID("6d1f5f0c-6f0e-4a53-9c3a-0d5c3c6c9b0e")
# Each time somebody else was faster, so this many of one student's submissions came in within the same moment.
MOST_COLLISIONS = 20

Kind = Submission.Kind


def submit(
    author: User,
    assignment: Assignment,
    files: Mapping[str, bytes],
    *,
    once: str = "",
    kind: Kind = Kind.SUBMIT,
    now: datetime | None = None,
) -> Submission:
    """Raises checks.intake.Rejected on what cannot be read as a submission, and deadlines.Refused on what does not
    count any more; both carry a sentence for the student.

    The same files from the same form, which ``once`` names, are one submission however often they are sent.
    """
    texts = checks.intake.accept(files)
    found = digest({path: text.encode() for path, text in texts.items()})
    number = uuid5(SENT_ONCE, f"{author.pk} {assignment.pk} {once} {kind} {found}") if once else uuid4()
    submission = Submission(
        id=number,
        assignment=assignment,
        revision=current(assignment),
        author=author,
        files=texts,
        digest=found,
        kind=kind,
        created_at=now or timezone.now(),
    )
    return _stored(submission)


def terms_for(student: User, assignment: Assignment) -> Terms:
    """What holds for this student; those who teach try things out without dates and limits."""
    enrolment = enrolment_of(student, assignment.course)
    return Terms() if enrolment is not None and is_staff(enrolment) else student_terms(student, assignment)


def student_terms(student: User, assignment: Assignment) -> Terms:
    extension = Extension.objects.filter(assignment=assignment, student=student).first()
    return deadlines.terms_of(assignment, extension)


def used_numbers(student: User, assignment: Assignment) -> set[int | None]:
    """The attempts that the student has used, by their numbers."""
    counted = Submission.objects.filter(assignment=assignment, author=student, counts=True)
    return set(counted.values_list("number", flat=True))


def what_counts(student: User, assignment: Assignment, terms: Terms, now: datetime) -> WhatCounts:
    """What a submission of this student would count for."""
    return deadlines.what_counts(terms, now, len(used_numbers(student, assignment)))


def enqueue(
    submission: Submission,
    queue: Attempt.Queue = Attempt.Queue.GRADE,
) -> Attempt:
    """A new attempt at ``submission``. The message leaves when the transaction is there for the worker to read."""
    now = timezone.now()
    attempt = Attempt.objects.create(
        submission=submission,
        revision=submission.revision,
        queue=queue,
        urgency=_urgency(submission, queue),
        created_at=now,
        last_sent_at=now,
        resend_at=now + RESEND_AFTER,
    )
    transaction.on_commit(partial(send, attempt), robust=True)
    return attempt


def current(assignment: Assignment) -> Revision:
    if assignment.current_revision is None:
        raise ValueError(f"{assignment.slug} has no revision, so there is nothing to submit to")
    return assignment.current_revision


def _stored(submission: Submission) -> Submission:
    """Two at once take the same number: the database lets one in, and the other looks again at what is left."""
    for _ in range(MOST_COLLISIONS):
        try:
            with transaction.atomic():
                return _store(submission)
        except IntegrityError as error:
            collision = error
    raise RuntimeError(f"{submission.author} submits faster than attempts can be numbered") from collision


def _store(submission: Submission) -> Submission:
    earlier = Submission.objects.filter(pk=submission.pk).first()
    if earlier is not None:
        return earlier
    if submission.kind == Kind.TRY:
        trying.admit(submission, terms_for(submission.author, submission.assignment))
    else:
        _count(submission)
    submission.save(force_insert=True)
    enqueue(submission)
    if submission.kind == Kind.SUBMIT:
        grades.refresh(submission.assignment_id, submission.author_id)
    return submission


def _count(submission: Submission) -> None:
    """Writes down what this submission counts for. Raises Refused."""
    terms = terms_for(submission.author, submission.assignment)
    used = used_numbers(submission.author, submission.assignment)
    verdict = deadlines.what_counts(terms, submission.created_at, len(used))
    if not verdict.accepted:
        raise Refused(verdict, wording.sentence(verdict, terms))
    submission.number = next(number for number in range(1, len(used) + 2) if number not in used)
    submission.days_late, submission.penalty = verdict.days_late, verdict.penalty


def _urgency(submission: Submission, queue: Attempt.Queue) -> Attempt.Urgency:
    if queue == Attempt.Queue.REGRADE:
        return Attempt.Urgency.REGRADE
    return Attempt.Urgency.TRY if submission.kind == Kind.TRY else Attempt.Urgency.SUBMIT
