"""Whatever a submission does to itself or to the machine, its report says so, and the next one is graded as ever."""

import pytest

from checks.sandbox import Sandbox
from tests.checks.engine import check, grade, outcomes, sample

GOOD = """
import asyncio
from django.http import HttpResponse
async def slow_view(request):
    await asyncio.sleep(2)
    return HttpResponse("Finished waiting!")
"""
AT_IMPORT = {
    "exit": "import os\nos._exit(0)",
    "exit politely": "raise SystemExit",
    "an exception without a text": "class E(BaseException):\n    def __str__(self): raise MemoryError\nraise E",
    "a segmentation fault": "import ctypes\nctypes.string_at(0)",
    "memory": "x = []\nwhile True:\n    x.append(' ' * 10_000_000)",
    "recursion": "def f(): f()\nf()",
    "endless": "while True:\n    pass",
}
IN_THE_VIEW = {
    "exit": "import os; os._exit(0)",
    "signal": "import os; os.kill(os.getpid(), 9)",
    "flood of answers": "return HttpResponse('x' * 10_000_000)",
    "deep exception": "raise RuntimeError('x' * 10_000_000)",
    "a million tasks": "await asyncio.gather(*(asyncio.sleep(1000) for _ in range(10 ** 6)))",
    "memory": "x = ['x' * 10_000_000 for _ in range(10 ** 6)]",
}


@pytest.mark.parametrize("text", AT_IMPORT.values(), ids=AT_IMPORT.keys())
def test_a_module_that_does_not_come_back_fails_its_signature(sandbox: Sandbox, text: str) -> None:
    report = grade(sandbox, sample("slow-view"), f"{text}\n{GOOD}")
    assert list(outcomes(report).values()) == ["failed", "skipped", "skipped", "skipped"]
    assert check(report, "signature").findings
    assert grade(sandbox, sample("slow-view"), GOOD).full_marks


@pytest.mark.parametrize("text", IN_THE_VIEW.values(), ids=IN_THE_VIEW.keys())
def test_a_view_that_does_not_come_back_passes_nothing_that_it_should_answer(sandbox: Sandbox, text: str) -> None:
    report = grade(sandbox, sample("slow-view"), GOOD.replace("    await asyncio.sleep(2)", f"    {text}"))
    found = outcomes(report)
    assert "passed" not in (found["concurrency"], found["response"])
    assert grade(sandbox, sample("slow-view"), GOOD).full_marks


def test_more_output_than_anybody_reads_changes_nothing(sandbox: Sandbox) -> None:
    flood = "import sys\nsys.stdout.write('A' * 1_000_000)\nsys.stderr.write('B' * 1_000_000)"
    assert grade(sandbox, sample("slow-view"), f"{flood}\n{GOOD}").full_marks


def test_a_flood_of_output_ends_the_submission_and_names_the_limit(sandbox: Sandbox) -> None:
    report = grade(sandbox, sample("slow-view"), f"print('A' * 100_000_000)\n{GOOD}")
    (finding,) = check(report, "signature").findings
    assert finding.rule == "limit-exceeded"
    assert "output" in finding.message
    assert grade(sandbox, sample("slow-view"), GOOD).full_marks


def test_rubbish_on_every_descriptor_passes_nothing(sandbox: Sandbox) -> None:
    write = "    try:\n        os.write(fd, b'{\"score\": 100}' * 9)\n    except OSError:\n        pass"
    rubbish = f"import os\nfor fd in range(3, 64):\n{write}"
    report = grade(sandbox, sample("slow-view"), f"{rubbish}\n{GOOD}")
    assert report.score == 0
    assert grade(sandbox, sample("slow-view"), GOOD).full_marks
