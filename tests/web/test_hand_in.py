"""The form: pasted text or a file, and a clear sentence for everything else."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from submissions.models import Attempt, Submission
from tests.web.conftest import FILES, World, client_of

PAGE = "/courses/async/slow-view/"
STARTER = FILES["starter/views.py"].decode()


def post(world: World, text: str = "", name: str = "", content: bytes = b"") -> HttpResponse:
    form: dict[str, Any] = {"text": text}
    if name:
        form["file"] = SimpleUploadedFile(name, content)
    answer: Any = client_of(world.teammate).post(PAGE, form)
    return HttpResponse(answer.content, status=answer.status_code, headers=answer.headers)


def handed_in(world: World) -> Submission:
    return Submission.objects.get(author=world.teammate)


def test_pasted_text_is_handed_in_and_leads_to_its_page(world: World) -> None:
    answer = post(world, "x = 1\r\ny = 2\r\n")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/submissions/{handed_in(world).pk}/"
    assert handed_in(world).files == {"views.py": "x = 1\ny = 2\n"}
    assert Attempt.objects.get(submission=handed_in(world)).state == "queued"


@pytest.mark.parametrize("name", ["views.py", "views (1).py", "my-view.py"])
def test_an_uploaded_file_is_the_view_whatever_the_browser_calls_it(world: World, name: str) -> None:
    assert post(world, name=name, content=b"x = 1\n").status_code == 303
    assert handed_in(world).files == {"views.py": "x = 1\n"}


def test_a_file_beside_the_untouched_starter_is_what_is_handed_in(world: World) -> None:
    assert post(world, STARTER.replace("\n", "\r\n"), "views.py", b"x = 1\n").status_code == 303
    assert handed_in(world).files == {"views.py": "x = 1\n"}


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "There is nothing to hand in."),
        ({"text": " \r\n"}, "There is nothing to hand in."),
        ({"text": "x = 1", "name": "views.py", "content": b"x = 2"}, "There is both text and a file"),
        ({"name": "views.py", "content": b""}, "views.py is empty."),
        ({"name": "views.py", "content": b"\xff\xfe\xfd"}, "Save it as UTF-8."),
        ({"name": "views.py", "content": b"x = 1\0"}, "NUL character"),
        ({"name": "views.py", "content": b"#" * (300 << 10)}, "at most 262144 are allowed"),
        ({"name": "views.zip", "content": b"PK"}, "cannot be used"),
        ({"text": "x = 1\0"}, "NUL character"),
        ({"text": "#" * (300 << 10)}, "at most 262144 are allowed"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(world: World, form: dict[str, Any], sentence: str) -> None:
    answer = post(world, **form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Submission.objects.filter(author=world.teammate).exists()


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=other"])
def test_what_is_no_form_is_refused_like_an_empty_one(world: World, kind: str) -> None:
    answer = client_of(world.teammate).post(PAGE, data=b'{"text": "x = 1"}', content_type=kind)
    assert answer.status_code == 422
    assert "There is nothing to hand in." in answer.content.decode()


def test_of_several_files_none_is_taken_in_silence(world: World) -> None:
    files = [SimpleUploadedFile("views.py", text) for text in (b"x = 1", b"x = 2")]
    answer = client_of(world.teammate).post(PAGE, {"file": files})
    assert answer.status_code == 422
    assert "There are several files" in answer.content.decode()
    assert not Submission.objects.filter(author=world.teammate).exists()


def test_a_refusal_keeps_what_was_typed(world: World) -> None:
    answer = post(world, "answer = 42", "views.py", b"x = 1")
    assert "answer = 42" in answer.content.decode()


def test_the_form_starts_with_the_starter_and_the_task_is_harmless(world: World) -> None:
    page = client_of(world.owner).get(PAGE).content.decode()
    assert "async def slow_view(request):" in page
    assert "<strong>waits</strong>" in page
    assert "<script>alert" not in page


def test_the_same_form_sent_twice_hands_in_once(world: World) -> None:
    client = client_of(world.teammate)
    first, second = (client.post(PAGE, {"text": "x = 1", "once": "a-form"}) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Attempt.objects.filter(submission=handed_in(world)).count() == 1


def test_going_back_and_changing_the_text_is_a_submission_of_its_own(world: World) -> None:
    client = client_of(world.teammate)
    for text in ("x = 1", "x = 2"):
        client.post(PAGE, {"text": text, "once": "a-form"})
    assert Submission.objects.filter(author=world.teammate).count() == 2


def test_a_form_s_number_says_nothing_of_other_people_s(world: World) -> None:
    for person in (world.owner, world.teammate):
        assert client_of(person).post(PAGE, {"text": "x = 1", "once": "a-form"}).status_code == 303
    assert Submission.objects.filter(author=world.teammate).count() == 1
    assert Submission.objects.filter(author=world.owner).count() == 2


def test_every_form_has_a_number_of_its_own(world: World) -> None:
    client = client_of(world.owner)
    numbers = {re.findall(r'name="once" value="([^"]+)"', client.get(PAGE).content.decode())[0] for _ in range(2)}
    assert len(numbers) == 2


def test_far_too_much_text_is_refused_before_it_is_read(world: World) -> None:
    answer = post(world, "#" * (3 << 20))
    assert answer.status_code in (400, 413)
    assert "too large" in answer.content.decode()


@pytest.mark.parametrize("nonsense", ["", "x", "00000000-0000-0000-0000-000000000000", "%00"])
def test_going_on_from_nothing_starts_anew(world: World, nonsense: str) -> None:
    page = client_of(world.owner).get(f"{PAGE}?from={nonsense}").content.decode()
    assert "async def slow_view(request):" in page


def test_a_form_from_elsewhere_is_refused_in_the_look_of_the_site(world: World) -> None:
    client = client_of(world.owner)
    client.handler.enforce_csrf_checks = True
    answer = client.post(PAGE, {"text": "x = 1"})
    assert answer.status_code == 403
    assert "The form has expired" in answer.content.decode()
