"""Which submissions are taken, what they count for, and which of them use an attempt."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from checks.report import Finding, Status
from submissions.deadlines import Refused
from submissions.intake import enqueue, submit
from submissions.models import Assignment, Attempt, Enrolment, Extension, Submission, User
from submissions.reports import store
from tests import world

DAY = timedelta(days=1)
SYNTAX_ERROR = Finding.of("syntax-error", "This line is not Python.", path="views.py", line=1)


def limited(assignment: Assignment, **terms: object) -> Assignment:
    Assignment.objects.filter(pk=assignment.pk).update(**terms)
    assignment.refresh_from_db()
    return assignment


def graded(
    submission: Submission, score: float = 100, status: Status = "graded", findings: tuple[Finding, ...] = ()
) -> None:
    store(submission.attempts.get(report=None), world.result(status, score, findings))


def test_what_a_submission_counts_for_is_stored_with_it(student: User, assignment: Assignment) -> None:
    now = timezone.now()
    limited(assignment, due_at=now, late="percent", late_percent=10)
    found = submit(student, assignment, {"views.py": world.VIEW}, now=now + 2 * DAY)
    assert (found.number, found.days_late, found.penalty) == (1, 2, 20)


def test_a_refusal_stores_nothing(student: User, assignment: Assignment) -> None:
    limited(assignment, due_at=timezone.now() - DAY, late="cut_off")
    with pytest.raises(Refused, match="This closed"):
        world.submission(student, assignment)
    assert not Submission.objects.exists()
    assert not Attempt.objects.exists()


def test_no_more_is_taken_than_the_limit(student: User, assignment: Assignment) -> None:
    limited(assignment, attempt_limit=2)
    assert [world.submission(student, assignment).number for _ in range(2)] == [1, 2]
    with pytest.raises(Refused, match="used all 2 attempts"):
        world.submission(student, assignment)


def test_the_limit_is_each_student_s_own(student: User, assignment: Assignment) -> None:
    limited(assignment, attempt_limit=1)
    world.submission(student, assignment)
    assert world.submission(world.student("bob"), assignment).number == 1


def test_an_extension_gives_one_student_more(student: User, assignment: Assignment) -> None:
    limited(assignment, attempt_limit=1, due_at=timezone.now() - DAY, late="cut_off")
    Extension.objects.create(assignment=assignment, student=student, due_at=timezone.now() + DAY, extra_attempts=1)
    assert [world.submission(student, assignment).days_late for _ in range(2)] == [0, 0]
    with pytest.raises(Refused):
        world.submission(world.student("bob"), assignment)


def test_the_same_form_sent_again_after_the_last_attempt_is_still_the_same(
    student: User, assignment: Assignment
) -> None:
    limited(assignment, attempt_limit=1)
    first, second = (submit(student, assignment, {"views.py": world.VIEW}, once="form") for _ in range(2))
    assert first == second


@pytest.mark.parametrize("status", ["rejected", "instructor_error", "platform_error"])
def test_what_is_not_the_student_s_fault_gives_the_attempt_back(
    student: User, assignment: Assignment, status: Status
) -> None:
    limited(assignment, attempt_limit=1)
    graded(world.submission(student, assignment), 0, status)
    assert world.submission(student, assignment).number == 1


def test_what_does_not_parse_gives_the_attempt_back(student: User, assignment: Assignment) -> None:
    limited(assignment, attempt_limit=1)
    graded(world.submission(student, assignment), 0, findings=(SYNTAX_ERROR,))
    assert world.submission(student, assignment).number == 1


def test_a_regrade_uses_no_attempt(student: User, assignment: Assignment) -> None:
    limited(assignment, attempt_limit=2)
    first = world.submission(student, assignment)
    graded(first)
    enqueue(first, Attempt.Queue.REGRADE)
    graded(first)
    assert world.submission(student, assignment).number == 2


def test_an_attempt_that_was_given_back_stays_so(student: User, assignment: Assignment) -> None:
    first = world.submission(student, assignment)
    graded(first, 0, "platform_error")
    enqueue(first)
    graded(first, 100)
    first.refresh_from_db()
    assert not first.counts


def test_who_teaches_submits_without_dates_and_limits(assignment: Assignment) -> None:
    limited(assignment, attempt_limit=1, due_at=timezone.now() - DAY, late="cut_off")
    teacher = world.student("teacher")
    Enrolment.objects.create(course=assignment.course, user=teacher, role=Enrolment.Role.ASSISTANT)
    assert [world.submission(teacher, assignment).days_late for _ in range(2)] == [0, 0]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_for_the_last_attempt_one_is_taken(student: User, assignment: Assignment) -> None:
    limited(assignment, attempt_limit=2)
    world.submission(student, assignment)
    barrier = Barrier(6)

    def send(number: int) -> bool:
        try:
            barrier.wait()
            world.submission(student, assignment, world.VIEW + b"# %d\n" % number)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(send, range(6))) == [False] * 5 + [True]
    assert list(Submission.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_without_a_limit_all_at_once_are_taken(student: User, assignment: Assignment) -> None:
    barrier = Barrier(4)

    def send(number: int) -> None:
        try:
            barrier.wait()
            world.submission(student, assignment, world.VIEW + b"# %d\n" % number)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))
    assert list(Submission.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
