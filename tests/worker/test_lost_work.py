"""Whatever is killed or lost, every accepted submission ends in exactly one report."""

from pathlib import Path

import pytest
from django.utils import timezone

from submissions.models import Attempt, Submission
from tests import world
from tests.waiting import until
from tests.worker.conftest import empty_queue, kill, start
from worker.sweeper import sweep

pytestmark = [pytest.mark.needs("sandbox"), pytest.mark.django_db(transaction=True)]


def swept(submission: Submission) -> bool:
    sweep()
    return submission.reports.exists()


def test_a_submission_whose_worker_is_killed_is_graded_by_the_next(tmp_path_factory: pytest.TempPathFactory) -> None:
    first = start(tmp_path_factory.mktemp("first"))
    try:
        submission = world.submission(world.student(), world.assignment(), world.HANGING)
        until(lambda: submission.attempts.filter(state="running").exists())
    finally:
        kill(first)
    second = start(tmp_path_factory.mktemp("second"))
    try:
        until(lambda: swept(submission), within=60)
    finally:
        kill(second)
    assert submission.reports.get().status == "graded"
    assert submission.attempts.get().tries == 2


def test_a_submission_whose_message_is_lost_is_graded(tmp_path: Path) -> None:
    submission = world.submission(world.student(), world.assignment())
    empty_queue()
    worker = start(tmp_path)
    try:
        Attempt.objects.update(resend_at=timezone.now())
        until(lambda: swept(submission))
    finally:
        kill(worker)
    assert submission.reports.get().status == "graded"
