"""Validates a claimed revision in this process's sandbox, behind everybody who waits for a grade."""

import logging

from checks.validation import validate
from submissions import validations
from submissions.attempts import claim_more_urgent
from submissions.models import Attempt
from submissions.validations import Claim
from worker import own
from worker.grading import grade
from worker.heartbeat import LEASE, keep

log = logging.getLogger(__name__)


class Lost(Exception):
    """Another worker has taken over."""


def carry_out(claim: Claim) -> None:
    """Ends in a stored result, or in the run being free again."""
    graded = iter(range(1_000_000))

    def next_one(name: str) -> None:
        let_others_pass()
        if not validations.tell(claim, name, next(graded)):
            raise Lost

    try:
        found = validate(claim.run.revision.parsed(), own.sandbox(), next_one)
    except Lost:
        log.warning("%s: somebody else took it over", claim.run)
    except Exception:
        log.exception("%s: try %d came to nothing", claim.run, claim.run.tries)
        own.discard()
        validations.release(claim)
    else:
        validations.finish(claim, found)


def let_others_pass() -> None:
    """A validation is many gradings: between two of them whoever waits comes first."""
    while taken := claim_more_urgent(Attempt.Urgency.REGRADE, LEASE):
        with keep(taken):
            grade(taken)
