"""What would count for a submission at a moment."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions import wording
from submissions.deadlines import Terms, days_late, terms_of, what_counts
from submissions.models import Assignment, Extension

DUE = datetime(2026, 3, 6, 12, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
PERCENT = Terms(due_at=DUE, late="percent", percent=10, floor=40)


def said(terms: Terms, now: datetime, used: int = 0) -> str:
    return wording.sentence(what_counts(terms, now, used), terms)


def test_without_dates_and_limits_everything_counts_in_full() -> None:
    found = what_counts(Terms(), DUE, 1000)
    assert (found.outcome, found.penalty, found.attempts_left) == ("on_time", 0, None)


def test_nothing_is_taken_before_it_opens() -> None:
    terms = Terms(opens_at=DUE)
    assert what_counts(terms, DUE - SECOND, 0).reason == "not_open"
    assert what_counts(terms, DUE, 0).accepted
    assert said(terms, DUE - SECOND) == "This opens 6 Mar 2026, 12:00 UTC. Until then nothing can be handed in."


@pytest.mark.parametrize(
    ("after", "days"),
    [(-DAY, 0), (timedelta(0), 0), (SECOND, 1), (DAY, 1), (DAY + SECOND, 2), (10 * DAY, 10)],
)
def test_a_day_late_begins_with_its_first_moment(after: timedelta, days: int) -> None:
    assert days_late(DUE, DUE + after) == days


def test_late_without_a_policy_counts_in_full() -> None:
    found = what_counts(Terms(due_at=DUE), DUE + DAY, 0)
    assert (found.outcome, found.days_late, found.penalty) == ("late", 1, 0)
    assert said(Terms(due_at=DUE), DUE + DAY) == "A submission now is 1 day late, without a penalty."


@pytest.mark.parametrize(("days", "penalty"), [(1, 10), (3, 30), (6, 60), (7, 60), (100, 60)])
def test_each_day_takes_its_percent_until_the_floor(days: int, penalty: float) -> None:
    assert what_counts(PERCENT, DUE + days * DAY, 0).penalty == penalty


def test_what_lateness_takes_is_said() -> None:
    assert said(PERCENT, DUE - HOUR) == "A submission now is on time and counts in full."
    assert said(PERCENT, DUE + 2 * DAY) == "A submission now is 2 days late: 20 % of the points are taken."
    assert wording.of_late(PERCENT) == "Each day that has begun takes 10 % of the points, but at least 40 % are left."


def test_a_cut_off_refuses_what_is_late() -> None:
    terms = Terms(due_at=DUE, late="cut_off")
    assert what_counts(terms, DUE, 0).accepted
    assert what_counts(terms, DUE + SECOND, 0).reason == "closed"
    assert said(terms, DUE + SECOND) == "This closed 6 Mar 2026, 12:00 UTC. Nothing can be handed in any more."


def test_what_closes_later_takes_late_submissions_until_then() -> None:
    terms = Terms(due_at=DUE, late="percent", percent=10, closes_at=DUE + 3 * DAY)
    assert what_counts(terms, DUE + 3 * DAY, 0).penalty == 30
    assert what_counts(terms, DUE + 3 * DAY + SECOND, 0).reason == "closed"


def test_attempts_are_counted_down_and_then_refused() -> None:
    terms = Terms(attempts=3)
    assert said(terms, DUE, 1) == "A submission now counts in full. It is attempt 2 of 3."
    assert what_counts(terms, DUE, 2).attempts_left == 1
    assert what_counts(terms, DUE, 3).reason == "no_attempt_left"
    assert said(terms, DUE, 3) == "You have used all 3 attempts."


def test_an_extension_moves_the_due_date_and_adds_attempts() -> None:
    terms = terms_of(
        Assignment(due_at=DUE, closes_at=DUE + DAY, attempt_limit=2),
        Extension(due_at=DUE + 2 * DAY, extra_attempts=1),
    )
    assert (terms.due_at, terms.closes_at, terms.attempts) == (DUE + 2 * DAY, DUE + 2 * DAY, 3)


def test_an_extension_never_takes_time_or_attempts_away() -> None:
    terms = terms_of(Assignment(due_at=DUE), Extension(due_at=DUE - DAY, extra_attempts=1))
    assert (terms.due_at, terms.attempts) == (DUE, None)
    assert terms_of(Assignment(), Extension(due_at=DUE)).due_at is None


@given(
    late=st.sampled_from(["none", "percent", "cut_off"]),
    percent=st.integers(0, 100),
    floor=st.integers(0, 100),
    first=st.integers(-5, 400),
    later=st.integers(0, 400),
)
def test_waiting_never_makes_a_submission_worth_more(
    late: str, percent: int, floor: int, first: int, later: int
) -> None:
    terms = Terms(due_at=DUE, late=late, percent=percent, floor=floor)
    soon, then = (what_counts(terms, DUE + hours * HOUR, 0) for hours in (first, first + later))
    assert not then.accepted or (soon.accepted and 0 <= soon.penalty <= then.penalty <= 100 - floor)
