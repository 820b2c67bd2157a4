"""Which report the grade is taken from, and which submissions use an attempt."""

import pytest
from django.db import IntegrityError

from checks.report import Finding, Status
from submissions.intake import enqueue
from submissions.models import Report, Submission
from submissions.reports import store
from tests import world

SYNTAX_ERROR = Finding.of("syntax-error", "This line is not Python.", path="views.py", line=1)
BLOCKING = Finding.of("blocking-sleep", "time.sleep(2) holds the event loop for 2.0 s.", path="views.py", line=6)


def counts(submission: Submission) -> bool:
    submission.refresh_from_db()
    return submission.counts


@pytest.mark.parametrize("status", ["instructor_error", "platform_error", "rejected"])
def test_what_is_not_the_students_fault_uses_no_attempt(submission: Submission, status: Status) -> None:
    store(submission.attempts.get(), world.result(status, score=0))
    assert not counts(submission)


def test_what_does_not_parse_uses_no_attempt(submission: Submission) -> None:
    store(submission.attempts.get(), world.result(score=0, findings=(SYNTAX_ERROR,)))
    assert not counts(submission)


def test_lost_points_use_an_attempt(submission: Submission) -> None:
    store(submission.attempts.get(), world.result(score=0, findings=(BLOCKING,)))
    assert counts(submission)


def test_a_later_grade_replaces_the_official_one_and_the_earlier_is_kept(submission: Submission) -> None:
    first = store(submission.attempts.get(), world.result(score=50))
    second = store(enqueue(submission), world.result(score=60))
    assert submission.reports.get(official=True) == second
    assert submission.reports.get(official=False) == first


def test_a_grade_is_not_lost_to_a_later_fault_of_the_platform(submission: Submission) -> None:
    grade = store(submission.attempts.get(), world.result(score=50))
    store(enqueue(submission), world.result("platform_error", score=0))
    assert submission.reports.get(official=True) == grade


def test_a_fault_of_the_platform_is_replaced_by_a_later_grade(submission: Submission) -> None:
    store(submission.attempts.get(), world.result("platform_error", score=0))
    grade = store(enqueue(submission), world.result(score=50))
    assert submission.reports.get(official=True) == grade


def test_two_official_reports_cannot_be_stored(submission: Submission) -> None:
    store(submission.attempts.get(), world.result())
    with pytest.raises(IntegrityError):
        Report.objects.create(
            attempt=enqueue(submission), submission=submission, status="graded", score=1, max_score=1, body="{}"
        )
