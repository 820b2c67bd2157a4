"""The ten programs that a first course is made of, and exactly what is said of each."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from checks.sandbox import Sandbox
from tests.checks.engine import check, grade, lines, outcomes, sample, without_time

IMPORTS = """
import asyncio
import time
from time import sleep as nap

from django.http import HttpResponse, JsonResponse

import services
"""
SLOW_IMPORTS = IMPORTS.replace("import services\n", "")


def slow(body: str, head: str = "async def slow_view(request):") -> str:
    return f'{SLOW_IMPORTS}\n\n{head}\n    {body}\n    return HttpResponse("Finished waiting!")\n'


LINE = 10  # of the first line in the view
PROGRAMS = {
    "awaits": (slow("await asyncio.sleep(2)"), "passed passed passed"),
    "blocks": (slow("time.sleep(2)"), "passed passed failed"),
    "helper": (
        slow("pause()").replace("async def", "def pause():\n    nap(2)\n\n\nasync def"),
        "passed passed failed",
    ),
    "forgets": (slow("asyncio.sleep(2)"), "passed failed skipped"),
    "plain": (slow("time.sleep(2)", "def slow_view(request):"), "failed skipped skipped"),
    "nonsense": (slow("await asyncio.sleep(2)", "async view def slow_view(request):"), "failed skipped skipped"),
    "thread": (slow("await asyncio.to_thread(time.sleep, 2)"), "passed passed passed"),
    "endless": (slow("while True: pass"), "passed passed failed"),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_program_has_its_outcome(sandbox: Sandbox, name: str) -> None:
    text, expected = PROGRAMS[name]
    found = outcomes(grade(sandbox, sample("slow-view"), text))
    assert [found[family] for family in ("signature", "awaiting", "concurrency")] == expected.split()


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_report_repeats_to_the_byte(sandbox: Sandbox, name: str) -> None:
    reports = {without_time(grade(sandbox, sample("slow-view"), PROGRAMS[name][0])) for _ in range(3)}
    assert len(reports) == 1


def test_awaiting_costs_nothing_however_many_wait(sandbox: Sandbox) -> None:
    result = check(grade(sandbox, sample("slow-view"), PROGRAMS["awaits"][0]), "concurrency")
    assert result.summary == "10 requests at once took 2.0 s, as long as one."


def test_a_blocking_sleep_is_named_with_what_to_write_instead(sandbox: Sandbox) -> None:
    result = check(grade(sandbox, sample("slow-view"), PROGRAMS["blocks"][0]), "concurrency")
    (finding,) = result.findings
    assert result.summary == "10 requests at once took 20.0 s; one takes 2.0 s."
    assert (finding.rule, finding.line, finding.column, finding.end_column) == ("blocking-sleep", LINE, 5, 18)
    assert finding.message == "time.sleep(2) holds the event loop for 2.0 s."
    assert finding.hint == "await asyncio.sleep(2)"


def test_a_renamed_sleep_in_a_helper_is_found_on_its_line(sandbox: Sandbox) -> None:
    result = check(grade(sandbox, sample("slow-view"), PROGRAMS["helper"][0]), "concurrency")
    assert lines(result) == {"blocking-sleep": LINE}
    assert result.findings[0].hint == "await asyncio.sleep(2)"


def test_a_forgotten_await_is_found_and_blocking_is_not_accused(sandbox: Sandbox) -> None:
    report = grade(sandbox, sample("slow-view"), PROGRAMS["forgets"][0])
    assert lines(check(report, "awaiting")) == {"never-awaited": LINE}
    assert check(report, "awaiting").findings[0].hint == "await asyncio.sleep(2)"
    assert check(report, "concurrency").because == "awaiting"


def test_a_plain_view_is_named_on_its_def_line(sandbox: Sandbox) -> None:
    report = grade(sandbox, sample("slow-view"), PROGRAMS["plain"][0])
    assert lines(check(report, "signature")) == {"not-async": LINE - 1}
    assert check(report, "awaiting").because == "signature"


def test_a_syntax_error_is_shown_where_it_is(sandbox: Sandbox) -> None:
    (finding,) = check(grade(sandbox, sample("slow-view"), PROGRAMS["nonsense"][0]), "signature").findings
    assert (finding.rule, finding.line, finding.column) == ("syntax-error", LINE - 1, 7)


def test_work_in_a_thread_passes_with_advice(sandbox: Sandbox) -> None:
    report = grade(sandbox, sample("slow-view"), PROGRAMS["thread"][0])
    assert check(report, "concurrency").summary == "10 requests at once took 2.0 s, as long as one."
    assert [(finding.rule, finding.line) for finding in report.advice] == [("thread-offload", LINE)]


def test_an_endless_loop_is_stopped_on_its_line(sandbox: Sandbox) -> None:
    result = check(grade(sandbox, sample("slow-view"), PROGRAMS["endless"][0]), "concurrency")
    assert lines(result) == {"never-finishes": LINE}


def test_a_coroutine_in_the_answer_is_found_where_it_was_made(sandbox: Sandbox) -> None:
    body = "data = services.slow_api_call()\n    return JsonResponse({'data': data})"
    text = f"{IMPORTS}\n\nasync def fetch_data(request):\n    {body}\n"
    report = grade(sandbox, sample("fetch-data"), text)
    found = outcomes(report)
    assert [found[family] for family in ("signature", "awaiting", "concurrency")] == ["passed", "failed", "skipped"]
    assert lines(check(report, "awaiting")) == {"never-awaited": 11}


def test_two_awaits_one_after_the_other_do_not_overlap(sandbox: Sandbox) -> None:
    wrong = sample("dashboard").wrong
    text = next(item.text for name, item in wrong.items() if "one_after" in name or "sequen" in name)
    report = grade(sandbox, sample("dashboard"), text)
    result = check(report, "concurrency")
    second = [number for number, line in enumerate(text.strip().split("\n"), 1) if "await" in line][1]
    assert result.outcome == "failed"
    assert lines(result) == {"sequential": second}
    assert "do not overlap" in result.summary


@pytest.fixture
def busy_cores() -> Iterator[None]:
    """More work than the machine has cores for."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * (os.cpu_count() or 1))]
    yield
    for loop in loops:
        loop.kill()
        loop.wait()


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_crowded_machine_changes_no_report(sandbox: Sandbox, name: str, request: pytest.FixtureRequest) -> None:
    calm = without_time(grade(sandbox, sample("slow-view"), PROGRAMS[name][0]))
    request.getfixturevalue("busy_cores")
    assert {without_time(grade(sandbox, sample("slow-view"), PROGRAMS[name][0])) for _ in range(3)} == {calm}
