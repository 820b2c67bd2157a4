"""The examples of every rule's page, graded: the wrong one breaks that rule, the right one none."""

import ast
from collections.abc import Mapping

import pytest

from checks.assignment import Assignment, parse
from checks.report import Report
from checks.rules import RULES, Rule
from checks.sandbox import Sandbox
from tests.checks.engine import grade
from tests.checks.test_rules import example

SERVICES = """
import asyncio
import time

OUTBOX = []


async def slow_api_call():
    await asyncio.sleep(1)
    return {"temperature": 21}


async def fetch_user():
    await asyncio.sleep(1)
    return "Ada"


async def fetch_orders():
    await asyncio.sleep(1)
    return [1, 2, 3]


async def send_mail(address):
    await asyncio.sleep(0.5)
    OUTBOX.append(address)


async def ticks():
    for number in range(3):
        await asyncio.sleep(0.1)
        yield number


def greet(name):
    return f"Hello {name}"


def make_report():
    time.sleep(1)
    return "report"


def give_up():
    pass
"""
ARCHIVE = """
import pathlib

YEARS = pathlib.Path("/tmp/years.csv")
YEARS.write_text("2026-01-01,12\\n" * 200_000)
"""
MODELS = """
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=100)
"""
SEED = """
from library.models import Book


def run():
    Book.objects.create(title="The Event Loop")
"""
SUPPORT = {
    "services.py": SERVICES,
    "archive.py": ARCHIVE,
    "library/__init__.py": "",
    "library/models.py": MODELS,
    "library/seed.py": SEED,
}
CHECKS = """
[[checks]]
use = "signature"
[[checks]]
use = "awaiting"
[[checks]]
use = "concurrency"
"""
OWN_CHECK = """
async def test_the_price_is_a_number(client):
    response = await client.get("/page/")
    assert response.json()["price"] == 12
"""
UPSTREAM = """
[[upstreams]]
variable = "UPSTREAM_URL"
[[upstreams.routes]]
request = "GET /"
answer = {text = "ok"}
delay = 0.12
"""


def answering(expect: str, *more: str) -> str:
    lines = [CHECKS, "[[checks]]", 'use = "response"', 'request = "GET /page/"', f"expect = {expect}", *more]
    return "\n".join(lines)


# What an assignment must ask for, beyond the three families on one route, before a rule can be broken.
ASKED: Mapping[str, str] = {
    "blocking-http": UPSTREAM,
    "buffered-stream": f"{CHECKS}expect = {{streamed = true}}",
    "plain-with": UPSTREAM,
    "unclosed-client": UPSTREAM,
    "race": f'{CHECKS}distinct = ["n"]',
    "sequential": f"{CHECKS}within = 1.0",
    "too-early": answering("{status = 200}", "at_least = 2.0"),
    "too-slow": answering("{status = 200}", "within = 0.5"),
    "view-error": answering("{status = 200}"),
    "wrong-answer": answering('{text = "Hello"}'),
    "wrong-parameters": CHECKS + 'requests = ["GET /page/1/"]',
    "wrong-state": answering("{status = 200}", 'state = {"services.OUTBOX" = ["ada@example.org"]}'),
}
PATHS = {"wrong-parameters": "page/<int:pk>/"}

# What is said as well, since the wrong example shows it too.
BESIDES: Mapping[str, set[str]] = {
    "cached-coroutine": {"awaited-twice"},  # what the second visitor gets
    "coroutine-in-thread": {"never-awaited"},  # the answer is made of the coroutine that the thread gave back
    "gather-list": {"never-awaited"},  # the coroutines in the list
    "unsafe-database": {"blocking-database"},  # the query that the guard would have stopped
}


def assignment_for(page: Rule) -> Assignment:
    """One route, which leads to what the right example defines last."""
    route = f'[[routes]]\npath = "{PATHS.get(page.id, "page/")}"\nview = "{last_name(example(page, "Right"))}"\n'
    files = {"assignment.toml": f'title = "{page.title}"\n{route}{ASKED.get(page.id, "")}'}
    files |= {f"support/{path}": text for path, text in SUPPORT.items()}
    files |= {"checks/test_it.py": OWN_CHECK} if page.family == "custom" else {}
    return parse({path: text.encode() for path, text in files.items()}, id=page.id)


def last_name(text: str) -> str:
    last = ast.parse(text).body[-1]
    match last:
        case ast.AsyncFunctionDef(name=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
    raise AssertionError(f"the example does not end with its view: {ast.unparse(last)}")


def said(report: Report) -> tuple[set[str], set[str]]:
    """The rules of the errors and of the advice."""
    errors = {finding.rule for check in report.checks for finding in check.findings}
    return {str(rule) for rule in errors}, {str(finding.rule) for finding in report.advice}


@pytest.mark.parametrize("page", RULES.values(), ids=lambda page: page.id)
def test_the_wrong_example_breaks_this_rule_and_no_other(sandbox: Sandbox, page: Rule) -> None:
    errors, advice = said(grade(sandbox, assignment_for(page), example(page, "Wrong")))
    if page.family == "advice":
        assert (errors, advice) == (set(), {page.id})
    else:
        assert errors - BESIDES.get(page.id, set()) == {page.id}


@pytest.mark.parametrize("page", RULES.values(), ids=lambda page: page.id)
def test_the_right_example_gets_full_marks_and_no_advice(sandbox: Sandbox, page: Rule) -> None:
    report = grade(sandbox, assignment_for(page), example(page, "Right"))
    assert report.full_marks, said(report)
    assert not report.advice
