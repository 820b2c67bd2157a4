"""The sample assignments are complete: a lesson, a start, solutions that hold and solutions that do not."""

import ast
from pathlib import Path

import pytest

from checks.assignment import load
from checks.sandbox import Sandbox
from tests.checks.engine import grade, outcomes

FOLDER = Path(__file__).parents[2] / "assignments"
SAMPLES = ("hello", "slow-view", "fetch-data", "dashboard", "book-list", "proxy")


def test_the_six_lessons_are_there() -> None:
    assert {path.name for path in FOLDER.iterdir() if (path / "assignment.toml").exists()} == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_all_that_a_lesson_needs(name: str) -> None:
    sample = load(FOLDER / name)
    assert sample.max_score == 100
    assert sample.readme.startswith("# ")
    assert sample.starter
    assert len(sample.references) >= 2
    assert len(sample.wrong) >= 4
    assert [check.use for check in sample.checks] == ["signature", "awaiting", "concurrency", "response"]


@pytest.mark.parametrize("name", SAMPLES)
def test_each_check_of_a_sample_is_failed_by_some_wrong_solution(name: str) -> None:
    sample = load(FOLDER / name)
    failed = {check for solution in sample.wrong.values() for check in solution.fails}
    assert failed >= ({"signature", "response"} if name == "hello" else {check.id for check in sample.checks})


@pytest.mark.parametrize("name", SAMPLES)
def test_references_and_starters_parse(name: str) -> None:
    sample = load(FOLDER / name)
    for text in (*sample.references.values(), sample.starter or ""):
        ast.parse(text)


SOLUTIONS = [(name, solution) for name in SAMPLES for solution in sorted(load(FOLDER / name).references)]
MISTAKES = [(name, solution) for name in SAMPLES for solution in sorted(load(FOLDER / name).wrong)]


@pytest.mark.parametrize(("name", "solution"), SOLUTIONS)
def test_each_reference_gets_full_marks(sandbox: Sandbox, name: str, solution: str) -> None:
    sample = load(FOLDER / name)
    report = grade(sandbox, sample, sample.references[solution])
    assert (report.full_marks, [finding.message for check in report.checks for finding in check.findings]) == (True, [])


@pytest.mark.parametrize(("name", "solution"), MISTAKES)
def test_each_wrong_solution_fails_exactly_what_it_says(sandbox: Sandbox, name: str, solution: str) -> None:
    sample = load(FOLDER / name)
    wrong = sample.wrong[solution]
    found = outcomes(grade(sandbox, sample, wrong.text))
    assert {identifier for identifier, outcome in found.items() if outcome == "failed"} == wrong.fails
