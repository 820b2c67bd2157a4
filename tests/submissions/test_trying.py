"""A try uses no attempt, runs no hidden check, and waits behind submissions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from submissions.attempts import ahead_of, claim_next, finish
from submissions.deadlines import Refused
from submissions.intake import enqueue, submit
from submissions.models import Assignment, Attempt, Grade, Submission, User
from submissions.publishing import publish
from submissions.reports import store
from submissions.trying import asked, can_be_tried
from tests import world

LEASE = timedelta(seconds=30)
HIDDEN = (
    world.TOML
    + b"""
[[checks]]
use = "signature"

[[checks]]
use = "concurrency"
visibility = "hidden"

[[checks]]
use = "awaiting"
visibility = "after_due_date"
"""
)


def a_try(author: User, assignment: Assignment) -> Submission:
    return submit(author, assignment, {"views.py": world.VIEW}, kind=Submission.Kind.TRY)


def end(submission: Submission, score: float = 100) -> None:
    store(submission.attempts.get(report=None), world.result(score=score))


def test_a_try_uses_no_attempt_and_is_no_grade(student: User, assignment: Assignment) -> None:
    Assignment.objects.update(attempt_limit=1)
    assignment.refresh_from_db()
    end(a_try(student, assignment))
    assert world.submission(student, assignment).number == 1
    assert Grade.objects.get().submission is None


def test_a_try_is_there_when_no_attempt_is_left_and_after_the_end(student: User, assignment: Assignment) -> None:
    Assignment.objects.update(attempt_limit=1, due_at=timezone.now() - timedelta(days=1), late="cut_off")
    assignment.refresh_from_db()
    assert not a_try(student, assignment).counts


def test_nothing_is_tried_before_it_opens(student: User, assignment: Assignment) -> None:
    Assignment.objects.update(opens_at=timezone.now() + timedelta(days=1))
    assignment.refresh_from_db()
    with pytest.raises(Refused, match="This opens"):
        a_try(student, assignment)


def test_what_a_try_may_not_show_is_not_run(student: User, assignment: Assignment) -> None:
    hiding = publish(assignment.course, "hiding", world.FOLDER | {"assignment.toml": HIDDEN})
    attempt = a_try(student, hiding).attempts.get()
    assert [check.id for check in asked(attempt).checks] == ["signature"]
    attempt = world.submission(student, hiding).attempts.get()
    assert [check.id for check in asked(attempt).checks] == ["signature", "concurrency", "awaiting"]


def test_what_has_nothing_to_show_cannot_be_tried(student: User, assignment: Assignment) -> None:
    all_hidden = HIDDEN.replace(b'use = "signature"', b'use = "signature"\nvisibility = "hidden"')
    secret = publish(assignment.course, "secret", world.FOLDER | {"assignment.toml": all_hidden})
    assert not can_be_tried(secret)
    with pytest.raises(Refused, match="no check that a try could show"):
        a_try(student, secret)


def test_a_student_has_one_try_at_a_time(student: User, assignment: Assignment) -> None:
    first = a_try(student, assignment)
    with pytest.raises(Refused, match="still being graded"):
        a_try(student, assignment)
    end(first)
    assert a_try(student, assignment).trying


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_one_is_taken(student: User, assignment: Assignment) -> None:
    barrier = Barrier(4)

    def send(_: int) -> bool:
        try:
            barrier.wait()
            a_try(student, assignment)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == [False, False, False, True]


def test_a_try_that_could_not_be_graded_makes_room_for_the_next(student: User, assignment: Assignment) -> None:
    store(a_try(student, assignment).attempts.get(), world.result("platform_error", 0))
    assert a_try(student, assignment).trying


def test_submissions_go_before_tries_and_tries_before_regrades(student: User, assignment: Assignment) -> None:
    old = world.submission(student, assignment)
    done = claim_next(old.attempts.get().id, LEASE)
    assert done is not None
    finish(done, world.result())
    regrade = enqueue(old, Attempt.Queue.REGRADE)
    tried = a_try(student, assignment).attempts.get()
    first, second = (world.submission(student, assignment).attempts.get() for _ in range(2))
    assert [ahead_of(each) for each in (first, second, tried, regrade)] == [0, 1, 2, 3]
    taken = [claim_next(regrade.id, LEASE) for _ in range(4)]
    assert [each and each.attempt.id for each in taken] == [first.id, second.id, tried.id, regrade.id]
    assert claim_next(regrade.id, LEASE) is None


def test_the_message_of_a_submission_takes_nothing_else(student: User, assignment: Assignment) -> None:
    waiting = world.submission(student, assignment).attempts.get()
    mine = world.submission(student, assignment).attempts.get()
    taken = claim_next(mine.id, LEASE)
    assert taken is not None
    assert taken.attempt == mine
    assert finish(taken, world.result())
    assert claim_next(mine.id, LEASE) is None
    waiting.refresh_from_db()
    assert waiting.state == "queued"


def test_what_waits_for_its_next_try_is_passed_over(student: User, assignment: Assignment) -> None:
    later = world.submission(student, assignment).attempts.get()
    Attempt.objects.update(not_before=timezone.now() + timedelta(hours=1))
    tried = a_try(student, assignment).attempts.get()
    taken = claim_next(tried.id, LEASE)
    assert taken is not None
    assert taken.attempt == tried
    assert later.id != tried.id
