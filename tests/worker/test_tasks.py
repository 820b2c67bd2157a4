"""What a task does with a message, and with a fault that is not the student's."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.utils import timezone

from submissions.attempts import MAX_TRIES
from submissions.messages import GRADE
from submissions.models import Attempt, Submission
from tests import world
from worker import own
from worker.tasks import grade_attempt


@pytest.fixture
def no_sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which nothing can confine any more."""
    own.discard()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")
    yield
    own.discard()


@pytest.fixture
def attempt(db: None) -> Attempt:
    return world.submission(world.student(), world.assignment()).attempts.get()


def test_a_fault_of_the_platform_frees_the_attempt_for_another_try(attempt: Attempt, no_sandbox: None) -> None:
    grade_attempt(str(attempt.id))
    attempt.refresh_from_db()
    assert (attempt.state, attempt.tries) == ("queued", 1)
    assert attempt.not_before > timezone.now()


def test_a_fault_that_lasts_ends_in_a_refund_with_a_reference(attempt: Attempt, no_sandbox: None) -> None:
    for _ in range(MAX_TRIES):
        Attempt.objects.update(not_before=timezone.now())
        grade_attempt(str(attempt.id))
    report = attempt.submission.reports.get()
    assert report.status == "platform_error"
    assert attempt.reference in report.body
    assert not Submission.objects.get().counts


def test_a_message_for_an_attempt_that_is_done_or_unknown_is_dropped(attempt: Attempt) -> None:
    Attempt.objects.update(state="done")
    grade_attempt(str(attempt.id))
    grade_attempt(str(uuid4()))
    attempt.refresh_from_db()
    assert attempt.tries == 0


def test_a_message_of_a_later_version_is_understood(attempt: Attempt) -> None:
    Attempt.objects.update(state="done")
    grade_attempt(str(attempt.id), schema=2, priority="high")


def test_the_task_is_known_by_the_name_that_messages_carry() -> None:
    assert grade_attempt.name == GRADE == "grader.grade"
