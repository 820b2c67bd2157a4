"""What another tool says is counted for the family that it fits, and for no other."""

import pytest

from benchmarks.fitting import TABLE, Remark, families


def fit(tool: str, code: str, text: str = "") -> list[str]:
    return sorted(families(tool, Remark("hello/ok.py", 1, code, text)))


@pytest.mark.parametrize(
    ("tool", "code", "text", "expected"),
    [
        ("ruff", "ASYNC251", "Async functions should not call `time.sleep`", ["concurrency"]),
        ("ruff with RUF029", "RUF029", "declared `async`, but doesn't `await`", ["awaiting", "concurrency"]),
        ("mypy, strict and more", "unused-coroutine", 'Value of type "Coroutine" must be used', ["awaiting"]),
        ("mypy, strict and more", "no-untyped-def", "Function is missing a type annotation", []),
        ("pyright, strict", "reportUnknownVariableType", 'Type "Task[Unknown]" is partially unknown', []),
        ("pyright, strict", "no-rule", 'Expected "def", "with" or "for" to follow "async"', ["signature"]),
        ("pylint, pylint-django", "C0103", "Constant name", []),
        ("asyncio debug mode", "asyncio", "Executing <Task> took 0.150 seconds", ["concurrency"]),
        ("asyncio debug mode", "RuntimeWarning", "coroutine 'nap' was never awaited", ["awaiting"]),
        ("blockbuster", "BlockingError", "time.sleep", ["concurrency"]),
        ("grader", "signature", "hello is a plain function", ["signature"]),
    ],
)
def test_a_message_fits_the_families_that_it_tells_of(tool: str, code: str, text: str, expected: list[str]) -> None:
    assert fit(tool, code, text) == expected


def test_every_row_of_the_table_has_a_reason() -> None:
    assert all(row.reason for row in TABLE)
