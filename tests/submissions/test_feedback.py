"""Points that people give, and what they say of lines."""

import pytest

from submissions import feedback
from submissions.feedback import NotPossible
from submissions.intake import enqueue
from submissions.models import Event, Grade, Result, Submission, User
from submissions.reports import store
from tests import world


@pytest.fixture
def teacher(db: None) -> User:
    return world.student("teacher")


@pytest.fixture
def graded(submission: Submission) -> Submission:
    store(submission.attempts.get(), world.result(score=40))
    return submission


def points() -> float | None:
    return Grade.objects.get().points


def test_points_of_a_check_change_score_and_grade(graded: Submission, teacher: User) -> None:
    feedback.override(graded, 75, "The idea is right.", teacher, check_id="signature")
    assert (Result.objects.get().score, Result.objects.get().always_score, points()) == (75, 75, 75)


def test_a_score_that_a_person_gave_is_the_score(graded: Submission, teacher: User) -> None:
    Submission.objects.update(penalty=50)
    graded.refresh_from_db()
    feedback.override(graded, 40, "A check's points are of no interest then.", teacher, check_id="signature")
    assert points() == 20
    feedback.override(graded, 80, "Ill on that day.", teacher)
    assert points() == 80
    assert Grade.objects.get().overridden


def test_a_withdrawn_override_leaves_what_the_judge_said(graded: Submission, teacher: User) -> None:
    made = feedback.override(graded, 80, "Wrong person.", teacher)
    feedback.withdraw_override(made, teacher)
    feedback.withdraw_override(made, teacher)
    assert points() == 40
    assert Event.objects.count() == 2


def test_a_second_override_replaces_the_first(graded: Submission, teacher: User) -> None:
    for given in (50, 60):
        feedback.override(graded, given, "So it is.", teacher)
    assert points() == 60
    assert graded.overrides.filter(withdrawn_at=None).count() == 1


def test_an_override_holds_when_the_submission_is_graded_again(graded: Submission, teacher: User) -> None:
    feedback.override(graded, 80, "So it is.", teacher)
    store(enqueue(graded), world.result(score=10))
    assert points() == 80


def test_what_could_not_be_graded_can_be_given_points(submission: Submission, teacher: User) -> None:
    store(submission.attempts.get(), world.result("instructor_error", 0))
    assert points() is None
    feedback.override(submission, 90, "Read by hand.", teacher)
    assert points() == 90


@pytest.mark.parametrize(
    ("given", "reason", "check", "message"),
    [
        (-1, "x", "", "0 to 100"),
        (101, "x", "", "0 to 100"),
        (float("nan"), "x", "", "0 to 100"),
        (50, "  ", "", "Say why"),
        (50, "x", "unknown", "no check unknown"),
    ],
)
def test_what_does_not_fit_is_refused(
    graded: Submission, teacher: User, given: float, reason: str, check: str, message: str
) -> None:
    with pytest.raises(NotPossible, match=message):
        feedback.override(graded, given, reason, teacher, check_id=check)
    assert points() == 40
    assert not Event.objects.exists()


def test_without_a_report_there_is_nothing_to_override(submission: Submission, teacher: User) -> None:
    with pytest.raises(NotPossible, match="no report yet"):
        feedback.override(submission, 1, "x", teacher)


def test_a_comment_is_on_a_line_of_a_file(graded: Submission, teacher: User) -> None:
    made = feedback.comment(graded, " Nicely done. ", teacher, path="views.py", line=8)
    assert (made.text, made.line) == ("Nicely done.", 8)
    feedback.withdraw_comment(made, teacher)
    made.refresh_from_db()
    assert made.withdrawn_at is not None


@pytest.mark.parametrize(
    ("text", "path", "line"), [("", "", None), ("x", "other.py", None), ("x", "views.py", 1000), ("x", "", 1)]
)
def test_a_comment_on_nothing_is_refused(
    graded: Submission, teacher: User, text: str, path: str, line: int | None
) -> None:
    with pytest.raises(NotPossible):
        feedback.comment(graded, text, teacher, path=path, line=line)


def test_who_overrode_what_is_in_the_log(graded: Submission, teacher: User) -> None:
    feedback.override(graded, 80, "Ill on that day.", teacher)
    event = Event.objects.get()
    assert str(event) == "teacher overrode the score of alice"
    assert event.detail == {
        "submission": str(graded.pk),
        "before": 40,
        "after": 80,
        "reason": "Ill on that day.",
    }
