"""The form of an assignment: it says what the folder says, writes the folder, and loses nothing that was typed."""

from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from checks.assignment import read_folder
from checks.assignment.bundle import MAX_FILE
from submissions import publishing, starting
from submissions.models import Assignment
from tests.web.conftest import FILES, World, client_of

SAMPLES = Path(__file__).parents[2] / "assignments"
EDIT = "/teach/async/assignments/slow-view/edit/"
Sent = dict[str, Any]


class Fields(HTMLParser):
    """What a browser would send of a page without pressing a button."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: Sent = {"row": []}
        self._area = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        name = of.get("name") or ""
        if tag == "input" and of.get("type") != "file" and name:
            self._put(name, of.get("value") or "")
        elif tag == "textarea":
            self._area = name
            self.sent[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in of or self._select not in self.sent):
            self._put(self._select, of.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            text = self.sent[self._area] + data
            self.sent[self._area] = text.removeprefix("\n").replace("\n", "\r\n")

    def _put(self, name: str, value: str) -> None:
        if name == "row":
            self.sent["row"].append(value)
        else:
            self.sent[name] = value


def opened(client: Client, address: str = EDIT) -> Sent:
    return Fields(client.get(address).content.decode()).sent


def pressed(client: Client, sent: Sent, do: str, address: str = EDIT) -> str:
    return client.post(address, sent | {"do": do}).content.decode()


def saved(world: World) -> Mapping[str, bytes]:
    return publishing.newest(world.assignment).files


def toml(world: World) -> str:
    return saved(world)["assignment.toml"].decode()


@pytest.fixture
def teacher(world: World) -> Client:
    return client_of(world.instructor)


@pytest.mark.parametrize("name", ["scaffold", *starting.samples()])
def test_what_is_saved_as_it_was_opened_is_the_same_to_the_byte(world: World, teacher: Client, name: str) -> None:
    files = starting.scaffold() if name == "scaffold" else read_folder(SAMPLES / name)
    made = publishing.create(world.course, f"a-{name}", files, world.instructor)
    address = f"/teach/async/assignments/a-{name}/edit/"
    assert teacher.post(address, opened(teacher, address) | {"do": "save"}).status_code == 302
    assert made.revisions.count() == 1


def test_a_form_is_filled_and_saved_as_a_revision(world: World, teacher: Client) -> None:
    sent = Fields(pressed(teacher, opened(teacher), "add checks")).sent
    assert sent["checks-0.use"] == "signature"
    sent = Fields(pressed(teacher, sent | {"use": "response"}, "add checks")).sent
    typed = {
        "title": "Slower",
        "checks-0.points": "30",
        "checks-0.visibility": "hidden",
        "checks-1.request": 'POST /slow/ {"n": 1}',
        "checks-1.expect.status": "200",
        "checks-1.expect.json": '{"total": [1, 2.5, "x"]}',
        "checks-1.at_least": "2.0",
        "limits-0.seconds": "5",
    }
    answer = teacher.post(EDIT, sent | typed | {"do": "save"}, follow=True)
    assert "Saved as revision 2." in answer.content.decode()
    parsed = publishing.newest(world.assignment).parsed()
    signature, response = parsed.checks
    assert (parsed.title, parsed.limits.seconds) == ("Slower", 5)
    assert (signature.points, signature.visibility) == (30, "hidden")
    assert response.request is not None
    assert (response.request.method, response.request.body, response.at_least) == ("POST", {"n": 1}, 2.0)
    assert response.expect is not None
    assert response.expect.json == {"total": [1, 2.5, "x"]}


def test_pretended_services_are_written_by_their_variable(world: World, teacher: Client) -> None:
    sent = opened(teacher)
    for _ in range(3):
        sent = Fields(pressed(teacher, sent, "add answers")).sent
    for place, (variable, request) in enumerate([("A_URL", "GET /"), ("B_URL", "GET /b"), ("A_URL", "GET /a")]):
        sent |= {f"answers-{place}.variable": variable, f"answers-{place}.request": request}
    sent |= {"answers-2.answer.json": '{"ok": true}', "answers-2.delay": "0.5"}
    teacher.post(EDIT, sent | {"do": "save"})
    one, two = publishing.newest(world.assignment).parsed().upstreams
    assert [str(route.request) for route in one.routes] == ["GET /", "GET /a"]
    assert (one.routes[1].delay, one.routes[1].answer.json, two.variable) == (0.5, {"ok": True}, "B_URL")


def test_comments_outlive_a_change_of_something_else(world: World, teacher: Client) -> None:
    text = '# Ours\ntitle = "A"\n\n[[routes]]\npath = "slow/"  # with a slash\nview = "slow_view"\n'
    publishing.save(
        world.assignment,
        dict(FILES) | {"assignment.toml": text.encode()},
        publishing.newest(world.assignment),
        world.instructor,
    )
    teacher.post(EDIT, opened(teacher) | {"title": "B", "do": "save"})
    assert toml(world) == text.replace('"A"', '"B"')


def test_rows_are_moved_and_removed_by_buttons(world: World, teacher: Client) -> None:
    sent = opened(teacher)
    for use in ("signature", "awaiting", "concurrency"):
        sent = Fields(pressed(teacher, sent | {"use": use}, "add checks")).sent
    sent = Fields(pressed(teacher, sent, "up checks-2")).sent
    sent = Fields(pressed(teacher, sent, "remove checks-0")).sent
    teacher.post(EDIT, sent | {"do": "save"})
    assert [check.id for check in publishing.newest(world.assignment).parsed().checks] == ["concurrency", "awaiting"]


def test_files_are_added_renamed_uploaded_and_removed(world: World, teacher: Client) -> None:
    sent = Fields(pressed(teacher, opened(teacher) | {"path": "reference/good.py"}, "add files")).sent
    name = next(key.removesuffix(".path") for key, value in sent.items() if value == "reference/good.py")
    sent |= {f"{name}.path": "reference/better.py", f"{name}.text": "async def slow_view(request): ...\r\n"}
    upload = SimpleUploadedFile("logo.png", b"\x89PNG\xff\x00")
    page = pressed(teacher, sent | {"folder": "support", "upload": upload}, "upload")
    sent = Fields(page).sent
    starter = next(key.removesuffix(".path") for key, value in sent.items() if value == "starter/views.py")
    sent = Fields(pressed(teacher, sent, f"remove {starter}")).sent
    teacher.post(EDIT, sent | {"do": "save"})
    files = saved(world)
    assert files["reference/better.py"] == b"async def slow_view(request): ...\n"
    assert files["support/logo.png"] == b"\x89PNG\xff\x00"
    assert "starter/views.py" not in files
    assert teacher.post(EDIT, opened(teacher) | {"do": "save"}).status_code == 302
    assert saved(world) == files


def test_assignment_toml_is_edited_as_text_and_comes_back_as_a_form(world: World, teacher: Client) -> None:
    sent = Fields(pressed(teacher, opened(teacher), "text")).sent
    assert sent["toml"].startswith('title = "Slow view"')
    wrong = sent | {"toml": sent["toml"] + "[[checks]]\r\nuse = 'signatur'\r\n"}
    page = pressed(teacher, wrong, "save")
    assert "assignment.toml: checks[1].use: found &#x27;signatur&#x27;; allowed: awaiting" in page
    assert "use = &#x27;signatur&#x27;" in page
    assert "signatur&#x27;; allowed" in pressed(teacher, wrong, "form")
    sent = Fields(pressed(teacher, wrong | {"toml": wrong["toml"].replace("signatur'", "signature'")}, "form")).sent
    assert sent["checks-0.use"] == "signature"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "assignment.toml: title: found &#x27;&#x27;; allowed is a text that is not empty"),
        ({"routes-0.path": "/slow/"}, "a route starts without a slash"),
        ({"routes-0.view": "1x"}, "allowed is the name of a function or class in views.py"),
        ({"limits-0.seconds": "many"}, "assignment.toml: limits.seconds: found &#x27;many&#x27;"),
        ({"limits-0.seconds": "9" * 5000}, "allowed is a number of seconds from 0 to 3600"),
        ({"limits-0.threads": "some"}, "limits.threads: found &#x27;some&#x27;"),
        ({"row": ["routes-0", "limits-0", "checks-7"], "checks-7.use": "telepathy"}, "found &#x27;telepathy&#x27;"),
        (
            {"row": ["routes-0", "limits-0", "checks-7"], "checks-7.use": "signature", "checks-7.state": "x"},
            "&#x27;state&#x27;",
        ),
        ({"row": ["routes-0", "routes-0"]}, "each once"),
        ({"row": ["routes-0", "limits-0", "shell-1"]}, "The form has rows that cannot be"),
        ({"row": [f"routes-{n}" for n in range(500)]}, "there may be 400"),
        ({"colour": "red"}, "The form has no field &#x27;colour&#x27;."),
        (
            {"row": ["routes-0", "limits-0", "files-9"], "files-9.path": "../x.py", "files-9.text": ""},
            "leads out of the assignment",
        ),
        ({"row": ["routes-0", "limits-0", "files-9"], "files-9.path": "a.py", "files-9.data": "%"}, "holds no file"),
        (
            {"row": ["routes-0", "limits-0", "files-9"], "files-9.path": "a.py", "files-9.kept": "b"},
            "There is no content",
        ),
        (
            {"row": ["routes-0", "limits-0", "files-9"], "files-9.path": "assignment.toml", "files-9.text": ""},
            "two files",
        ),
        (
            {"row": ["routes-0", "limits-0", "files-9"], "files-9.path": "wrong/a.py", "files-9.text": ""},
            "must say in its first",
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_is_and_nothing_typed_is_lost(
    world: World, teacher: Client, typed: Sent, sentence: str
) -> None:
    sent = opened(teacher)
    dropped = {key: value for key, value in sent.items() if key.partition(".")[0].partition("-")[0] != "files"}
    sent = dropped | {"row": ["routes-0", "limits-0"]} | typed if "row" in typed else sent | typed
    sent["routes-0.path"] = sent.get("routes-0.path", "") if "routes-0.path" in typed else "kept-as-typed/"
    answer = teacher.post(EDIT, sent | {"do": "save"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert sent["routes-0.path"] in answer.content.decode()
    assert saved(world) == FILES


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("expect.json", "{", "is not JSON"),
        ("expect.json", '{"a": null}', "allowed is what JSON can hold"),
        ("expect.json", '"\\ud800"', "is not JSON"),
        ("expect.json", "[" * 100 + "]" * 100, "nested more than 20 levels"),
        ("expect.header", "A: b\nC", "each is written Name: value"),
        ("expect.streamed", "maybe", "maybe"),
        ("state", "services.OUTBOX", "allowed are lines such as name = value"),
        ("state", "services.OUTBOX = [1]", "allowed is the dotted name of a value in support/"),
        ("request", "GET /elsewhere/", "leads to no route"),
        ("points", "-1", "allowed is a number from 0 to 10000"),
        ("id", "Ä", "lower-case letters"),
    ],
)
def test_a_check_s_mistake_stands_at_its_field(
    world: World, teacher: Client, key: str, text: str, sentence: str
) -> None:
    sent = Fields(pressed(teacher, opened(teacher) | {"use": "response"}, "add checks")).sent
    sent |= {"checks-0.request": "GET /slow/", f"checks-0.{key}": text}
    page = pressed(teacher, sent, "save")
    assert sentence in page
    assert 'href="#checks-0"' in page
    assert saved(world) == FILES


def test_a_file_that_is_too_large_is_refused_and_the_rest_stays_typed(world: World, teacher: Client) -> None:
    large = SimpleUploadedFile("big.bin", b"x" * (MAX_FILE + 1))
    sent = opened(teacher) | {"title": "Typed", "folder": "support", "upload": large}
    page = pressed(teacher, sent, "save")
    assert f"support/big.bin has more than {MAX_FILE} bytes" in page
    assert 'value="Typed"' in page


def test_of_two_at_once_the_second_is_told_and_loses_nothing(world: World, teacher: Client) -> None:
    mine, theirs = opened(teacher), opened(teacher)
    readme = next(key.removesuffix(".path") for key, value in mine.items() if value == "README.md")
    assert teacher.post(EDIT, theirs | {"do": "save", "title": "Theirs", f"{readme}.text": "Both."}).status_code == 302
    page = pressed(teacher, mine | {f"{readme}.text": "Mine."}, "save")
    assert "instructor saved revision 2 meanwhile and changed README.md too." in page
    sent = Fields(page).sent
    assert (sent[f"{readme}.text"], sent["title"], sent["base"]) == ("Mine.", "Theirs", "2")
    teacher.post(EDIT, sent | {"do": "save"})
    assert saved(world)["README.md"] == b"Mine."
    assert 'title = "Theirs"' in toml(world)


def test_a_revision_that_never_was_cannot_be_edited(teacher: Client) -> None:
    sent = opened(teacher)
    for base in ("99", "x", "9" * 400):
        assert teacher.post(EDIT, sent | {"base": base}).status_code == 404


def test_assistants_look_and_have_no_button(world: World) -> None:
    page = client_of(world.assistant).get(EDIT).content.decode()
    assert "its instructors can change it" in page
    assert 'name="do"' not in page


def test_the_preview_is_of_what_is_typed_and_as_students_see_it(world: World, teacher: Client) -> None:
    sent = Fields(pressed(teacher, opened(teacher) | {"use": "signature"}, "add checks")).sent
    sent = Fields(pressed(teacher, sent | {"use": "awaiting"}, "add checks")).sent
    readme = next(key.removesuffix(".path") for key, value in sent.items() if value == "README.md")
    sent |= {f"{readme}.text": "# T\n\nBrew *slowly*. <b>x</b>", "checks-1.visibility": "hidden", "title": "Tea"}
    page = pressed(teacher, sent, "preview")
    assert "Brew <em>slowly</em>. &lt;b&gt;x&lt;/b&gt;" in page
    assert "It is an asynchronous view" in page
    assert "Everything that must be awaited" not in page
    assert "1 more check will not be told of" in page
    assert saved(world) == FILES
    assert "starts without a slash" in pressed(teacher, sent | {"routes-0.path": "/x"}, "preview")


def test_students_read_what_is_checked(world: World) -> None:
    page = client_of(world.owner).get("/courses/async/slow-view/").content.decode()
    assert '<h2 id="rubric">Points</h2>' in page
    assert "It leaves the event loop free" in page


def test_the_buttons_that_there_are_not_change_nothing(world: World, teacher: Client) -> None:
    for do in ("explode", "up nothing", "add checks", "add files", "add limits"):
        teacher.post(EDIT, opened(teacher) | {"do": do, "use": "none"})
    assert saved(world) == FILES


def test_larger_assignments_cost_no_more_queries(
    world: World, teacher: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    more = {f"support/m{number}.py": b"x = 1\n" for number in range(60)}
    publishing.save(world.assignment, dict(FILES) | more, publishing.newest(world.assignment), world.instructor)
    assert Assignment.objects.count() == 1
    for page in (EDIT, EDIT.replace("edit", "preview")):
        with django_assert_max_num_queries(7):
            assert teacher.get(page).status_code == 200
