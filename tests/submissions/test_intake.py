"""What is handed in is stored with the attempt that grades it, or refused with nothing stored."""

from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoCaptureOnCommitCallbacks

from checks.intake import Rejected
from submissions.intake import enqueue, submit
from submissions.models import Assignment, Attempt, Submission, User
from tests import world


def waiting() -> list[Path]:
    return sorted((settings.DATA / "queue").glob("*.grade.msg"))


@pytest.fixture(autouse=True)
def _empty_queue() -> None:
    for message in (settings.DATA / "queue").glob("*.msg"):
        message.unlink()


def test_a_submission_is_stored_with_an_attempt_that_waits(student: User, assignment: Assignment) -> None:
    submission = submit(student, assignment, {"views.py": world.VIEW})
    attempt = submission.attempts.get()
    assert submission.files == {"views.py": world.VIEW.decode()}
    assert submission.revision == assignment.current_revision
    assert submission.counts
    assert (attempt.state, attempt.queue, attempt.tries) == ("queued", "grade", 0)


def test_the_same_files_have_the_same_digest(student: User, assignment: Assignment) -> None:
    first, second = (world.submission(student, assignment) for _ in range(2))
    other = world.submission(student, assignment, world.VIEW + b"# changed\n")
    assert first.digest == second.digest != other.digest
    assert first.digest.startswith("sha256:")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"a = '\x00'\n", b"#" * (256 * 1024 + 1)])
def test_what_cannot_be_read_is_refused_and_nothing_is_stored(
    student: User, assignment: Assignment, data: bytes
) -> None:
    with pytest.raises(Rejected):
        submit(student, assignment, {"views.py": data})
    assert not Submission.objects.exists()
    assert not Attempt.objects.exists()


def test_what_does_not_parse_comes_in(student: User, assignment: Assignment) -> None:
    assert submit(student, assignment, {"views.py": b"async view def slow_view(request):\n"}).attempts.exists()


def test_the_message_leaves_when_the_submission_is_stored(
    student: User, assignment: Assignment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        submit(student, assignment, {"views.py": world.VIEW})
        assert waiting() == []
    assert len(waiting()) == 1


def test_a_broker_that_takes_no_message_loses_no_submission(
    student: User,
    assignment: Assignment,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder = settings.DATA / "queue"
    folder.rename(settings.DATA / "away")
    folder.write_text("no folder")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            submission = submit(student, assignment, {"views.py": world.VIEW})
    finally:
        folder.unlink()
        (settings.DATA / "away").rename(folder)
    assert submission.attempts.get().state == "queued"
    assert "the broker takes no message" in caplog.text


def test_a_regrade_waits_in_a_queue_of_its_own(submission: Submission) -> None:
    assert enqueue(submission, Attempt.Queue.REGRADE).queue == "regrade"
    assert submission.attempts.count() == 2


def test_nothing_is_handed_in_where_nothing_is_asked(student: User, assignment: Assignment) -> None:
    assignment.current_revision = None
    with pytest.raises(ValueError, match="nothing to submit to"):
        submit(student, assignment, {"views.py": world.VIEW})
