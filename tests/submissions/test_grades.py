"""Which submission counts for a student, whatever happens in whatever order."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checks.report import Finding
from submissions import grades
from submissions.intake import enqueue, submit
from submissions.models import Assignment, Grade, Submission, User
from submissions.reports import store
from tests import world

SYNTAX_ERROR = Finding.of("syntax-error", "This line is not Python.", path="views.py", line=1)


def handed_in(
    author: User, assignment: Assignment, score: float | None, findings: tuple[Finding, ...] = ()
) -> Submission:
    found = world.submission(author, assignment)
    if score is not None:
        store(found.attempts.get(), world.result(score=score, findings=findings))
    return found


def counting(assignment: Assignment, how: str) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(counting=how)


def test_a_student_who_has_handed_in_nothing_has_no_grade(student: User, assignment: Assignment) -> None:
    assert not Grade.objects.exists()


def test_what_is_not_graded_yet_is_known_and_is_no_grade(student: User, assignment: Assignment) -> None:
    handed_in(student, assignment, None)
    grade = Grade.objects.get()
    assert (grade.submission, grade.points, grade.submissions) == (None, None, 1)


@pytest.mark.parametrize(("how", "points"), [("best", 90), ("last", 40)])
def test_the_best_or_the_last_counts(student: User, assignment: Assignment, how: str, points: float) -> None:
    counting(assignment, how)
    for score in (10, 90, 40):
        handed_in(student, assignment, score)
    grade = Grade.objects.get()
    assert (grade.points, grade.max_points, grade.submissions) == (points, 100, 3)


def test_of_equals_the_earlier_counts(student: User, assignment: Assignment) -> None:
    first = handed_in(student, assignment, 50)
    handed_in(student, assignment, 50)
    assert Grade.objects.get().submission == first


@pytest.mark.parametrize("how", ["best", "last"])
def test_what_could_not_be_judged_takes_nothing_away(student: User, assignment: Assignment, how: str) -> None:
    counting(assignment, how)
    good = handed_in(student, assignment, 50)
    handed_in(student, assignment, 0, (SYNTAX_ERROR,))
    broken = world.submission(student, assignment)
    store(broken.attempts.get(), world.result("instructor_error", 0))
    assert Grade.objects.get().submission == good


def test_what_is_graded_later_after_a_fault_of_ours_counts(student: User, assignment: Assignment) -> None:
    broken = world.submission(student, assignment)
    store(broken.attempts.get(), world.result("platform_error", 0))
    store(enqueue(broken), world.result(score=70))
    assert Grade.objects.get().points == 70


def test_lateness_takes_its_part_before_the_best_is_chosen(student: User, assignment: Assignment) -> None:
    now = timezone.now()
    Assignment.objects.update(due_at=now, late="percent", late_percent=10)
    assignment.refresh_from_db()
    early = submit(student, assignment, {"views.py": world.VIEW}, now=now)
    late = submit(student, assignment, {"views.py": world.VIEW}, now=now + timedelta(days=3))
    store(late.attempts.get(), world.result(score=100))
    assert Grade.objects.get().points == 70
    store(early.attempts.get(), world.result(score=80))
    grade = Grade.objects.get()
    assert (grade.submission, grade.points, grade.penalty) == (early, 80, 0)


def test_a_try_is_no_grade(student: User, assignment: Assignment) -> None:
    tried = submit(student, assignment, {"views.py": world.VIEW}, kind=Submission.Kind.TRY)
    store(tried.attempts.get(), world.result(score=100))
    assert not Grade.objects.exists()


def test_how_many_it_took_to_full_marks_is_known(student: User, assignment: Assignment) -> None:
    for score in (10, 60, 100, 50, 100):
        handed_in(student, assignment, score)
    handed_in(world.student("bob"), assignment, 60)
    assert Grade.objects.get(student=student).first_full_marks == 3
    assert Grade.objects.get(student__username="bob").first_full_marks is None


def test_a_change_of_what_counts_changes_every_grade(student: User, assignment: Assignment) -> None:
    for score in (90, 40):
        handed_in(student, assignment, score)
        handed_in(world.student(f"bob-{score}"), assignment, score)
    counting(assignment, "last")
    grades.refresh_all(assignment)
    assert list(Grade.objects.order_by("points").values_list("points", flat=True)) == [40, 40, 90]


def test_a_grade_costs_the_same_queries_however_many_submissions(
    student: User, assignment: Assignment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        handed_in(student, assignment, 10)
    with django_assert_max_num_queries(9):
        grades.refresh(assignment.pk, student.pk)
