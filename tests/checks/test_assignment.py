"""Assignment folders: what they mean, and what is said of one that is wrong."""

from pathlib import Path
from typing import Any

import pytest

from checks.assignment import AssignmentError, Route, load, parse
from checks.assignment.bundle import MAX_FILE

ROUTE = 'title = "A task"\n[[routes]]\npath = "slow/"\nview = "slow_view"\n'
RESPONSE = f'{ROUTE}[[checks]]\nuse = "response"\nrequest = "GET /slow/"\n'


def made(toml: str = ROUTE, **files: str) -> Any:
    named = {
        name.replace("__", "/") + (".py" if "__" in name else ".md"): text.encode() for name, text in files.items()
    }
    return parse({"assignment.toml": toml.encode(), **named}, id="task")


def error(toml: str = ROUTE, **files: str) -> AssignmentError:
    with pytest.raises(AssignmentError) as caught:
        made(toml, **files)
    return caught.value


def test_the_three_families_are_there_when_no_check_is_named() -> None:
    assignment = made()
    assert [(check.id, check.family, check.points) for check in assignment.checks] == [
        ("signature", "signature", 20),
        ("awaiting", "awaiting", 30),
        ("concurrency", "concurrency", 50),
    ]
    assert assignment.max_score == 100


def test_a_concurrency_check_asks_every_route_when_it_names_no_request() -> None:
    two = made(ROUTE + '[[routes]]\npath = "fast/"\nview = "FastView"\n')
    assert [str(request) for request in two.checks[2].requests or ()] == ["GET /slow/", "GET /fast/"]


def test_a_request_is_a_text_or_a_table() -> None:
    text = made(RESPONSE).checks[0].request
    table = made(RESPONSE.replace('"GET /slow/"', '{method = "GET", path = "/slow/"}')).checks[0].request
    assert text == table


def test_the_body_of_a_check_goes_to_its_requests_that_have_none() -> None:
    toml = (
        '[[checks]]\nuse = "concurrency"\nrequests = ["POST /slow/", {method = "PUT", path = "/slow/", body = [1]}]\n'
    )
    (check,) = made(f"{ROUTE}{toml}body = {{a = 1}}\n").checks
    assert [request.body for request in check.requests] == [{"a": 1}, [1]]


@pytest.mark.parametrize(
    ("toml", "header"),
    [
        ('"X-A"', {"X-A": None}),
        ('"X-A: yes"', {"X-A": "yes"}),
        ('{X-A = "yes", X-B = "no"}', {"X-A": "yes", "X-B": "no"}),
    ],
)
def test_an_expected_header_is_a_name_a_line_or_a_table(toml: str, header: dict[str, str | None]) -> None:
    assert made(f"{RESPONSE}expect = {{header = {toml}}}").checks[0].expect.header == header


def test_the_files_of_the_folder_are_told_apart() -> None:
    assignment = made(
        README="# Do it",
        starter__views="start = 1",
        reference__one="a = 1",
        wrong__sleepy="# fails: concurrency, awaiting\nb = 2",
        support__shop__models="c = 3",
        support__shop__seed="d = 4",
        support__services="e = 5",
        checks__test_it="def test_it(source): ...",
        checks__helpers="f = 6",
    )
    assert assignment.readme == "# Do it"
    assert assignment.starter == "start = 1"
    assert assignment.references == {"one.py": "a = 1"}
    assert assignment.wrong["sleepy.py"].fails == {"concurrency", "awaiting"}
    assert assignment.apps == ("shop",)
    assert assignment.has_seed("shop")
    assert set(assignment.support) == {"services.py", "shop/models.py", "shop/seed.py"}
    assert assignment.custom == {"test_it.py": b"def test_it(source): ...", "helpers.py": b"f = 6"}


def test_limits_have_defaults_and_sizes_are_written_with_a_letter() -> None:
    assert (made().limits.seconds, made().limits.memory, made().limits.threads) == (10.0, 256 << 20, "advise")
    assert made(f'{ROUTE}[limits]\nmemory = "1G"\n').limits.memory == 1 << 30


