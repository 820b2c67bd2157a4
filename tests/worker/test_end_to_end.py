"""A submission's way from the queue to its report, with a real worker and a real sandbox."""

import pytest

from checks.report import Report
from submissions.messages import send
from submissions.models import Submission
from tests import world
from tests.waiting import until

pytestmark = [
    pytest.mark.needs("sandbox"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("worker"),
]


def handed_in(view: bytes) -> Submission:
    return world.submission(world.student(), world.assignment(), view)


def report_on(submission: Submission) -> Report:
    return until(lambda: submission.reports.filter(official=True).first()).parsed()


def test_a_correct_view_gets_full_marks() -> None:
    submission = handed_in(world.VIEW)
    report = report_on(submission)
    assert (report.status, report.score) == ("graded", report.max_score)
    assert report.submission.digest == submission.digest
    assert submission.attempts.get().tries == 1


def test_a_blocking_view_loses_the_points_of_the_check_it_fails() -> None:
    report = report_on(handed_in(world.BLOCKING))
    assert {check.id for check in report.checks if check.outcome == "failed"} == {"concurrency"}
    assert report.score == report.max_score - 50


def test_a_view_that_does_not_parse_is_graded_and_uses_no_attempt() -> None:
    submission = handed_in(b"async view def slow_view(request):\n    pass\n")
    assert report_on(submission).status == "graded"
    submission.refresh_from_db()
    assert not submission.counts


def test_a_message_that_comes_twice_changes_nothing() -> None:
    submission = handed_in(world.VIEW)
    attempt = submission.attempts.get()
    send(attempt)
    report_on(submission)
    send(attempt)
    report_on(world.submission(submission.author, submission.assignment, world.BLOCKING))
    assert (submission.reports.count(), submission.attempts.get().tries) == (1, 1)
