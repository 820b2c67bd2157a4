"""Who sees which page. What someone may not see answers 404, and nobody sees anything without logging in."""

from collections.abc import Callable

import pytest
from django.urls import resolve

from submissions import feedback, policies, regrading
from submissions.enrolment import create_link
from submissions.models import Assignment, Event, Submission
from submissions.permissions import GRANTED, Permission
from tests.web.conftest import World, client_of
from web.urls import urlpatterns

COURSE = "/courses/async/"
ASSIGNMENT = "/courses/async/slow-view/"
DATES = "/teach/async/assignments/slow-view/dates/"
REGRADES = "/teach/async/assignments/slow-view/regrades/"
PEOPLE = ("owner", "teammate", "outsider", "assistant", "instructor")
ALL, STAFF, MANAGERS = set(PEOPLE), {"assistant", "instructor"}, {"instructor"}
SEEN = {
    "/": ALL,
    "/account/": ALL,
    "/teach/async/people/": MANAGERS,
    "/teach/async/people/import/": MANAGERS,
    "/teach/async/log/": MANAGERS,
    "/teach/async/settings/": MANAGERS,
    "/teach/async/gradebook/": STAFF,
    "/teach/async/gradebook/canvas.csv": STAFF,
    "/teach/async/students/{owner}/": STAFF,
    "/teach/async/assignments/slow-view/": STAFF,
    DATES: MANAGERS,
    REGRADES: MANAGERS,
    "/teach/async/assignments/slow-view/regrades/{regrade}/": MANAGERS,
    "/teach/async/assignments/slow-view/revisions/": STAFF,
    "/teach/async/assignments/slow-view/revisions/1/": STAFF,
    "/teach/new/": set(),
    "/teach/async/new/": MANAGERS,
    "/teach/async/assignments/slow-view/import/": MANAGERS,
    "/teach/async/assignments/slow-view/validation/": STAFF,
    "/teach/async/assignments/slow-view/edit/": STAFF,
    "/teach/async/assignments/slow-view/preview/": STAFF,
    "/teach/async/assignments/slow-view/revisions/1/validation/": STAFF,
    "/teach/async/assignments/slow-view/revisions/1/export.zip": STAFF,
    COURSE: {"owner", "teammate", "assistant", "instructor"},
    ASSIGNMENT: {"owner", "teammate", "assistant", "instructor"},
    "/submissions/{submission}/": {"owner", "assistant", "instructor"},
    "/submissions/{submission}/report/": {"owner", "assistant", "instructor"},
    "/submissions/{submission}/report.json": {"owner", "assistant", "instructor"},
    "/submissions/{submission}/files/views.py": {"owner", "assistant", "instructor"},
    "/submissions/{submission}/changes/": {"owner", "assistant", "instructor"},
    "/submissions/{submission}/events/": {"owner", "assistant", "instructor"},
}
# What only takes: who may post there. Everybody else finds nothing, and nothing changes.
TAKEN = {
    "/teach/async/people/{owner}/role/": MANAGERS,
    "/teach/async/people/{owner}/remove/": MANAGERS,
    "/teach/async/links/": MANAGERS,
    "/teach/async/links/{link}/revoke/": MANAGERS,
    "/teach/async/assignments/slow-view/extensions/": MANAGERS,
    "/teach/async/assignments/slow-view/extensions/{extension}/withdraw/": MANAGERS,
    "/teach/async/assignments/slow-view/regrades/{regrade}/decide/": MANAGERS,
    "/teach/async/assignments/slow-view/revisions/1/publish/": MANAGERS,
    "/teach/async/assignments/slow-view/hide/": MANAGERS,
    "/submissions/{submission}/overrides/": STAFF,
    "/submissions/{submission}/overrides/{override}/withdraw/": STAFF,
    "/submissions/{submission}/comments/": STAFF,
    "/submissions/{submission}/comments/{comment}/withdraw/": STAFF,
}
FORMS = (
    ASSIGNMENT,
    "/account/",
    "/teach/async/settings/",
    "/teach/async/people/import/",
    DATES,
    REGRADES,
    "/teach/new/",
    "/teach/async/new/",
    "/teach/async/assignments/slow-view/import/",
    "/teach/async/assignments/slow-view/validation/",
    "/teach/async/assignments/slow-view/edit/",
    "/teach/async/assignments/slow-view/revisions/1/validation/",
)
OPEN = {"login", "logout", "first-password", "join", "rules", "rule"}  # for people without a login too


@pytest.fixture
def at(world: World, graded: Submission) -> Callable[[str], str]:
    """The address of a page of this world."""
    link = create_link(world.course, world.instructor)
    extension = policies.extend(world.assignment, world.teammate, world.instructor, extra_attempts=1)
    numbers = {
        "submission": graded.pk,
        "owner": world.owner.pk,
        "link": link.pk,
        "extension": extension.pk,
        "regrade": regrading.start(world.assignment, "all", world.instructor).pk,
        "override": feedback.override(graded, 50, "So it is.", world.instructor).pk,
        "comment": feedback.comment(graded, "Well done.", world.instructor).pk,
    }
    return lambda page: page.format(**numbers)


def test_every_address_has_its_line_here(at: Callable[[str], str]) -> None:
    named = {resolve(at(page)).url_name for page in (*SEEN, *TAKEN)}
    assert named | OPEN == {pattern.name for pattern in urlpatterns}


def test_every_permission_is_somebody_s_and_none_a_student_s() -> None:
    assert GRANTED["instructor"] == set(Permission)
    assert GRANTED["assistant"] < GRANTED["instructor"]
    assert GRANTED["student"] == set()


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("page", TAKEN)
def test_what_changes_things_is_there_for_those_who_may(
    world: World, at: Callable[[str], str], page: str, person: str
) -> None:
    client = client_of(getattr(world, person))
    events = Event.objects.count()
    answer = client.post(at(page), {})
    assert (answer.status_code != 404) == (person in TAKEN[page])
    if person not in TAKEN[page]:
        assert Event.objects.count() == events
    assert client.get(at(page)).status_code == 405


@pytest.mark.parametrize("page", TAKEN)
def test_without_a_login_nothing_is_changed(at: Callable[[str], str], page: str) -> None:
    assert client_of(None).post(at(page)).headers["Location"].startswith("/login/")


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("page", SEEN)
def test_a_page_is_there_for_those_whom_it_concerns(
    world: World, at: Callable[[str], str], page: str, person: str
) -> None:
    answer = client_of(getattr(world, person)).get(at(page))
    assert answer.status_code == (200 if person in SEEN[page] else 404)


@pytest.mark.parametrize("page", SEEN)
def test_without_a_login_every_page_asks_for_one(at: Callable[[str], str], page: str) -> None:
    address = at(page)
    answer = client_of(None).get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/login/?next={address}"


@pytest.mark.parametrize("page", [page for page in SEEN if page not in FORMS])
def test_pages_that_only_show_take_nothing(world: World, at: Callable[[str], str], page: str) -> None:
    assert client_of(world.instructor).post(at(page)).status_code == 405


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


@pytest.mark.parametrize(
    "page",
    ["new/", "assignments/slow-view/import/", "assignments/slow-view/validation/", "assignments/slow-view/edit/"],
)
@pytest.mark.parametrize("person", ["owner", "teammate", "outsider", "assistant"])
def test_only_instructors_write_assignments(world: World, person: str, page: str) -> None:
    events = Event.objects.count()
    assert client_of(getattr(world, person)).post(f"/teach/async/{page}").status_code == 404
    assert (Event.objects.count(), Assignment.objects.count()) == (events, 1)


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
