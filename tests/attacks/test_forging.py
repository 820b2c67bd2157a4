"""No submission gets a check passed that it did not earn, and what it reached for is named where it did so.

An attack's first lines say what it is: ``# its rows of the catalogue: what it does``, ``# Its answer is right.`` where
the answer itself is earned and only ``concurrency`` is not, ``# found: what a finding must name``. Where a line ends in
``# <--`` the finding must stand on it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.judge import grade
from checks.report import Finding, Report
from checks.sandbox import Sandbox
from tests.attacks.attack import SUBMISSIONS
from tests.attacks.harness import GOOD, PATIENT
from tests.conftest import require
from worker.sandbox import open_sandbox

FORGERIES = sorted([*SUBMISSIONS.glob("forge-*.py"), *SUBMISSIONS.glob("async-*.py")])
EARNED = "# Its answer is right."
FOUND = "# found: "
HERE = "# <--"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    require("sandbox")
    opened = open_sandbox()
    yield opened
    opened.close()


@pytest.mark.parametrize("path", FORGERIES, ids=lambda path: path.stem)
def test_a_forgery_passes_nothing_that_it_did_not_earn(sandbox: Sandbox, path: Path) -> None:
    text = path.read_text()
    report = grade(PATIENT, {"views.py": text.encode()}, sandbox)
    assert report.status == "graded"
    assert not passed(report) & ({"concurrency"} if EARNED in text else {"concurrency", "response"})
    findings = [finding for check in report.checks for finding in check.findings]
    assert findings
    assert_it_is_named(text.splitlines(), findings)
    assert grade(PATIENT, GOOD, sandbox).full_marks


def assert_it_is_named(lines: list[str], findings: list[Finding]) -> None:
    for expected in [line.removeprefix(FOUND) for line in lines if line.startswith(FOUND)]:
        findings = [finding for finding in findings if expected in finding.message]
        assert findings, expected
    marked = {number for number, line in enumerate(lines, 1) if line.endswith(HERE)}
    assert not marked or marked & {finding.line for finding in findings}


def passed(report: Report) -> set[str]:
    return {check.id for check in report.checks if check.outcome == "passed"}
