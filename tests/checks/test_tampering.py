"""What reaches for the grader passes nothing by it, and is named."""

import pytest

from checks.sandbox import Sandbox
from tests.checks.engine import check, grade, outcomes, sample

ATTEMPTS = {
    "handler": "import django.core.handlers.asgi as h\nh.ASGIHandler.__call__ = lambda *a: None",
    "builtins": "import builtins\nbuiltins.sorted = lambda *a: []",
    "response": "import django.http\nclass R(django.http.HttpResponse):\n    pass\ndjango.http.HttpResponse = R",
    "sleep": "import time\ntime.sleep = lambda seconds: None",
    "loop": "import asyncio\nasyncio.BaseEventLoop.create_task = lambda *a, **k: None",
    "clock": "from checks.runtime import clock\nclock.Clock.move_to = lambda *a: None",
    "modules": "import sys, types\nsys.modules['checks.runtime.clock'] = types.ModuleType('clock')",
}
VIEW = """
import time as clock
from django.http import HttpResponse
async def slow_view(request):
    clock.sleep(2)
    return HttpResponse("Finished waiting!")
"""


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_replacing_what_a_view_runs_on_is_named_and_passes_nothing(sandbox: Sandbox, attempt: str) -> None:
    report = grade(sandbox, sample("slow-view"), attempt + VIEW)
    assert not {"concurrency", "response"} & {name for name, outcome in outcomes(report).items() if outcome == "passed"}
    assert "tampering" in [finding.rule for finding in check(report, "concurrency").findings]


def test_replacing_it_while_the_view_runs_is_named_too(sandbox: Sandbox) -> None:
    text = VIEW.replace("    clock.sleep(2)", "    clock.sleep = print\n    clock.sleep(2)")
    report = grade(sandbox, sample("slow-view"), text)
    assert [finding.rule for finding in check(report, "concurrency").findings] == ["tampering"]
