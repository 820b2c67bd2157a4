"""A try is graded like a submission, by the checks that its author may see, and counts for nothing.

A student has one try at a time, and tries wait behind submissions: nobody can fill the queue with them.
"""

from dataclasses import replace
from uuid import UUID

import checks.assignment
from submissions import deadlines, wording
from submissions.deadlines import Refused, Terms, WhatCounts
from submissions.models import Assignment, Attempt, Submission, User

ONE_AT_A_TIME = "Your last try is still being graded. Wait for its report, or submit."
NOTHING_VISIBLE = "This assignment has no check that a try could show. Submit instead."


def admit(submission: Submission, terms: Terms) -> None:
    """Marks the submission as its author's one try. Raises Refused. The database keeps it to one."""
    verdict = deadlines.what_counts(terms, submission.created_at, 0)
    if verdict.reason == "not_open":
        raise Refused(verdict, wording.sentence(verdict, terms))
    if not visible_part(submission.revision.parsed()).checks:
        raise Refused(WhatCounts("refused"), NOTHING_VISIBLE)
    if is_trying(submission.author):
        raise Refused(WhatCounts("refused"), ONE_AT_A_TIME)
    submission.counts, submission.trying = False, True


def is_trying(author: User) -> bool:
    return Submission.objects.filter(author=author, trying=True).exists()


def ended(submission_id: UUID) -> None:
    """Call it in the transaction that stores the report."""
    Submission.objects.filter(pk=submission_id, trying=True).update(trying=False)


def asked(attempt: Attempt) -> checks.assignment.Assignment:
    """What an attempt is judged by. What a try may not show is not run for it either."""
    parsed = attempt.revision.parsed()
    return visible_part(parsed) if attempt.submission.kind == Submission.Kind.TRY else parsed


def visible_part(parsed: checks.assignment.Assignment) -> checks.assignment.Assignment:
    return replace(parsed, checks=tuple(check for check in parsed.checks if check.visibility == "visible"))


def can_be_tried(assignment: Assignment) -> bool:
    revision = assignment.current_revision
    return revision is not None and bool(visible_part(revision.parsed()).checks)
