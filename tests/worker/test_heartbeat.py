"""A lease lasts as long as its worker."""

from datetime import timedelta

import pytest
from django.db import connection

from submissions.attempts import Claim, claim
from submissions.models import Attempt
from tests import world
from tests.waiting import until
from worker.heartbeat import keep

SHORT = timedelta(seconds=0.15)


@pytest.fixture
def taken(transactional_db: None) -> Claim:
    submission = world.submission(world.student(), world.assignment())
    found = claim(submission.attempts.get().id, SHORT)
    assert found is not None
    return found


def test_a_lease_is_extended_while_the_work_lasts(taken: Claim) -> None:
    first = taken.mine.get().lease_until
    assert first is not None
    with keep(taken):
        until(lambda: taken.mine.filter(lease_until__gt=first + SHORT).exists())
    assert claim(taken.attempt.id, SHORT) is None


def test_a_lease_is_not_extended_after_the_work(taken: Claim) -> None:
    with keep(taken):
        pass
    assert until(lambda: claim(taken.attempt.id, SHORT)).attempt == taken.attempt


def test_a_lost_lease_is_said(taken: Claim, caplog: pytest.LogCaptureFixture) -> None:
    with keep(taken):
        Attempt.objects.update(state="queued", token=None, lease_until=None)
        until(lambda: "somebody else took it over" in caplog.text)


def test_a_lease_is_kept_when_the_database_is_busy_for_a_time(taken: Claim, caplog: pytest.LogCaptureFixture) -> None:
    connection.cursor().execute("ALTER TABLE submissions_attempt RENAME TO away")
    with keep(taken):
        until(lambda: "could not be extended" in caplog.text)
        connection.cursor().execute("ALTER TABLE away RENAME TO submissions_attempt")
        first = taken.mine.get().lease_until
        until(lambda: taken.mine.exclude(lease_until=first).exists())
