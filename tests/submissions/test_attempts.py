"""Who may work on an attempt, and who may write what came of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TypeVar
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from submissions.attempts import (
    MAX_TRIES,
    Claim,
    ahead_of,
    claim,
    exhausted,
    extend,
    finish,
    give_up,
    overdue,
    release,
    requeue_expired,
    take_turn,
)
from submissions.models import Attempt, Report, Submission
from tests import world

T = TypeVar("T")
LEASE = timedelta(seconds=30)
PAST = timedelta(seconds=-1)


def taken(attempt: Attempt, lease: timedelta = LEASE) -> Claim:
    found = claim(attempt.id, lease)
    assert found is not None
    return found


def use_up(attempt: Attempt) -> None:
    """Every try is claimed by a worker that dies."""
    for _ in range(MAX_TRIES):
        taken(attempt, PAST)


def at_once(number: int, call: Callable[[], T]) -> list[T]:
    """What ``call`` returns in so many threads that start together, each with its own connection."""
    barrier = Barrier(number)

    def run(_: int) -> T:
        try:
            barrier.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_a_waiting_attempt_is_claimed_and_runs(attempt: Attempt) -> None:
    found = taken(attempt)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.token, attempt.tries) == ("running", found.token, 1)


def test_a_claimed_attempt_is_not_claimed_again(attempt: Attempt) -> None:
    taken(attempt)
    assert claim(attempt.id, LEASE) is None


@pytest.mark.django_db(transaction=True)
def test_of_many_that_claim_at_once_exactly_one_wins(attempt: Attempt) -> None:
    found = at_once(8, lambda: claim(attempt.id, LEASE))
    assert sum(each is not None for each in found) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_that_finish_at_once_exactly_one_writes(attempt: Attempt) -> None:
    mine = taken(attempt)
    assert sorted(at_once(2, lambda: finish(mine, world.result()))) == [False, True]
    assert Report.objects.count() == 1


def test_an_unknown_attempt_is_not_claimed(db: None) -> None:
    assert claim(UUID(int=0), LEASE) is None


def test_an_attempt_whose_lease_ran_out_is_claimed_anew(attempt: Attempt) -> None:
    dead = taken(attempt, PAST)
    assert taken(attempt).token != dead.token


def test_a_lease_that_is_extended_does_not_run_out(attempt: Attempt) -> None:
    mine = taken(attempt, PAST)
    assert extend(Claim(mine.attempt, mine.token, LEASE))
    assert claim(attempt.id, LEASE) is None


def test_a_claim_that_was_lost_cannot_be_extended(attempt: Attempt) -> None:
    late = taken(attempt, PAST)
    taken(attempt)
    assert not extend(late)


def test_a_claim_that_was_lost_cannot_write_a_report(attempt: Attempt) -> None:
    late, now = taken(attempt, PAST), taken(attempt)
    assert not finish(late, world.result(score=0))
    assert finish(now, world.result(score=100))
    assert attempt.submission.reports.get().score == 100


def test_a_claim_that_was_lost_cannot_be_released(attempt: Attempt) -> None:
    late, now = taken(attempt, PAST), taken(attempt)
    release(late)
    assert extend(now)


def test_a_finished_attempt_is_not_claimed(attempt: Attempt) -> None:
    assert finish(taken(attempt), world.result())
    assert claim(attempt.id, LEASE) is None


def test_a_finished_attempt_has_one_official_report(attempt: Attempt) -> None:
    finish(taken(attempt), world.result(score=70))
    report = attempt.submission.reports.get()
    assert (report.official, report.status, report.score, report.max_score) == (True, "graded", 70, 100)
    assert report.parsed() == world.result(score=70)


def test_a_released_attempt_waits_a_little_for_its_next_try(attempt: Attempt) -> None:
    release(taken(attempt))
    assert claim(attempt.id, LEASE) is None
    Attempt.objects.update(not_before=timezone.now())
    assert claim(attempt.id, LEASE) is not None


def test_an_attempt_is_not_claimed_when_its_tries_are_used_up(attempt: Attempt) -> None:
    use_up(attempt)
    assert claim(attempt.id, LEASE) is None


def test_an_attempt_is_given_up_when_its_last_try_is_released(attempt: Attempt) -> None:
    Attempt.objects.update(tries=MAX_TRIES - 1)
    release(taken(attempt))
    assert attempt.submission.reports.get().status == "platform_error"


def test_an_attempt_that_is_given_up_costs_the_student_nothing(attempt: Attempt) -> None:
    use_up(attempt)
    assert give_up(attempt.id)
    assert not Submission.objects.get().counts


def test_an_attempt_that_is_given_up_shows_its_reference_and_whose_fault_it_is(attempt: Attempt) -> None:
    use_up(attempt)
    give_up(attempt.id)
    report = attempt.submission.reports.get().parsed()
    assert report.fault is not None
    assert report.fault.owner == "platform"
    assert attempt.reference in report.fault.message
    assert (report.score, report.max_score) == (0, 100)


def test_an_attempt_with_tries_left_is_not_given_up(attempt: Attempt) -> None:
    taken(attempt, PAST)
    assert not give_up(attempt.id)


def test_an_attempt_at_its_last_try_is_not_given_up_while_its_worker_lives(attempt: Attempt) -> None:
    Attempt.objects.update(tries=MAX_TRIES - 1)
    last = taken(attempt)
    assert not give_up(attempt.id)
    assert not exhausted(timezone.now()).exists()
    assert finish(last, world.result())


def test_a_worker_that_comes_back_after_giving_up_writes_nothing(attempt: Attempt) -> None:
    Attempt.objects.update(tries=MAX_TRIES - 1)
    late = taken(attempt, PAST)
    assert give_up(attempt.id)
    assert not finish(late, world.result())
    assert attempt.submission.reports.get().status == "platform_error"


def test_an_attempt_left_by_its_worker_is_queued_again(attempt: Attempt) -> None:
    taken(attempt, PAST)
    assert requeue_expired(timezone.now()) == 1
    assert list(overdue(timezone.now())) == [attempt]


def test_an_attempt_whose_worker_lives_is_left_alone(attempt: Attempt) -> None:
    taken(attempt)
    assert requeue_expired(timezone.now()) == 0
    assert not overdue(timezone.now() + timedelta(hours=1)).exists()


def test_a_message_is_due_again_ten_seconds_after_it_was_sent(attempt: Attempt) -> None:
    sent = attempt.created_at
    assert not overdue(sent + timedelta(seconds=9)).exists()
    assert overdue(sent + timedelta(seconds=10)).exists()


def test_of_two_sweepers_one_sends_the_message(attempt: Attempt) -> None:
    now = attempt.created_at + timedelta(seconds=10)
    first, second = overdue(now).get(), overdue(now).get()
    assert [take_turn(first, now), take_turn(second, now)] == [True, False]


def test_a_message_is_repeated_ever_more_rarely(attempt: Attempt) -> None:
    sent = []
    for second in range(200):
        now = attempt.created_at + timedelta(seconds=second)
        sent += [second for each in overdue(now) if take_turn(each, now)]
    assert sent == [10, 20, 40, 80, 160]


def test_attempts_of_the_same_queue_that_came_earlier_are_ahead(attempt: Attempt, submission: Submission) -> None:
    later = world.submission(submission.author, submission.assignment).attempts.get()
    assert (ahead_of(attempt), ahead_of(later)) == (0, 1)
