"""Grades a claimed attempt in this process's sandbox."""

import logging

from checks import judge
from submissions.attempts import Claim, finish, release
from worker import own

log = logging.getLogger(__name__)


def grade(claim: Claim) -> None:
    """Ends in a stored report, or in the attempt being free again: whatever is raised here is our fault."""
    submission = claim.attempt.submission
    try:
        report = judge.grade(submission.revision.parsed(), submission.contents, own.sandbox())
    except Exception:
        log.exception("attempt %s: try %d came to nothing", claim.attempt.id, claim.attempt.tries)
        own.discard()
        release(claim)
        return
    if not finish(claim, report):
        log.warning("attempt %s: its report came too late and was dropped", claim.attempt.id)
