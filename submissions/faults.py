"""The report of an attempt that the platform could not grade."""

import platform

import django

from checks.assignment import AssignmentError
from checks.report import AssignmentRef, Facts, Fault, Points, Report, SubmissionRef
from submissions.models import Attempt, Revision

MESSAGE = (
    "Your submission could not be graded. This is not your fault and does not count as an attempt. "
    "Hand it in again; if this happens twice, tell your instructor the reference {reference}."
)


def platform_error(attempt: Attempt) -> Report:
    submission = attempt.submission
    assignment, max_score = described(attempt.revision)
    return Report(
        status="platform_error",
        assignment=assignment,
        submission=SubmissionRef(digest=submission.digest, files=tuple(submission.files)),
        score=0,
        max_score=max_score,
        fault=Fault(
            owner="platform",
            message=MESSAGE.format(reference=attempt.reference),
            detail=f"{attempt.tries} tries of attempt {attempt.id} came to nothing.",
        ),
        facts=Facts(
            python=platform.python_version(),
            django=django.get_version(),
            thread_pool=0,  # nothing was run
            virtual_seconds=0.0,
            real_ms=0,
        ),
    )


def described(revision: Revision) -> tuple[AssignmentRef, Points]:
    """What the report says of the assignment, also where the fault is that its folder cannot be read any more."""
    try:
        parsed = revision.parsed()
    except AssignmentError:
        slug, title = revision.assignment.slug, revision.assignment.title
        return AssignmentRef(id=slug, title=title, digest=revision.digest), 0
    return parsed.ref, parsed.max_score
