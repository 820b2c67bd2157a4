"""What would count, at a moment, for a student: on time, late and at what cost, or refused and why.

``what_counts`` knows no database: what is shown before submitting is computed by the same function, from the same
values, as what is stored with the submission.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from submissions.models import Assignment, Extension

DAY = timedelta(days=1)
Late = Assignment.Late

Outcome = Literal["on_time", "late", "refused"]
Reason = Literal["not_open", "closed", "no_attempt_left"]


@dataclass(frozen=True)
class Terms:
    """The dates and limits that hold for one student. ``percent`` a day, but ``floor`` percent are left at least."""

    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    late: str = Late.NONE
    percent: float = 0
    floor: float = 0
    attempts: int | None = None


@dataclass(frozen=True)
class WhatCounts:
    """``penalty``: percent of the points. ``attempts_left``: before this submission; None for no limit."""

    outcome: Outcome
    days_late: int = 0
    penalty: float = 0
    reason: Reason | None = None
    attempts_left: int | None = None

    @property
    def accepted(self) -> bool:
        return self.outcome != "refused"


class Refused(Exception):
    """A submission that does not count and is not taken."""

    def __init__(self, verdict: WhatCounts, message: str) -> None:
        super().__init__(message)
        self.verdict = verdict
        self.message = message


def what_counts(terms: Terms, now: datetime, used: int) -> WhatCounts:
    """For a submission at ``now`` by a student who has used so many attempts."""
    left = None if terms.attempts is None else max(terms.attempts - used, 0)
    refused = _refusal(terms, now, left)
    if refused is not None:
        return WhatCounts("refused", reason=refused, attempts_left=left)
    days = days_late(terms.due_at, now)
    if days == 0:
        return WhatCounts("on_time", attempts_left=left)
    return WhatCounts("late", days_late=days, penalty=penalty(terms, days), attempts_left=left)


def days_late(due: datetime | None, moment: datetime) -> int:
    """Days begun since ``due``; 0 up to and with that moment."""
    return 0 if due is None or moment <= due else -((due - moment) // DAY)


def penalty(terms: Terms, days: int) -> float:
    """The percent of the points that so many days take."""
    return min(terms.percent * days, 100 - terms.floor) if terms.late == Late.PERCENT else 0


def terms_of(assignment: Assignment, extension: Extension | None = None) -> Terms:
    """An extension moves the end of everything: who has until Friday is not closed out on Thursday."""
    terms = Terms(
        opens_at=assignment.opens_at,
        due_at=assignment.due_at,
        closes_at=assignment.closes_at,
        late=assignment.late,
        percent=assignment.late_percent,
        floor=assignment.late_floor,
        attempts=assignment.attempt_limit,
    )
    if extension is None:
        return terms
    limit = terms.attempts
    return replace(
        terms,
        due_at=_later(terms.due_at, extension.due_at),
        closes_at=None if terms.closes_at is None else _later(terms.closes_at, extension.due_at),
        attempts=None if limit is None else limit + extension.extra_attempts,
    )


def _later(date: datetime | None, extended: datetime | None) -> datetime | None:
    return date if extended is None or date is None else max(date, extended)


def _refusal(terms: Terms, now: datetime, left: int | None) -> Reason | None:
    if terms.opens_at is not None and now < terms.opens_at:
        return "not_open"
    closed = terms.closes_at is not None and now > terms.closes_at
    if closed or (terms.late == Late.CUT_OFF and days_late(terms.due_at, now)):
        return "closed"
    return "no_attempt_left" if left == 0 else None
