"""Members, links and the roster as pages; who may open them stands in test_access."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from submissions.enrolment import create_link
from submissions.models import Enrolment, User
from tests.web.conftest import World, client_of, enrolled

PEOPLE = "/teach/async/people/"
IMPORT = "/teach/async/people/import/"


def role_of(world: World, user: User) -> str:
    return world.course.enrolments.get(user=user).role


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found is not None
    return str(found[1])


def test_an_instructor_changes_a_role(world: World) -> None:
    client = client_of(world.instructor)
    client.post(f"{PEOPLE}{world.owner.pk}/role/", {"role": "assistant"})
    assert role_of(world, world.owner) == "assistant"
    client.post(f"{PEOPLE}{world.owner.pk}/role/", {"role": "emperor"})
    assert role_of(world, world.owner) == "assistant"


def test_the_last_instructor_is_told_why_they_stay(world: World) -> None:
    client = client_of(world.instructor)
    for change in ("role", "remove"):
        answer = client.post(f"{PEOPLE}{world.instructor.pk}/{change}/", {"role": "student"}, follow=True)
        assert "A course needs an instructor" in answer.content.decode()
    assert role_of(world, world.instructor) == "instructor"


def test_who_is_removed_sees_nothing_of_the_course_any_more(world: World) -> None:
    client_of(world.instructor).post(f"{PEOPLE}{world.owner.pk}/remove/")
    assert client_of(world.owner).get("/courses/async/").status_code == 404
    assert client_of(world.owner).get(f"/submissions/{world.submission.pk}/").status_code == 404
    assert client_of(world.instructor).get(f"/submissions/{world.submission.pk}/").status_code == 200


def test_members_of_other_courses_cannot_be_changed(world: World) -> None:
    assert client_of(world.instructor).post(f"{PEOPLE}{world.outsider.pk}/remove/").status_code == 404
    assert Enrolment.objects.filter(user=world.outsider).exists()


def test_a_link_is_made_shown_used_and_revoked(world: World) -> None:
    client = client_of(world.instructor)
    page = client.post("/teach/async/links/", {"expires_at": "", "section": "B"}, follow=True).content.decode()
    link = world.course.links.get()
    assert f'value="http://testserver/join/{link.token}/"' in page
    assert client_of(world.outsider).post(f"/join/{link.token}/").headers["Location"] == "/courses/async/"
    assert role_of(world, world.outsider) == "student"
    client.post(f"/teach/async/links/{link.pk}/revoke/")
    assert client_of(world.outsider).get(f"/join/{link.token}/").status_code == 404


def test_a_link_that_has_expired_already_is_refused(world: World) -> None:
    answer = client_of(world.instructor).post("/teach/async/links/", {"expires_at": "2020-01-01T10:00"}, follow=True)
    assert "Choose a later moment." in answer.content.decode()
    assert not world.course.links.exists()


def test_who_has_no_account_makes_one_and_joins(world: World) -> None:
    token = create_link(world.course, world.instructor).token
    client = client_of(None)
    form = {"username": "new", "first_name": "N", "last_name": "W", "email": "n@example.org"}
    passwords = {"password1": "a long one 7", "password2": "a long one 7"}
    assert client.post(f"/join/{token}/", form).status_code == 422
    assert client.post(f"/join/{token}/", form | passwords).headers["Location"] == "/courses/async/"
    assert client.get("/courses/async/").status_code == 200
    assert role_of(world, User.objects.get(username="new")) == "student"


def test_looking_at_a_link_enrols_nobody(world: World) -> None:
    token = create_link(world.course, world.instructor).token
    assert "Asynchronous views" in client_of(world.outsider).get(f"/join/{token}/").content.decode()
    assert not world.course.enrolments.filter(user=world.outsider).exists()


def test_a_roster_is_looked_at_then_imported(world: World) -> None:
    client = client_of(world.instructor)
    upload = SimpleUploadedFile("class.csv", b"name,login\nAda Lovelace,ada\n")
    page = client.post(IMPORT, {"file": upload}).content.decode()
    assert "1 new account" in page
    assert not User.objects.filter(username="ada").exists()
    answer = client.post(IMPORT, {"text": "name,login\nAda Lovelace,ada\n", "digest": hidden(page, "digest")})
    assert answer.headers["Location"] == PEOPLE
    assert world.course.enrolments.filter(user__username="ada").exists()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "There is nothing to import."),
        ({"text": "colour\nred\n"}, "names no column that is known"),
        ({"text": "login\na b\n"}, "Line 2: The login “a b”"),
        ({"text": "login\nada\n", "digest": "0" * 64}, "The course has changed since"),
        ({"file": SimpleUploadedFile("class.csv", "login\nZoë\n".encode("latin-1"))}, "not UTF-8"),
        ({"file": SimpleUploadedFile("class.csv", b"x" * ((1 << 20) + 1))}, "larger than 1 MB"),
    ],
)
def test_a_roster_that_cannot_be_imported_is_refused(world: World, form: dict[str, object], sentence: str) -> None:
    answer = client_of(world.instructor).post(IMPORT, form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert world.course.enrolments.count() == 4


def test_whose_account_was_made_sets_a_password_by_the_link(world: World) -> None:
    client = client_of(world.instructor)
    page = client.post(IMPORT, {"text": "login\nada\n"}).content.decode()
    client.post(IMPORT, {"text": "login\nada\n", "digest": hidden(page, "digest")})
    [link] = re.findall(r'value="http://testserver(/welcome/[^"]+)"', client.get(PEOPLE).content.decode())
    ada = client_of(None)
    form = ada.get(link, follow=True)
    ada.post(form.redirect_chain[-1][0], {"new_password1": "a long one 7", "new_password2": "a long one 7"})
    assert User.objects.get(username="ada").check_password("a long one 7")
    assert ada.get("/courses/async/").status_code == 200
    assert "has been used or has expired" in client_of(None).get(link, follow=True).content.decode()
    assert "/welcome/" not in client.get(PEOPLE).content.decode()


def test_nobody_gets_a_login_to_an_account_that_another_course_made(world: World) -> None:
    user = User.objects.create(username="ada")
    user.set_unusable_password()
    user.save()
    Enrolment.objects.create(course=world.course, user=user)
    assert "/welcome/" not in client_of(world.instructor).get(PEOPLE).content.decode()


def test_the_log_says_who_did_what(world: World) -> None:
    client = client_of(world.instructor)
    client.post(f"{PEOPLE}{world.owner.pk}/role/", {"role": "assistant"})
    assert "instructor made owner an assistant" in client.get("/teach/async/log/").content.decode()


def test_a_course_is_renamed(world: World) -> None:
    client = client_of(world.instructor)
    for _ in range(2):
        client.post("/teach/async/settings/", {"title": "Await all"})
    assert client.post("/teach/async/settings/", {"title": ""}).status_code == 422
    assert "Await all" in client.get("/courses/async/").content.decode()
    assert world.course.events.get().detail == {"before": "Asynchronous views", "after": "Await all"}


def test_a_person_sets_a_time_zone_and_reads_times_in_it(world: World) -> None:
    client = client_of(world.owner)
    values = {"first_name": "O", "last_name": "W", "email": "o@example.org", "time_zone": "Asia/Kolkata"}
    assert client.post("/account/", values).status_code == 302
    page = client.get(f"/submissions/{world.submission.pk}/").content.decode()
    assert "IST</time>" in page
    assert 'data-zone="Asia/Kolkata"' in page
    assert client.post("/account/", values | {"time_zone": "Mars/Olympus"}).status_code == 422


@pytest.mark.parametrize(
    ("page", "most"),
    [(PEOPLE, 6), ("/teach/async/log/", 6), ("/account/", 3), ("/teach/async/settings/", 4), (IMPORT, 4)],
)
def test_more_people_cost_no_more_queries(
    world: World, page: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        enrolled(world.course, f"more-{number}", Enrolment.Role.STUDENT)
        create_link(world.course, world.instructor)
    client = client_of(world.instructor)
    with django_assert_max_num_queries(most):
        assert client.get(page).status_code == 200
