"""What was asked of an answer beside what came."""

import json
from typing import Any

import pytest

from checks.library.expectation import written
from checks.report import CheckResult, Compared
from checks.sandbox import Sandbox
from tests.checks.engine import VIEW, assignment, grade, view

CHECK = """
[[checks]]
use = "response"
request = {method = "GET", path = "/slow/"}
"""
pytestmark = pytest.mark.needs("sandbox")


def judged(sandbox: Sandbox, keys: str, body: str, **support: str) -> CheckResult:
    head = "from django.http import JsonResponse, StreamingHttpResponse"
    return grade(sandbox, assignment(VIEW + CHECK + keys, **support), view(body, head)).checks[0]


def rows(check: CheckResult) -> list[tuple[Any, ...]]:
    return [(row.part, row.name, row.expected, row.actual) for row in check.comparison if not row.holds]


def test_everything_that_was_asked_is_listed_and_what_differs_is_known(sandbox: Sandbox) -> None:
    keys = """
        expect = {status = 200, text = "Done", header = {X-Checked = "yes", X-Other = "no"}}
        at_least = 2
        within = 3
    """
    body = """
        await asyncio.sleep(1)
        return HttpResponse("Done!", headers={"X-Checked": "no"})
    """
    assert list(judged(sandbox, keys, body).comparison) == [
        Compared(part="status", expected="200", actual="200", holds=True),
        Compared(part="text", expected="Done", actual="Done!", holds=False),
        Compared(part="header", name="X-Checked", expected="yes", actual="no", holds=False),
        Compared(part="header", name="X-Other", expected="no", actual=None, holds=False),
        Compared(part="time", expected="at least 2 s", actual="1.0 s", holds=False),
        Compared(part="time", expected="at most 3 s", actual="1.0 s", holds=True),
    ]


def test_of_json_only_the_innermost_values_that_differ_are_listed(sandbox: Sandbox) -> None:
    keys = 'expect = {json = {n = 1, same = [1], items = [{name = "a"}, {name = "b"}], gone = true}}'
    body = 'return JsonResponse({"n": 1.0, "same": [1], "items": [{"name": "x"}], "more": {"y": 2}})'
    assert rows(judged(sandbox, keys, body)) == [
        ("json", "$.n", "1", "1.0"),
        ("json", "$.items[0].name", '"a"', '"x"'),
        ("json", "$.items[1]", '{"name": "b"}', None),
        ("json", "$.gone", "true", None),
        ("json", "$.more", None, '{"y": 2}'),
    ]


def test_what_is_no_json_is_shown_as_it_came(sandbox: Sandbox) -> None:
    found = judged(sandbox, "expect = {json = {n = 1}}", 'return HttpResponse("n: 1")')
    assert rows(found) == [("json", None, '{"n": 1}', "n: 1")]


def test_an_answer_with_another_status_is_compared_no_further(sandbox: Sandbox) -> None:
    found = judged(sandbox, 'expect = {status = 200, text = "a"}', "return HttpResponse(status=404)")
    assert rows(found) == [("status", None, "200", "404")]


def test_streams_keys_and_values_of_the_course_are_compared(sandbox: Sandbox) -> None:
    keys = 'expect = {json_keys = ["a", "b"], streamed = true}\nstate = {"services.OUTBOX" = ["x"]}'
    found = judged(sandbox, keys, 'return JsonResponse({"a": 1})', services="OUTBOX = []\n")
    assert rows(found) == [
        ("json_keys", None, "a, b", "a"),
        ("streamed", None, "part by part", "in one piece at its end"),
        ("state", "services.OUTBOX", '["x"]', "[]"),
    ]


def test_of_long_texts_the_place_where_they_part_is_shown(sandbox: Sandbox) -> None:
    body = 'return HttpResponse("a" * 3000 + "c" + "d" * 3000)'
    found = judged(sandbox, f'expect = {{text = "{"a" * 3000}b"}}', body)
    (row,) = found.comparison
    assert row.expected == "…" + "a" * 60 + "b"
    assert row.actual is not None
    assert row.actual.startswith("…" + "a" * 60 + "cd")
    assert row.actual.endswith("d…")
    assert len(row.actual) == 402


def test_a_comparison_stays_small_and_printable(sandbox: Sandbox) -> None:
    keys = f"expect = {{json = {{{', '.join(f'k{n} = 1' for n in range(100))}}}}}"
    assert len(judged(sandbox, keys, 'return JsonResponse({"\\x1b" * 1000: 1})').comparison) == 20
    (row,) = judged(sandbox, 'expect = {text = "a"}', 'return HttpResponse("\\x1b[2J\\u202e")').comparison
    assert row.actual == "�[2J�"


def test_json_that_can_be_read_can_be_shown_however_deeply_it_is_nested() -> None:
    """Writing takes a little more of Python's stack than reading."""
    values = [value for depth in range(800, 1000) if (value := nested(depth)) is not None]
    assert values
    assert all(map(written, values))


def nested(depth: int) -> Any:
    try:
        return json.loads("[" * depth + "]" * depth)
    except RecursionError:
        return None


def test_what_holds_is_not_compared(sandbox: Sandbox) -> None:
    assert judged(sandbox, 'expect = {text = "a"}', 'return HttpResponse("a")').comparison == ()
