"""Who sees which page. What someone may not see answers 404, and nobody sees anything without logging in."""

import pytest

from submissions.models import Assignment, Submission
from tests.web.conftest import World, client_of

COURSE = "/courses/async/"
ASSIGNMENT = "/courses/async/slow-view/"
PEOPLE = ("owner", "teammate", "outsider", "assistant", "instructor")
SEEN = {
    "/": {"owner", "teammate", "outsider", "assistant", "instructor"},
    COURSE: {"owner", "teammate", "assistant", "instructor"},
    ASSIGNMENT: {"owner", "teammate", "assistant", "instructor"},
    "/submissions/{submission}/": {"owner", "assistant", "instructor"},
    "/submissions/{submission}/report/": {"owner", "assistant", "instructor"},
    "/submissions/{submission}/events/": {"owner", "assistant", "instructor"},
}


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("page", SEEN)
def test_a_page_is_there_for_those_whom_it_concerns(world: World, graded: Submission, page: str, person: str) -> None:
    answer = client_of(getattr(world, person)).get(page.format(submission=graded.pk))
    assert answer.status_code == (200 if person in SEEN[page] else 404)


@pytest.mark.parametrize("page", SEEN)
def test_without_a_login_every_page_asks_for_one(graded: Submission, page: str) -> None:
    address = page.format(submission=graded.pk)
    answer = client_of(None).get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/login/?next={address}"


@pytest.mark.parametrize("page", [page for page in SEEN if page != ASSIGNMENT])
def test_pages_that_only_show_take_nothing(world: World, graded: Submission, page: str) -> None:
    assert client_of(world.owner).post(page.format(submission=graded.pk)).status_code == 405


@pytest.mark.parametrize("person", ["outsider", None])
def test_only_members_of_the_course_hand_in(world: World, person: str | None) -> None:
    answer = client_of(getattr(world, person) if person else None).post(ASSIGNMENT, {"text": "x = 1"})
    assert answer.status_code == (404 if person else 302)
    assert Submission.objects.count() == 1


def test_what_is_not_published_is_for_those_who_teach(world: World) -> None:
    Assignment.objects.update(published=False)
    assert client_of(world.owner).get(ASSIGNMENT).status_code == 404
    assert client_of(world.instructor).get(ASSIGNMENT).status_code == 200
    assert "Slow view" not in client_of(world.owner).get(COURSE).content.decode()
    assert "Not published" in client_of(world.instructor).get(COURSE).content.decode()


def test_going_on_from_a_submission_works_with_one_s_own_only(world: World) -> None:
    page = f"{ASSIGNMENT}?from={world.submission.pk}"
    assert "time.sleep(2)" in client_of(world.owner).get(page).content.decode()
    assert "time.sleep(2)" not in client_of(world.teammate).get(page).content.decode()
    assert "time.sleep(2)" not in client_of(world.instructor).get(page).content.decode()


def test_students_do_not_see_the_class_list(world: World) -> None:
    assert "teammate" not in client_of(world.owner).get(ASSIGNMENT).content.decode()
    assert "teammate" in client_of(world.instructor).get(ASSIGNMENT).content.decode()


def test_an_address_that_does_not_exist_is_404(world: World) -> None:
    for page in ("/courses/none/", "/courses/async/none/", "/submissions/00000000-0000-0000-0000-000000000000/"):
        assert client_of(world.owner).get(page).status_code == 404
