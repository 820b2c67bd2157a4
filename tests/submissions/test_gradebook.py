"""Students by assignments, as tables, files and pictures."""

import csv
import io
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checks.report import Finding
from submissions import exports, gradebook, picture, roster
from submissions.gradebook import Filters
from submissions.models import Assignment, Attempt, Course, Enrolment, Grade, Submission, User
from submissions.publishing import publish
from submissions.reports import store
from tests import world

GET = b"import requests\n\n\nasync def slow_view(request):\n    return requests.get('x')\n"
BLOCKS = Finding.of("blocking-call", "requests.get holds the event loop.", path="views.py", line=5, column=12)


class Class(NamedTuple):
    course: Course
    first: Assignment
    second: Assignment
    ada: User
    bob: User


@pytest.fixture
def group(db: None) -> Class:
    first = world.assignment()
    second = publish(first.course, "second", world.FOLDER, position=1)
    people = (learner(first.course, name, section) for name, section in (("ada", "A"), ("bob", "B")))
    return Class(first.course, first, second, *people)


def learner(course: Course, name: str, section: str = "") -> User:
    user = User.objects.create_user(name, f"{name}@example.org", first_name=name.title(), last_name="X")
    Enrolment.objects.create(course=course, user=user, section=section, number=f"n-{name}")
    return user


def score(author: User, to: Assignment, points: float, findings: tuple[Finding, ...] = (), view: bytes = GET) -> None:
    store(world.submission(author, to, view).attempts.get(), world.result(score=points, findings=findings))


def names(group: Class, **filters: str) -> list[str]:
    page, _ = gradebook.page(group.course, Filters(**filters), None)
    return [each.user.username for each in page.object_list]


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_a_student_has_a_grade_or_nothing_for_each_assignment(group: Class) -> None:
    score(group.ada, group.second, 70)
    _, book = gradebook.page(group.course, Filters(), None)
    assert [each.slug for each in book.assignments] == ["slow-view", "second"]
    assert [[grade and grade.points for grade in line.grades] for line in book.lines] == [[None, 70], [None, None]]
    assert [line.total for line in book.lines] == [70, 0]


def test_the_gradebook_is_filtered(group: Class) -> None:
    score(group.ada, group.first, 70)
    assert names(group) == ["ada", "bob"]
    assert names(group, section="B") == ["bob"]
    assert names(group, text="x AD") == ["ada"]
    assert names(group, missing="slow-view") == ["bob"]
    assert gradebook.sections(group.course) == ["A", "B"]


def test_who_teaches_has_no_line(group: Class) -> None:
    Enrolment.objects.filter(user=group.bob).update(role="assistant")
    assert names(group) == ["ada"]


def test_canvas_gets_its_columns_and_maxima(group: Class) -> None:
    score(group.ada, group.first, 70)
    heading, maxima, ada, bob = read(exports.export(group.course, Filters(), "canvas"))
    title = group.first.title
    assert heading == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title, title]
    assert maxima == ["    Points Possible", "", "", "", "", "100", "100"]
    assert ada == ["X, Ada", "", "n-ada", "ada", "A", "70", ""]
    assert bob[-2:] == ["", ""]


def test_moodle_gets_its_columns(group: Class) -> None:
    score(group.ada, group.first, 66.666)
    heading, ada, _ = read(exports.export(group.course, Filters(), "moodle"))
    assert heading[:5] == ["First name", "Last name", "ID number", "Username", "Email address"]
    assert ada == ["Ada", "X", "n-ada", "ada", "ada@example.org", "66.67", ""]


@pytest.mark.parametrize("form", exports.FORMATS)
def test_a_name_that_is_a_formula_is_written_as_text(group: Class, form: str) -> None:
    User.objects.filter(username="ada").update(last_name='=HYPERLINK("http://evil")', first_name="@SUM(1)")
    Enrolment.objects.filter(user=group.ada).update(section="+1", number="-1")
    cells = [cell for row in read(exports.export(group.course, Filters(), form)) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_a_roster_is_read_from_what_was_exported(group: Class) -> None:
    for form in ("canvas", "moodle"):
        plan = roster.plan(group.course, exports.export(group.course, Filters(), form))
        assert plan.problems == ()
        assert plan.effective == ()


def test_the_picture_counts_students_by_their_score(group: Class) -> None:
    score(group.ada, group.first, 100)
    score(group.bob, group.first, 45)
    found = picture.of(group.first)
    assert (found.students, found.handed_in, found.graded, found.mean) == (2, 2, 2, "72 %")
    assert [bar.label for bar in found.scores if bar.count] == ["40 to 49 %", "100 %"]


def test_the_picture_says_how_many_attempts_success_took(group: Class) -> None:
    for points in (10, 20, 100):
        score(group.ada, group.first, points)
    score(group.bob, group.first, 100)
    assert [(bar.label, bar.count) for bar in picture.of(group.first).attempts] == [("1", 1), ("2", 0), ("3", 1)]


def test_the_picture_groups_failures_by_rule_and_what_they_are_about(group: Class) -> None:
    score(group.ada, group.first, 40, (BLOCKS, BLOCKS))
    score(group.bob, group.first, 40, (BLOCKS,))
    [failure] = picture.of(group.first).failures
    assert (failure.rule, failure.subject, failure.count) == ("blocking-call", "requests.get", 2)


def test_what_does_not_count_is_not_in_the_picture(group: Class) -> None:
    score(group.ada, group.first, 40, (BLOCKS,))
    score(group.ada, group.first, 100)
    outsider = world.student("outsider")
    score(outsider, group.first, 40, (BLOCKS,))
    assert picture.of(group.first).failures == ()
    assert picture.of(group.first).graded == 1


def test_an_empty_class_has_an_empty_picture(group: Class) -> None:
    found = picture.of(group.first)
    assert (found.graded, found.mean, found.failures, found.attempts) == (0, "none", (), ())


def many(group: Class, number: int) -> None:
    """So many more submissions of two students, straight into the tables."""
    first = world.submission(group.ada, group.first)
    store(first.attempts.get(), world.result(score=50))
    copies = [
        Submission(
            assignment=group.first,
            revision=first.revision,
            author=(group.ada, group.bob)[place % 2],
            files=first.files,
            digest=first.digest,
            number=place + 2,
            created_at=timezone.now() - timedelta(seconds=place),
        )
        for place in range(number)
    ]
    Submission.objects.bulk_create(copies)
    Attempt.objects.bulk_create([Attempt(submission=each, revision=first.revision, state="done") for each in copies])


def test_ten_thousand_submissions_cost_no_more_queries(
    group: Class, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many(group, 10_000)
    assert Grade.objects.count() == 1
    with django_assert_num_queries(4):
        gradebook.page(group.course, Filters(), None)
    with django_assert_num_queries(3):
        picture.of(group.first)
