"""A submission that asks the system for what no view needs passes nothing by running, and is told what it asked for."""

import pytest

from checks.report import Finding, Report
from checks.sandbox import Sandbox
from tests.checks.engine import check, grade, outcomes, sample, without_time

GOOD = """
import asyncio, os, time
from django.http import HttpResponse
async def slow_view(request):
    {}
    await asyncio.sleep(2)
    return HttpResponse("Finished waiting!")
"""
SILENT = "import ctypes; ctypes.CDLL(None).ptrace(0, 0, 0, 0)"
LOUD = "time.clock_settime(time.CLOCK_REALTIME, 0)"


def found(report: Report, identifier: str = "concurrency") -> list[Finding]:
    return [finding for finding in check(report, identifier).findings if finding.rule == "forbidden-call"]


@pytest.mark.parametrize("place", ["view", "module"])
def test_a_silent_violation_passes_nothing_by_running(sandbox: Sandbox, place: str) -> None:
    text = GOOD.format(SILENT if place == "view" else "pass") + (SILENT if place == "module" else "")
    report = grade(sandbox, sample("slow-view"), text)
    assert {name for name, outcome in outcomes(report).items() if outcome == "passed"} <= {"signature"}
    (finding,) = found(report)
    assert finding.message == "The code makes the system call ptrace, which no view needs. It was refused."
    assert finding.line is None


def test_the_line_is_that_of_the_exception(sandbox: Sandbox) -> None:
    (finding,) = found(grade(sandbox, sample("slow-view"), GOOD.format(LOUD)))
    assert (finding.line, finding.column) == (4, 5)
    assert "clock_settime" in finding.message


def test_several_are_named_together(sandbox: Sandbox) -> None:
    (finding,) = found(
        grade(sandbox, sample("slow-view"), GOOD.format(f"{SILENT}; ctypes.CDLL(None).socket(40, 1, 0)"))
    )
    assert "system calls ptrace and socket(AF_VSOCK), which no view needs. They were refused." in finding.message


def test_where_the_import_fails_by_it_that_is_said_first(sandbox: Sandbox) -> None:
    report = grade(sandbox, sample("slow-view"), GOOD.format("pass") + LOUD)
    findings = check(report, "signature").findings
    assert [(finding.rule, finding.line) for finding in findings] == [("forbidden-call", 7), ("import-error", 7)]


def test_a_process_that_is_ended_by_it_is_told_as_well(sandbox: Sandbox) -> None:
    report = grade(sandbox, sample("slow-view"), GOOD.format(f"while True: {SILENT}"))
    assert len(found(report)) == 1


def test_the_same_submission_has_the_same_report(sandbox: Sandbox) -> None:
    text = GOOD.format(f"{SILENT}; {LOUD}")
    assert len({without_time(grade(sandbox, sample("slow-view"), text)) for _ in range(3)}) == 1


def test_the_next_submission_is_graded_as_ever(sandbox: Sandbox) -> None:
    assert not grade(sandbox, sample("slow-view"), GOOD.format(SILENT)).full_marks
    assert grade(sandbox, sample("slow-view"), GOOD.format("pass")).full_marks
