"""The page that compares two attempts."""

from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from checks.report import Report
from submissions import feedback, intake
from submissions.models import Submission
from tests.web.conftest import VIEW, World, client_of, finish
from tests.web.reports import passed, report

AWAITED = VIEW.replace(b"import time", b"import asyncio").replace(b"time.sleep", b"await asyncio.sleep")


def solved() -> Report:
    names = {"signature": 30, "awaiting": 30, "concurrency": 40}
    return report(score=100, checks=tuple(passed(name, points) for name, points in names.items()))


@pytest.fixture
def better(world: World, graded: Submission) -> Submission:
    """A second attempt, which does not block any more."""
    second = intake.submit(world.owner, world.assignment, {"views.py": AWAITED})
    finish(second, solved())
    return second


def page(world: World, address: str, person: str = "owner") -> str:
    answer = client_of(getattr(world, person)).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("person", ["owner", "instructor"])
def test_the_checks_that_turned_stand_beside_the_lines_that_changed(
    world: World, better: Submission, person: str
) -> None:
    text = page(world, f"/submissions/{better.pk}/changes/", person)
    assert "now passes" in text
    gone = text.split('report-gone">')[2].split("</li>")[0]
    assert '<mark class="report-mark"><span class="report-syntax-n">time</span></mark>' in gone
    assert "time.sleep(2) holds the event loop for 2.0 s." in gone
    assert text.count("report-new") == 2
    assert "/rules/blocking-sleep/" in text


def test_any_two_can_be_compared_and_the_earlier_stands_first(
    world: World, graded: Submission, better: Submission
) -> None:
    one, other = (
        page(world, f"/submissions/{here}/changes/?since={there}").split('class="page-head"')[1].split("<form")[0]
        for here, there in ((better.pk, graded.pk), (graded.pk, better.pk))
    )
    assert one == other


def test_the_report_says_what_changed_since_the_last_attempt_and_leads_there(
    world: World, graded: Submission, better: Submission
) -> None:
    text = page(world, f"/submissions/{better.pk}/")
    assert "Since your last attempt:" in text
    assert "“concurrency” <strong>now passes</strong>" in text
    assert f'href="/submissions/{better.pk}/changes/?since={graded.pk}"' in text
    assert "Since your last attempt" not in page(world, f"/submissions/{graded.pk}/")
    assert "Since the last attempt" in page(world, f"/submissions/{better.pk}/", "instructor")


def test_the_list_of_attempts_leads_there_from_all_but_the_first(
    world: World, graded: Submission, better: Submission
) -> None:
    text = page(world, "/courses/async/slow-view/")
    assert f"/submissions/{better.pk}/changes/" in text
    assert f"/submissions/{graded.pk}/changes/" not in text


def test_a_single_attempt_is_compared_with_nothing(world: World, graded: Submission) -> None:
    assert "no other attempt" in page(world, f"/submissions/{graded.pk}/changes/")


def test_the_same_code_twice_says_so(world: World, graded: Submission) -> None:
    again = intake.submit(world.owner, world.assignment, {"views.py": VIEW})
    text = page(world, f"/submissions/{again.pk}/changes/")
    assert "Not a character of the code changed." in text
    assert "No report yet" in text


def test_what_is_not_of_the_same_student_and_assignment_cannot_be_compared(world: World, better: Submission) -> None:
    foreign = intake.submit(world.teammate, world.assignment, {"views.py": b"secret = 1\n"})
    for person in (world.owner, world.instructor):
        for since in (foreign.pk, uuid4(), better.pk, "nonsense"):
            answer = client_of(person).get(f"/submissions/{better.pk}/changes/?since={since}")
            assert answer.status_code == 404


def test_nothing_of_a_hidden_check_is_told_by_what_changed(world: World, graded: Submission) -> None:
    secret = passed("response", 40).model_copy(update={"visibility": "hidden", "title": "A secret"})
    second = intake.submit(world.owner, world.assignment, {"views.py": AWAITED})
    finish(second, report(score=70, checks=(passed("signature", 30), secret)))
    third = intake.submit(world.owner, world.assignment, {"views.py": VIEW})
    failed = secret.model_copy(update={"outcome": "failed", "points": 0})
    finish(third, report(score=30, checks=(passed("signature", 30), failed)))
    for address in (f"/submissions/{third.pk}/changes/", f"/submissions/{third.pk}/"):
        assert "A secret" not in page(world, address)
        assert "no longer passes" not in page(world, address)
        assert "no longer passes" in page(world, address, "instructor")


def test_what_people_said_stands_at_the_line_and_the_check(world: World, graded: Submission) -> None:
    feedback.comment(graded, "Why not asyncio?", world.instructor, path="views.py", line=5)
    feedback.override(graded, 20, "Half of it is there.", world.instructor, check_id="concurrency")
    text = page(world, f"/submissions/{graded.pk}/")
    assert "Why not asyncio?" in text[text.index('id="views.py-line-5"') :]
    card = text[text.index('id="check-concurrency"') :]
    assert "20 of 40 points given by instructor.</b> Half of it is there." in card


@pytest.mark.parametrize("person", ["owner", "instructor"])
def test_more_attempts_cost_no_more_queries(
    world: World, better: Submission, person: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        intake.submit(world.owner, world.assignment, {"views.py": VIEW})
    client = client_of(getattr(world, person))
    with django_assert_max_num_queries(11):
        assert client.get(f"/submissions/{better.pk}/changes/").status_code == 200
