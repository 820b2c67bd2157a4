"""The examples of docs/custom-checks.md: each holds for its right solution and does not for its wrong one."""

import re
from pathlib import Path

import pytest

from checks.assignment import Assignment, parse
from checks.sandbox import Sandbox
from tests.checks.engine import grade

PAGE = Path(__file__).parents[2] / "docs" / "custom-checks.md"
TOML = b'title = "An example"\n[[routes]]\npath = "page/"\nview = "page"\n[[checks]]\nuse = "pytest"\n'
SECTIONS = {part.partition("\n")[0]: part for part in PAGE.read_text(encoding="utf-8").split("\n### ")[1:]}
BLOCK = re.compile(r"^```python\n# (\S+)\n(.+?)^```$", re.MULTILINE | re.DOTALL)


def blocks(title: str) -> dict[str, str]:
    """The code of an example by what its first line says it is."""
    return {match[1]: match[2] for match in BLOCK.finditer(SECTIONS[title])}


def assignment(title: str) -> Assignment:
    files = {path: text.encode() for path, text in blocks(title).items() if "/" in path}
    return parse({"assignment.toml": TOML, **files}, id="example")


def test_there_are_ten_examples_with_all_their_parts() -> None:
    assert len(SECTIONS) == 10
    for title in SECTIONS:
        assert {"right", "wrong"} < set(blocks(title)), title
        assert any(path.startswith("checks/test_") for path in blocks(title)), title


@pytest.mark.parametrize("title", SECTIONS)
def test_the_right_solution_gets_full_marks(sandbox: Sandbox, title: str) -> None:
    report = grade(sandbox, assignment(title), blocks(title)["right"])
    assert report.full_marks, (report.fault, report.checks)


@pytest.mark.parametrize("title", SECTIONS)
def test_the_wrong_solution_loses_points_by_its_own_fault(sandbox: Sandbox, title: str) -> None:
    report = grade(sandbox, assignment(title), blocks(title)["wrong"])
    assert report.status == "graded", report.fault
    assert {check.outcome for check in report.checks} <= {"passed", "failed"}
    assert report.score < report.max_score
