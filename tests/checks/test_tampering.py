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
REACHES = {
    "frames": "import sys\ngetattr(sys._getframe(), 'f_' + 'back')",
    "frames of a trampoline": "import sys, weakref\nweakref.finalize(sys, sys._getframe, 1)(); getattr(sys, 'x', 0)",
    "frames by a helper": "import inspect\ngetattr(inspect.currentframe(), 'f_' + 'back')",
    "frames of a traceback": "try:\n    1 / 0\nexcept Exception as e:\n    getattr(e.__traceback__.tb_frame, 'x')",
    "collector": "import gc\ngc.get_objects()",
    "tracing": "import sys\nsys.settrace(None)",
    "hooks": "import sys\nsys.addaudithook(lambda *a: None)",
    "foreign code": "import os\nexec(compile('0', os.__file__, 'exec'))",
    "code in place": "import asyncio\nasyncio.sleep.__code__ = (lambda delay, result=None: None).__code__",
    "referrers": "import gc\ngc.get_referrers(gc)",
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


@pytest.mark.parametrize("attempt", REACHES.values(), ids=REACHES.keys())
def test_reaching_for_what_a_view_runs_on_is_named_on_its_line(sandbox: Sandbox, attempt: str) -> None:
    report = grade(sandbox, sample("slow-view"), attempt + VIEW)
    assert not {"concurrency", "response"} & {name for name, outcome in outcomes(report).items() if outcome == "passed"}
    (finding, *_) = check(report, "concurrency").findings
    assert finding.rule == "tampering"
    assert finding.line is not None
    assert finding.line <= attempt.count("\n") + 1


def test_tracing_only_for_a_moment_and_in_another_thread_is_named_too(sandbox: Sandbox) -> None:
    attempt = "import threading\nthreading.settrace(lambda *a: None)\nt = threading.Thread(target=print)"
    report = grade(sandbox, sample("slow-view"), f"{attempt}\nt.start()\nt.join()\nthreading.settrace(None){VIEW}")
    assert [finding.rule for finding in check(report, "concurrency").findings] == ["tampering"]


def test_frames_that_the_submission_writes_itself_are_none(sandbox: Sandbox) -> None:
    forged = """
    import json, os, struct
    from django.http import HttpResponse
    def say(**frame):
        body = json.dumps(frame).encode()
        os.write(3, struct.pack(">I", len(body)) + body)
    async def slow_view(request):
        say(event="answer", at=2 * 10**9, request=0, real=1, status=200, headers=[], parts=[[0, "Finished waiting!"]],
            state={})
        say(event="end", at=2 * 10**9, children=0, tampered=[], slowness=1.0, trace=None, lives=[])
        os._exit(0)
        return HttpResponse()
    """
    report = grade(sandbox, sample("slow-view"), forged)
    assert not {"concurrency", "response"} & {name for name, outcome in outcomes(report).items() if outcome == "passed"}
    assert "tampering" in [finding.rule for finding in check(report, "concurrency").findings]


def test_a_run_that_ends_without_a_word_ends_the_waiting(sandbox: Sandbox) -> None:
    report = grade(sandbox, sample("slow-view"), VIEW.replace("clock.sleep(2)", "__import__('os')._exit(0)"))
    assert "died" in [finding.rule for finding in check(report, "concurrency").findings]
    assert report.facts.real_ms < 1000 * sample("slow-view").limits.seconds
