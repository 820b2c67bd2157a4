"""A validation has one worker at a time, and ends whatever happens to it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from submissions import validations
from submissions.attempts import MAX_TRIES
from submissions.models import Assignment, ValidationRun
from tests import world
from tests.submissions.test_authoring import found


@pytest.fixture
def run(assignment: Assignment) -> ValidationRun:
    return validations.start(assignment.revisions.get(), world.student())


def again(run: ValidationRun) -> None:
    """As if its lease had run out."""
    past = timezone.now() - timedelta(seconds=1)
    ValidationRun.objects.filter(pk=run.pk, state="running").update(lease_until=past)


def test_starting_twice_is_one_run(run: ValidationRun) -> None:
    assert validations.start(run.revision, world.student("bob")) == run
    assert ValidationRun.objects.count() == 1


def test_one_worker_at_a_time(run: ValidationRun) -> None:
    assert validations.claim(run.pk)
    assert validations.claim(run.pk) is None


def test_who_was_overtaken_changes_nothing(run: ValidationRun) -> None:
    slow = validations.claim(run.pk)
    again(run)
    fast = validations.claim(run.pk)
    assert slow is not None
    assert fast is not None
    assert not validations.tell(slow, "reference plain.py", 1)
    assert not validations.finish(slow, found(run.revision))
    assert validations.tell(fast, "reference plain.py", 1)
    assert validations.finish(fast, found(run.revision))


def test_what_was_found_is_kept_until_it_is_validated_again(run: ValidationRun) -> None:
    claim = validations.claim(run.pk)
    assert claim is not None
    validations.finish(claim, found(run.revision))
    run.refresh_from_db()
    assert run.parsed() == found(run.revision)
    assert validations.claim(run.pk) is None
    started = validations.start(run.revision, world.student("bob"))
    assert (started.state, started.parsed()) == ("queued", None)


def test_after_the_last_try_it_ends_with_a_sentence(run: ValidationRun) -> None:
    for _ in range(MAX_TRIES):
        claim = validations.claim(run.pk)
        assert claim is not None
        validations.release(claim)
    run.refresh_from_db()
    assert (run.finished, run.fault) == (True, validations.GIVEN_UP)


def test_what_killed_workers_left_is_ended_by_the_sweeper(run: ValidationRun) -> None:
    for _ in range(MAX_TRIES):
        assert validations.claim(run.pk)
        again(run)
    validations.sweep(timezone.now())
    run.refresh_from_db()
    assert run.fault == validations.GIVEN_UP


def test_what_waits_too_long_is_sent_again_once(run: ValidationRun) -> None:
    due = timezone.now() + timedelta(hours=1)
    validations.sweep(due)
    run.refresh_from_db()
    assert run.resend_at > due