def test_an_upstream_answers_with_json_or_text() -> None:
    toml = '[[upstreams]]\nvariable = "UPSTREAM_URL"\n[[upstreams.routes]]\nrequest = "GET /"\ndelay = 0.12\n'
    (route,) = made(f"{ROUTE}{toml}answer = {{json = {{ok = true}}}}\n").upstreams[0].routes
    assert (route.answer.status, route.answer.json, route.delay) == (200, {"ok": True}, 0.12)


def test_the_digest_follows_every_byte_and_every_name() -> None:
    digests = {made().digest, made(README="x").digest, made(README="y").digest, made(support__x="x").digest}
    assert len(digests) == 4
    assert made().digest == made().digest
    assert made().digest.startswith("sha256:")


CHECK = ROUTE + '[[checks]]\nuse = "concurrency"\n'


@pytest.mark.parametrize(
    ("toml", "key", "words"),
    [
        ("title = 3", "title", "a text in quotes"),
        ('title = "x"', "routes", "required"),
        ("[", "", "not TOML"),
        (ROUTE.replace("view =", "vieww ="), "routes[1].vieww", "Did you mean `view`?"),
        (ROUTE.replace("slow/", "/slow/"), "routes[1].path", "without a slash"),
        (ROUTE.replace("slow/", "<number:pk>/"), "routes[1].path", "int, path, slug, str, uuid"),
        (ROUTE.replace("slow/", "<int:pk/"), "routes[1].path", "<int:name>"),
        (ROUTE.replace("slow/", "<pk>/<pk>/"), "routes[1].path", "used once"),
        (ROUTE.replace("slow/", "<int:pk>/"), "checks[3].requests", "has parameters"),
        (ROUTE.replace("slow_view", "slow-view"), "routes[1].view", "name of a function"),
        (ROUTE + ROUTE.partition("\n")[2], "routes[2].path", "unique"),
        (f"{ROUTE}[extra]\n", "extra", "Allowed: checks, limits"),
        (f"checks = []\n{ROUTE}", "checks", "empty"),
        (CHECK.replace("concurrency", "concurency"), "checks[1].use", "Did you mean `concurrency`?"),
        (f'{CHECK}request = "GET /slow/"', "checks[1].request", "does not belong"),
        (f'{CHECK}requests = ["GET /fast/"]', "checks[1].requests[1]", "leads to no route"),
        (f'{CHECK}requests = ["/slow/"]', "checks[1].requests[1]", "METHOD /path"),
        (f'{CHECK}requests = ["BREW /slow/"]', "checks[1].requests[1]", "METHOD /path"),
        (f"{CHECK}requests = []", "checks[1].requests", "at least one"),
        (f"{CHECK}concurrent = 201", "checks[1].concurrent", "at most 200"),
        (f"{CHECK}concurrent = true", "checks[1].concurrent", "whole number"),
        (f"{CHECK}points = -1", "checks[1].points", "0 to 10000"),
        (f"{CHECK}points = nan", "checks[1].points", "0 to 10000"),
        (f'{CHECK}visibility = "secret"', "checks[1].visibility", "'hidden'"),
        (f'{CHECK}id = "Not so"', "checks[1].id", "lower-case"),
        (f"{CHECK}at_least = 2\nwithin = 1", "checks[1].at_least", "no request can take both"),
        (CHECK + CHECK.removeprefix(ROUTE), "checks[2].id", "unique"),
        (RESPONSE.replace('request = "GET /slow/"', ""), "checks[1].request", "is missing"),
        (f'{RESPONSE}expect = {{status = "200"}}', "checks[1].expect.status", "whole number"),
        (f"{RESPONSE}expect = {{stauts = 200}}", "checks[1].expect.stauts", "Did you mean `status`?"),
        (f"{RESPONSE}expect = {{}}", "checks[1].expect", "empty"),
        (f"{RESPONSE}expect = {{json = 2020-01-01}}", "checks[1].expect.json", "JSON"),
        (f'{RESPONSE}state = {{"services.X" = 1}}', "checks[1].state", "support/"),
        (f'{ROUTE}[limits]\nmemory = "8G"', "limits.memory", "1G"),
        (f"{ROUTE}[limits]\nseconds = 61", "limits.seconds", "at most 60"),
        (f'{ROUTE}[[upstreams]]\nvariable = "URL"', "upstreams[1].routes", "required"),
        (f'{ROUTE}[[upstreams]]\nvariable = "a b"\nroutes = []', "upstreams[1].variable", "environment variable"),
    ],
)
def test_a_mistake_is_named_by_its_key_and_with_what_is_allowed(toml: str, key: str, words: str) -> None:
    found = error(toml)
    assert (found.path, found.key) == ("assignment.toml", key)
    assert words in found.message
    assert str(found).startswith("assignment.toml")


