"""What is said of deadlines and attempts, in sentences."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from submissions.deadlines import Late, Terms, WhatCounts


def sentence(found: WhatCounts, terms: Terms) -> str:
    """What a submission would count for. Times are on the reader's clock."""
    if found.reason == "not_open" and terms.opens_at:
        return f"This opens {moment(terms.opens_at)}. Until then nothing can be handed in."
    if found.reason == "closed":
        return f"This closed {moment(closing(terms))}. Nothing can be handed in any more."
    if found.reason == "no_attempt_left":
        all_of_them = "your one attempt" if terms.attempts == 1 else f"all {terms.attempts} attempts"
        return f"You have used {all_of_them}."
    return f"A submission now {_timeliness(found, terms)}{_attempts(found, terms)}"


def of_late(terms: Terms) -> str:
    """The late policy."""
    if terms.due_at is None:
        return "There is no due date."
    after = {
        Late.NONE: "Late submissions count in full.",
        Late.CUT_OFF: "Late submissions are refused.",
        Late.PERCENT: f"Each day that has begun takes {terms.percent:g} % of the points"
        + (f", but at least {terms.floor:g} % are left." if terms.floor else "."),
    }
    return after[Late(terms.late)]


def closing(terms: Terms) -> datetime | None:
    """When nothing is taken any more; None for never."""
    cut_off = terms.due_at if terms.late == Late.CUT_OFF else None
    return min((date for date in (terms.closes_at, cut_off) if date), default=None)


def moment(date: datetime | None) -> str:
    return date_format(timezone.localtime(date), "j M Y, H:i T") if date else "never"


def lateness(days: int, penalty: float) -> str:
    """What is said of a submission that came late."""
    late = f"{days} day{'s' if days != 1 else ''} late"
    return f"{late}: {penalty:g} % of the points are taken" if penalty else f"{late}, without a penalty"


def _timeliness(found: WhatCounts, terms: Terms) -> str:
    if found.outcome == "on_time":
        return "counts in full" if terms.due_at is None else "is on time and counts in full"
    return f"is {lateness(found.days_late, found.penalty)}"


def _attempts(found: WhatCounts, terms: Terms) -> str:
    if found.attempts_left is None or terms.attempts is None:
        return "."
    number = terms.attempts - found.attempts_left + 1
    return f". It is attempt {number} of {terms.attempts}."
