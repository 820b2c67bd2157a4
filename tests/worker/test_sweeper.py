"""What was interrupted is repaired, by however many sweepers."""

from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from submissions.attempts import MAX_TRIES, claim
from submissions.models import Attempt
from tests import world
from tests.waiting import until
from worker.sweeper import run, sweep

PAST = timedelta(seconds=-1)


@pytest.fixture
def attempt(db: None) -> Attempt:
    """Its message never left, since the test's transaction is not committed."""
    return world.submission(world.student(), world.assignment()).attempts.get()


def messages(attempt: Attempt) -> list[Path]:
    return [path for path in (settings.DATA / "queue").glob("*.grade.msg") if str(attempt.id) in path.read_text()]


def long_ago(attempt: Attempt) -> None:
    Attempt.objects.filter(id=attempt.id).update(resend_at=timezone.now())


def test_a_message_that_was_lost_is_sent_again(attempt: Attempt) -> None:
    long_ago(attempt)
    sweep()
    assert len(messages(attempt)) == 1


def test_a_message_that_may_still_be_on_its_way_is_not_repeated(attempt: Attempt) -> None:
    sweep()
    assert messages(attempt) == []


def test_a_second_sweeper_sends_nothing_more(attempt: Attempt) -> None:
    long_ago(attempt)
    sweep()
    sweep()
    assert len(messages(attempt)) == 1


def test_an_attempt_whose_worker_died_is_queued_and_its_message_sent(attempt: Attempt) -> None:
    claim(attempt.id, PAST)
    sweep()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.tries) == ("queued", 1)
    assert len(messages(attempt)) == 1


def test_an_attempt_whose_worker_lives_is_left_alone(attempt: Attempt) -> None:
    claim(attempt.id, timedelta(seconds=30))
    sweep()
    attempt.refresh_from_db()
    assert attempt.state == "running"
    assert messages(attempt) == []


def test_an_attempt_with_no_try_left_ends_in_a_report_and_a_refund(attempt: Attempt) -> None:
    for _ in range(MAX_TRIES):
        claim(attempt.id, PAST)
    sweep()
    sweep()
    attempt.refresh_from_db()
    assert attempt.state == "done"
    assert attempt.submission.reports.get().status == "platform_error"
    assert not attempt.submission.counts
    assert messages(attempt) == []


def test_a_finished_attempt_is_left_alone(attempt: Attempt) -> None:
    Attempt.objects.update(state="done", resend_at=timezone.now())
    sweep()
    assert messages(attempt) == []


@pytest.mark.django_db(transaction=True)
def test_the_sweeper_sweeps_until_it_is_stopped(attempt: Attempt) -> None:
    stop = Event()

    def work() -> None:
        run(0.01, stop)
        connection.close()

    thread = Thread(target=work)
    thread.start()
    try:
        long_ago(attempt)
        until(lambda: messages(attempt))
    finally:
        stop.set()
        thread.join()
