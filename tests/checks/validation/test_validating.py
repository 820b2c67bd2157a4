"""Validating an assignment: what is an error, what a warning, and which check caught which mistake."""

import textwrap
from pathlib import Path

import pytest

from checks.assignment import Assignment, load, parse
from checks.sandbox import Sandbox
from checks.validation import Validation, validate
from checks.validation.text import render
from tests.checks.engine import VIEW, view

SAMPLES = Path(__file__).parents[3] / "assignments"
SCAFFOLD = Path(__file__).parents[3] / "grader" / "scaffold"
POLITE = view("await asyncio.sleep(2)\nreturn HttpResponse('Hello')")
PLAIN = POLITE.replace("async def", "def").replace("await asyncio", "time")
FULL = '[[checks]]\nuse = "response"\nrequest = "GET /slow/"\nexpect = {text = "Hello"}\n'


def made(toml: str = FULL, **files: str) -> Assignment:
    """``reference__a="…"`` is reference/a.py."""
    content = {"assignment.toml": f'title = "T"\n{VIEW}\n{toml}'}
    content |= {f"{name.replace('__', '/')}.py": textwrap.dedent(text) for name, text in files.items()}
    return parse({path: text.encode() for path, text in content.items()}, id="made")


def errors(found: Validation) -> list[tuple[str, str]]:
    return [(problem.where, problem.message) for problem in found.errors]


def warnings(found: Validation) -> list[tuple[str, str]]:
    return [(problem.where, problem.message) for problem in found.warnings]


@pytest.mark.parametrize("folder", [*sorted(path.parent for path in SAMPLES.glob("*/assignment.toml")), SCAFFOLD])
def test_samples_and_scaffold_validate_without_a_warning(sandbox: Sandbox, folder: Path) -> None:
    assert validate(load(folder), sandbox).problems == ()


def test_a_reference_that_loses_points_is_an_error_with_what_was_found(sandbox: Sandbox) -> None:
    found = validate(made(reference__bad=POLITE.replace("Hello", "Bye")), sandbox)
    assert errors(found) == [("reference/bad.py", "gets 0 of 20 points; it does not pass response")]
    assert "“Bye”" in (found.errors[0].detail or "")
    assert not found.may_be_published


def test_a_wrong_solution_must_fail_exactly_what_it_says(sandbox: Sandbox) -> None:
    toml = '[[checks]]\nuse = "signature"\n' + FULL
    found = validate(
        made(
            toml,
            reference__a=POLITE,
            wrong__good=f"# fails: response\n{POLITE}",
            wrong__more=f"# fails: response\n{PLAIN}",
        ),
        sandbox,
    )
    assert errors(found) == [
        ("wrong/good.py", "does not fail response, as its first line says it does"),
        ("wrong/more.py", "does not fail response, as its first line says it does"),
        ("wrong/more.py", "fails signature too, which its first line does not say"),
    ]


def test_a_surviving_mutant_is_a_warning_with_its_code(sandbox: Sandbox) -> None:
    found = validate(made(reference__a=POLITE, wrong__b=f"# fails: response\n{POLITE.replace('Hello', 'x')}"), sandbox)
    blocking = next(item for item in found.warnings if "time.sleep" in item.message)
    assert blocking.where == "reference/a.py:7"
    assert blocking.message == "with `asyncio.sleep` made `time.sleep` gets full marks all the same"
    assert blocking.detail == "- await asyncio.sleep(2)\n+ time.sleep(2)"
    assert found.may_be_published


def test_the_matrix_says_which_check_caught_which(sandbox: Sandbox) -> None:
    found = validate(load(SAMPLES / "slow-view"), sandbox)
    rows = {(row.kind, row.name): row for row in found.rows}
    assert rows["wrong", "time_sleep.py"].caught_by == ("concurrency",)
    assert rows["wrong", "time_sleep.py"].fails == ("concurrency",)
    blocks = next(row for row in found.rows if row.name.startswith("sleep.py") and "time.sleep" in (row.mutation or ""))
    assert blocks.caught_by == ("concurrency",)
    assert blocks.change is not None
    assert blocks.change.after == "time.sleep(2)"
    assert all(column.caught for column in found.checks)


def test_the_same_result_comes_back_from_its_json(sandbox: Sandbox) -> None:
    found = validate(made(reference__a=POLITE), sandbox)
    assert Validation.model_validate_json(found.model_dump_json()) == found


def test_a_check_that_asks_nothing_is_an_error_said_once(sandbox: Sandbox) -> None:
    found = validate(
        made(
            "",
            reference__a=POLITE,
            reference__b=f"{POLITE}\n",
            checks__test_it='async def test_it(client):\n    """It."""\n    client',
        ),
        sandbox,
    )
    ((where, message),) = errors(found)
    assert (where, message) == ("reference/a.py", "The check “It.” of the course could not be carried out.")
    assert "asks nothing of client or source" in (found.errors[0].detail or "")


def test_what_only_looks_careless_is_a_warning(sandbox: Sandbox) -> None:
    test = "async def test_it(client):\n    assert (await client.get('/slow/')).status_code == 200\n"
    found = validate(made('[[checks]]\nuse = "pytest"\n', checks__test_it=test, starter__views=POLITE), sandbox)
    assert warnings(found) == [
        ("checks/test_it.py:1", "test_it has no docstring; students read “It” instead"),
        ("reference/", "there is no reference solution, so nothing shows that full marks can be reached"),
        ("starter/views.py", "gets full marks already, so there is nothing left to do"),
    ]


def test_a_check_that_no_solution_ran_is_an_error(sandbox: Sandbox) -> None:
    message = "was run by no solution, so nothing shows that it works; write a reference"
    assert errors(validate(made(), sandbox)) == [("response", message)]


def test_a_check_that_nothing_fails_is_a_warning(sandbox: Sandbox) -> None:
    toml = '[[checks]]\nuse = "signature"\n' + FULL
    found = validate(made(toml, reference__a=POLITE, wrong__b=f"# fails: signature\n{PLAIN}"), sandbox)
    assert (
        "response",
        "is failed by no wrong solution and by no mutant, so nothing shows what it is good for",
    ) in warnings(found)


def test_the_text_shows_matrix_problems_and_the_end(sandbox: Sandbox) -> None:
    text = render(validate(made(reference__a=POLITE, wrong__b=f"# fails: response\n{PLAIN}"), sandbox))
    assert "  1  response  20  It answers what was asked for" in text
    assert "reference  a.py      ✓      20" in text
    assert "error: wrong/b.py: does not fail response" in text
    assert text.endswith("It must not be published like this.\n")
