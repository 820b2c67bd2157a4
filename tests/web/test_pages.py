"""What the pages say, and that they ask the database a fixed number of questions."""

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from submissions import intake
from submissions.models import Submission
from submissions.publishing import publish
from tests.web.conftest import FILES, VIEW, World, client_of, finish
from tests.web.reports import blocked, passed, report

MOST_QUERIES = {
    "/": 6,
    "/courses/async/": 6,
    "/courses/async/slow-view/": 11,
    "/submissions/{submission}/": 13,
    "/submissions/{submission}/report/": 12,
    "/submissions/{submission}/report.json": 9,
}


@pytest.mark.parametrize("person", ["owner", "instructor"])
@pytest.mark.parametrize("page", MOST_QUERIES)
def test_more_rows_cost_no_more_queries(
    world: World, graded: Submission, page: str, person: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        more = publish(world.course, f"more-{number}", FILES, position=number + 2)
        intake.submit(world.owner, more, {"views.py": VIEW})
        intake.submit(world.teammate, world.assignment, {"views.py": VIEW})
    client = client_of(getattr(world, person))
    with django_assert_max_num_queries(MOST_QUERIES[page]):
        assert client.get(page.format(submission=graded.pk)).status_code == 200


def test_home_says_the_best_score_and_the_last_status(world: World, graded: Submission) -> None:
    again = intake.submit(world.owner, world.assignment, {"views.py": VIEW})
    page = client_of(world.owner).get("/").content.decode()
    assert '60 <span class="of">/ 100</span>' in page
    assert "Queued" in page
    finish(again, report(score=10, max_score=20, checks=(passed("signature", 10),)))
    page = client_of(world.owner).get("/").content.decode()
    assert '60 <span class="of">/ 100</span>' in page
    assert "Points lost" in page


def test_a_worse_submission_takes_nothing_from_full_marks(world: World) -> None:
    finish(world.submission, report(score=100, checks=(passed("signature", 100),)))
    finish(intake.submit(world.owner, world.assignment, {"views.py": VIEW}), blocked())
    page = client_of(world.owner).get("/").content.decode()
    assert "Full marks" in page
    assert "Points lost" not in page


def test_of_many_submissions_the_older_ones_are_folded(world: World) -> None:
    for _ in range(10):
        intake.submit(world.owner, world.assignment, {"views.py": VIEW})
    page = client_of(world.owner).get("/courses/async/slow-view/").content.decode()
    assert "<summary>3 earlier</summary>" in page
    assert len(re.findall(r'<a href="/submissions/[^/]+/">', page)) == 11


def test_those_who_teach_see_how_many_have_handed_in(world: World) -> None:
    intake.submit(world.instructor, world.assignment, {"views.py": VIEW})
    intake.submit(world.owner, world.assignment, {"views.py": VIEW})
    assert "1 handed in" in client_of(world.instructor).get("/").content.decode()


def test_the_class_list_has_every_student_with_the_newest_submission(world: World, graded: Submission) -> None:
    newest = intake.submit(world.owner, world.assignment, {"views.py": VIEW})
    page = client_of(world.instructor).get("/courses/async/slow-view/").content.decode()
    assert f"/submissions/{newest.pk}/" in page
    assert f"/submissions/{graded.pk}/" not in page
    assert "Not started" in page  # the teammate


def test_a_rule_has_a_page_and_an_unknown_one_has_none(world: World) -> None:
    client = client_of(None)
    assert "await asyncio.sleep" in client.get("/rules/blocking-sleep/").content.decode()
    assert "/rules/blocking-sleep/" in client.get("/rules/").content.decode()
    assert client.get("/rules/no-such-rule/").status_code == 404


def test_logging_in_and_out(world: World) -> None:
    world.owner.set_password("secret")
    world.owner.save()
    client = client_of(None)
    assert client.post("/login/", {"username": "owner", "password": "wrong"}).status_code == 200
    answer = client.post("/login/", {"username": "owner", "password": "secret", "next": "/courses/async/"})
    assert answer.headers["Location"] == "/courses/async/"
    assert client.post("/logout/").status_code == 302
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_logging_in_leads_to_no_other_site(world: World, elsewhere: str) -> None:
    world.owner.set_password("secret")
    world.owner.save()
    answer = client_of(None).post("/login/", {"username": "owner", "password": "secret", "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_a_session_from_before_the_login_is_worth_nothing(world: World) -> None:
    world.owner.set_password("secret")
    world.owner.save()
    client = client_of(world.teammate)
    before = client.cookies["sessionid"].value
    client.get("/logout/")
    client.post("/logout/")
    client.cookies["sessionid"] = before
    client.post("/login/", {"username": "owner", "password": "secret"})
    assert client.cookies["sessionid"].value != before


def test_a_finding_leads_to_the_page_of_its_rule(world: World, graded: Submission) -> None:
    client = client_of(world.owner)
    page = client.get(f"/submissions/{graded.pk}/").content.decode()
    assert 'href="/rules/blocking-sleep' in page
    assert client.get("/rules/blocking-sleep", follow=True).status_code == 200


def test_a_page_that_is_not_there_has_the_look_of_the_site(world: World) -> None:
    answer = client_of(world.owner).get("/nothing/")
    assert answer.status_code == 404
    assert "Nothing here" in answer.content.decode()
    assert "To your courses" in answer.content.decode()


def test_a_failure_of_ours_says_so(world: World) -> None:
    world.assignment.revisions.update(bundle={}, digest="damaged")
    client = client_of(world.owner)
    client.raise_request_exception = False
    answer = client.get("/courses/async/slow-view/")
    assert answer.status_code == 500
    assert "Something broke" in answer.content.decode()


def test_a_student_reads_nothing_of_hidden_checks(world: World) -> None:
    secret = passed("response", 40).model_copy(update={"visibility": "hidden", "title": "A secret"})
    finish(world.submission, report(score=70, checks=(passed("signature", 30), secret)))
    page = f"/submissions/{world.submission.pk}/"
    seen = client_of(world.owner).get(page).content.decode()
    assert "A secret" not in seen
    assert "<strong>30</strong> of 30 points" in seen
    assert "A secret" in client_of(world.instructor).get(page).content.decode()


def test_no_page_holds_inline_scripts_or_styles(world: World, graded: Submission) -> None:
    pages = (
        "/",
        "/courses/async/",
        "/courses/async/slow-view/",
        "/submissions/{submission}/",
        "/submissions/{submission}/report/",
        "/submissions/{submission}/changes/",
        "/rules/",
        "/rules/blocking-sleep/",
    )
    for page in pages:
        text = client_of(world.instructor).get(page.format(submission=graded.pk)).content.decode()
        assert "<script>" not in text
        assert "style=" not in text
        assert "<style" not in text