def test_an_assignment_without_its_toml_says_so() -> None:
    with pytest.raises(AssignmentError, match=r"assignment\.toml: is missing"):
        parse({"README.md": b""}, id="x")


def test_a_wrong_solution_names_the_checks_that_it_fails() -> None:
    assert "first line" in error(wrong__x="import time").message
    assert "Did you mean `concurrency`?" in error(wrong__x="# fails: concurency").message


def test_support_may_not_take_the_name_of_the_students_module_or_of_the_library() -> None:
    assert error(support__views="").path == "support/views"
    assert error(support__asyncio="").path == "support/asyncio"


@pytest.mark.parametrize(
    "path", ["../x.py", "/etc/passwd", "a//b", "a/./b", "a\\b", "a\0b", "C:x", "support/../x", "references/a.py"]
)
def test_a_path_that_could_leave_the_folder_or_is_misspelt_is_refused(path: str) -> None:
    with pytest.raises(AssignmentError):
        parse({"assignment.toml": ROUTE.encode(), path: b""}, id="x")


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(AssignmentError, match="bytes"):
        parse({"assignment.toml": ROUTE.encode(), "support/x": b"x" * (MAX_FILE + 1)}, id="x")


def test_a_file_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(AssignmentError, match="UTF-8"):
        parse({"assignment.toml": ROUTE.encode(), "README.md": b"\xff"}, id="x")


def test_a_folder_and_its_files_in_memory_are_the_same_assignment(tmp_path: Path) -> None:
    folder = tmp_path / "slow-view"
    (folder / "support" / "__pycache__").mkdir(parents=True)
    (folder / "assignment.toml").write_text(ROUTE)
    (folder / "support" / "services.py").write_text("x = 1")
    (folder / "support" / "__pycache__" / "services.pyc").write_bytes(b"\0")
    (folder / ".hidden").write_text("x")
    in_memory = {"assignment.toml": ROUTE.encode(), "support/services.py": b"x = 1"}
    assert load(folder) == parse(in_memory, id="slow-view")


@pytest.mark.parametrize("target", ["/etc/passwd", "/etc"])
def test_links_out_of_the_folder_are_refused(tmp_path: Path, target: str) -> None:
    (tmp_path / "assignment.toml").write_text(ROUTE)
    (tmp_path / "README.md").symlink_to(target)
    with pytest.raises(AssignmentError, match="links"):
        load(tmp_path)


def test_a_folder_that_does_not_exist_says_so(tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="not a folder"):
        load(tmp_path / "nothing")


@pytest.mark.parametrize(
    "path",
    ["", "books/", "books/<int:pk>/", "<slug:name>", "<path:rest>/x", "<str:a>/<b>", "u/<uuid:id>", "a.b/<x>-<int:y>"],
)
@pytest.mark.parametrize(
    "request_path",
    [
        "/",
        "/books/",
        "/books/2/",
        "/books/x/",
        "/my-page",
        "/a/b/x",
        "/a/b",
        "/u/12345678-1234-1234-1234-123456789abc",
        "/a.b/c-3",
    ],
)
def test_a_route_matches_what_django_would_send_there(path: str, request_path: str) -> None:
    from django.urls.resolvers import RoutePattern

    django = RoutePattern(path, is_endpoint=True).match(request_path[1:])
    assert Route(path=path, view="view").matches(request_path) == (django is not None)


def test_the_number_of_a_request_and_its_query_do_not_matter_to_the_route() -> None:
    assert Route(path="books/<int:pk>/", view="v").matches("/books/{n}/?name=v{n}")
