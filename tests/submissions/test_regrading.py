"""A regrade waits behind everybody, and changes nothing until somebody has looked at it."""

from collections.abc import Sequence

import pytest

from checks.report import Finding
from submissions import regrading
from submissions.intake import enqueue
from submissions.models import Assignment, Attempt, Event, Grade, Regrade, Submission, User
from submissions.publishing import publish
from submissions.reports import store
from tests import world

BLOCKING = Finding.of("blocking-sleep", "time.sleep(2) holds the event loop for 2.0 s.", path="views.py", line=6)
HARDER = world.FOLDER | {"README.md": b"Wait three seconds."}


@pytest.fixture
def teacher(db: None) -> User:
    return world.student("teacher")


def handed_in(author: User, assignment: Assignment, *scores: float) -> list[Submission]:
    found = [world.submission(author, assignment) for _ in scores]
    for submission, score in zip(found, scores, strict=True):
        store(submission.attempts.get(), world.result(score=score))
    Attempt.objects.update(state="done")
    return found


def graded_again(regrade: Regrade, *scores: float) -> None:
    for attempt, score in zip(regrade.attempts.order_by("submission__created_at"), scores, strict=True):
        store(attempt, world.result(score=score))
    regrade.attempts.update(state="done")


@pytest.mark.parametrize(
    ("which", "chosen"),
    [("all", [0, 1, 2, 3]), ("latest", [2, 3]), ("best", [1, 3]), ("failed", [0, 2])],
)
def test_what_is_graded_again_is_chosen(
    student: User, assignment: Assignment, teacher: User, which: str, chosen: Sequence[int]
) -> None:
    found = handed_in(student, assignment, 20, 100, 60) + handed_in(world.student("bob"), assignment, 100)
    world.submission(student, assignment)  # waits for its first report
    regrade = regrading.start(assignment, which, teacher)
    assert {each.submission for each in regrade.attempts.all()} == {found[place] for place in chosen}


def test_a_regrade_waits_in_its_own_queue_behind_all(student: User, assignment: Assignment, teacher: User) -> None:
    handed_in(student, assignment, 50)
    attempt = regrading.start(assignment, "all", teacher).attempts.get()
    assert (attempt.queue, attempt.urgency) == ("regrade", Attempt.Urgency.REGRADE)


def test_a_regrade_is_by_the_assignment_as_it_is_now(student: User, assignment: Assignment, teacher: User) -> None:
    handed_in(student, assignment, 50)
    changed = publish(assignment.course, assignment.slug, HARDER)
    attempt = regrading.start(changed, "all", teacher).attempts.get()
    assert (attempt.revision.number, attempt.submission.revision.number) == (2, 1)


def test_nothing_changes_before_it_is_accepted(student: User, assignment: Assignment, teacher: User) -> None:
    handed_in(student, assignment, 50)
    regrade = regrading.start(assignment, "all", teacher)
    graded_again(regrade, 90)
    assert Grade.objects.get().points == 50
    [found] = regrading.differences(regrade)
    assert (found.points, found.changed) == (40, True)


def test_the_difference_names_the_checks_that_flipped(student: User, assignment: Assignment, teacher: User) -> None:
    handed_in(student, assignment, 50)
    regrade = regrading.start(assignment, "all", teacher)
    failed = world.result(score=0, findings=(BLOCKING,))
    store(regrade.attempts.get(), failed)
    [found] = regrading.differences(regrade)
    assert [(flip.check_id, flip.before, flip.after) for flip in found.flips] == [("signature", "passed", "failed")]


def test_what_is_accepted_is_official_and_its_difference_stays(
    student: User, assignment: Assignment, teacher: User
) -> None:
    handed_in(student, assignment, 50, 60)
    regrade = regrading.start(assignment, "all", teacher)
    graded_again(regrade, 90, 10)
    assert regrading.accept(regrade, teacher)
    assert Grade.objects.get().points == 90
    assert {each.points for each in regrading.differences(regrade)} == {40, -50}


def test_what_is_dropped_changes_nothing(student: User, assignment: Assignment, teacher: User) -> None:
    handed_in(student, assignment, 50)
    regrade = regrading.start(assignment, "all", teacher)
    graded_again(regrade, 90)
    assert regrading.drop(regrade, teacher)
    assert not regrading.accept(regrade, teacher)
    assert Grade.objects.get().points == 50


def test_a_regrade_is_accepted_once_and_not_before_it_is_done(
    student: User, assignment: Assignment, teacher: User
) -> None:
    handed_in(student, assignment, 50)
    regrade = regrading.start(assignment, "all", teacher)
    assert regrading.left(regrade) == 1
    assert not regrading.accept(regrade, teacher)
    graded_again(regrade, 90)
    assert regrading.left(regrade) == 0
    assert [regrading.accept(regrade, teacher) for _ in range(2)] == [True, False]
    assert not regrading.drop(regrade, teacher)


def test_what_could_not_be_graded_again_keeps_its_report(student: User, assignment: Assignment, teacher: User) -> None:
    [found] = handed_in(student, assignment, 50)
    regrade = regrading.start(assignment, "all", teacher)
    store(regrade.attempts.get(), world.result("platform_error", 0))
    regrade.attempts.update(state="done")
    regrading.accept(regrade, teacher)
    found.refresh_from_db()
    assert Grade.objects.get().points == 50
    assert found.counts


def test_what_became_official_meanwhile_stays(student: User, assignment: Assignment, teacher: User) -> None:
    [found] = handed_in(student, assignment, 50)
    regrade = regrading.start(assignment, "all", teacher)
    graded_again(regrade, 90)
    store(enqueue(found), world.result(score=70))
    regrading.accept(regrade, teacher)
    assert Grade.objects.get().points == 70


def test_a_regrade_is_in_the_log(student: User, assignment: Assignment, teacher: User) -> None:
    handed_in(student, assignment, 50)
    regrade = regrading.start(assignment, "all", teacher)
    graded_again(regrade, 50)
    regrading.accept(regrade, teacher)
    assert [event.summary for event in Event.objects.all()] == ["made a regrade official", "regrades 1 submissions"]
