"""What changed from one submission to the next."""

from typing import Any

from checks.report import CheckResult, Report
from submissions import comparing, feedback
from submissions.comparing import check_changes, since
from submissions.intake import submit
from submissions.models import Assignment, Submission, User
from submissions.reports import store
from submissions.visibility import Reader
from tests import world

STUDENT, TEACHER = Reader(staff=False), Reader(staff=True)


def check(outcome: Any, name: str = "signature", **more: Any) -> CheckResult:
    values = {"points": 10 if outcome == "passed" else 0, "max_points": 10, "summary": ""}
    return CheckResult(id=name, title=name.title(), family="signature", outcome=outcome, **values | more)


def of(*checks: CheckResult) -> Report:
    update = {"checks": checks, "score": sum(each.points for each in checks)}
    return world.result().model_copy(update=update)


def graded(author: User, to: Assignment, *checks: CheckResult, kind: Any = Submission.Kind.SUBMIT) -> Submission:
    made = submit(author, to, {"views.py": world.VIEW}, kind=kind)
    store(made.attempts.get(), of(*checks))
    return made


def turns(before: Report, after: Report) -> dict[str, str]:
    return {change.title: change.turn for change in check_changes(before, after)}


def test_each_check_says_how_it_turned() -> None:
    before = of(
        check("failed", "a"), check("passed", "b"), check("skipped", "c"), check("passed", "d"), check("passed", "e")
    )
    after = of(
        check("passed", "a"), check("failed", "b"), check("failed", "c"), check("passed", "d"), check("passed", "f")
    )
    assert turns(before, after) == {
        "A": "now passes",
        "B": "no longer passes",
        "C": "is now failed",
        "D": "",
        "F": "is new",
        "E": "is gone",
    }


def test_a_submission_is_compared_with_the_last_graded_one_and_not_with_a_try(
    student: User, assignment: Assignment
) -> None:
    first = graded(student, assignment, check("failed"))
    ungraded = submit(student, assignment, {"views.py": world.VIEW})
    tried = graded(student, assignment, check("passed"), kind=Submission.Kind.TRY)
    last = graded(student, assignment, check("passed"))
    assert set(comparing.others(last)) == {first, ungraded, tried}
    assert list(comparing.graded_before(last)) == [first]
    assert list(comparing.graded_before(tried)) == [first]
    found = since(last, of(check("passed")), STUDENT)
    assert found is not None
    assert found.earlier == first
    assert [change.turn for change in found.changes] == ["now passes"]
    assert since(first, of(check("failed")), STUDENT) is None


def test_nothing_is_said_of_what_was_not_graded(student: User, assignment: Assignment) -> None:
    graded(student, assignment, check("failed"))
    broken = submit(student, assignment, {"views.py": world.VIEW})
    assert since(broken, world.result("platform_error"), STUDENT) is None


def test_a_hidden_check_turns_for_those_who_see_it_only(student: User, assignment: Assignment) -> None:
    graded(student, assignment, check("failed", visibility="hidden"))
    later = graded(student, assignment, check("passed", visibility="hidden"))
    report = of(check("passed", visibility="hidden"))
    found = since(later, report, TEACHER)
    assert found is not None
    assert len(found.changes) == 1
    nothing = since(later, of(), STUDENT)
    assert nothing is not None
    assert nothing.changes == []


def test_points_that_a_person_gave_are_compared(student: User, assignment: Assignment) -> None:
    first = graded(student, assignment, check("failed"))
    feedback.override(first, 5, "Half of it.", world.student("teacher"), check_id="signature")
    later = graded(student, assignment, check("failed"))
    found = since(later, of(check("failed")), STUDENT)
    assert found is not None
    assert [change.turn for change in found.changes] == ["has other points"]


def test_nobody_else_s_and_no_other_assignment_s_are_among_them(student: User, assignment: Assignment) -> None:
    mine = graded(student, assignment, check("passed"))
    graded(world.student("bob"), assignment, check("passed"))
    graded(student, world.assignment("other"), check("passed"))
    assert list(comparing.others(mine)) == []
