"""Dates and extensions that change after something was handed in."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from submissions import policies
from submissions.intake import submit
from submissions.models import Assignment, Event, Grade, Submission, User
from submissions.reports import store
from tests import world

DAY = timedelta(days=1)


@pytest.fixture
def teacher(db: None) -> User:
    return world.student("teacher")


@pytest.fixture
def due(assignment: Assignment) -> datetime:
    now = timezone.now()
    Assignment.objects.update(due_at=now, late="percent", late_percent=10)
    assignment.refresh_from_db()
    return now


def late(student: User, assignment: Assignment, days: int, score: float = 100) -> Submission:
    now = (assignment.due_at or timezone.now()) + days * DAY
    found = submit(student, assignment, {"views.py": world.VIEW}, now=now)
    store(found.attempts.get(), world.result(score=score))
    return found


def test_an_extension_takes_the_penalty_back(
    student: User, assignment: Assignment, due: datetime, teacher: User
) -> None:
    found = late(student, assignment, 3)
    assert Grade.objects.get().points == 70
    policies.extend(assignment, student, teacher, due_at=due + 2 * DAY)
    found.refresh_from_db()
    assert (found.days_late, found.penalty) == (1, 10)
    assert (Grade.objects.get().points, Grade.objects.get().penalty) == (90, 10)


def test_an_extension_is_one_student_s(student: User, assignment: Assignment, due: datetime, teacher: User) -> None:
    late(student, assignment, 3)
    other = late(world.student("bob"), assignment, 3)
    policies.extend(assignment, student, teacher, due_at=due + 5 * DAY)
    other.refresh_from_db()
    assert other.penalty == 30


@pytest.mark.parametrize("worse", [{"late_percent": 50}, {"late": "cut_off"}, {"due_at": timezone.now() - 9 * DAY}])
def test_what_was_told_is_never_made_worse(
    student: User, assignment: Assignment, due: datetime, teacher: User, worse: dict[str, object]
) -> None:
    before = [late(student, assignment, days) for days in (0, 1)]
    policies.change(assignment, worse, teacher)
    for found, penalty in zip(before, (0, 10), strict=True):
        found.refresh_from_db()
        assert found.penalty <= penalty
    assert Grade.objects.get().points == 100


def test_a_later_due_date_takes_penalties_back(
    student: User, assignment: Assignment, due: datetime, teacher: User
) -> None:
    late(student, assignment, 2, score=50)
    assert Grade.objects.get().points == 40
    policies.change(assignment, {"due_at": due + 3 * DAY}, teacher)
    assert Grade.objects.get().points == 50


def test_a_withdrawn_extension_costs_nothing_afterwards(
    student: User, assignment: Assignment, due: datetime, teacher: User
) -> None:
    extension = policies.extend(assignment, student, teacher, due_at=due + 5 * DAY)
    late(student, assignment, 3)
    policies.withdraw(extension, teacher)
    assert Grade.objects.get().points == 100


def test_what_counts_can_be_changed_for_all(student: User, assignment: Assignment, teacher: User) -> None:
    for score in (90, 40):
        late(student, assignment, 0, score)
    policies.change(assignment, {"counting": "last"}, teacher)
    assert Grade.objects.get().points == 40


def test_a_change_is_logged_with_before_and_after_and_none_is_not(assignment: Assignment, teacher: User) -> None:
    assert policies.change(assignment, {"attempt_limit": 3, "counting": "best"}, teacher)
    assert not policies.change(assignment, {"attempt_limit": 3}, teacher)
    assert Event.objects.get().detail == {"attempt_limit": ["None", "3"]}


def test_a_second_extension_replaces_the_first(student: User, assignment: Assignment, teacher: User) -> None:
    for extra in (1, 3):
        policies.extend(assignment, student, teacher, extra_attempts=extra)
    assert assignment.extensions.get().extra_attempts == 3
