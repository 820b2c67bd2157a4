"""Grades a claimed attempt in this process's sandbox."""

import logging

from checks import judge
from submissions import trying
from submissions.attempts import Claim, finish, release
from worker import own

log = logging.getLogger(__name__)


def grade(claim: Claim) -> None:
    """Ends in a stored report, or in the attempt being free again: whatever is raised here is our fault."""
    attempt = claim.attempt
    try:
        report = judge.grade(trying.asked(attempt), attempt.submission.contents, own.sandbox())
    except Exception:
        log.exception("attempt %s: try %d came to nothing", attempt.id, attempt.tries)
        own.discard()
        release(claim)
        return
    if not finish(claim, report):
        log.warning("attempt %s: its report came too late and was dropped", attempt.id)
