"""Steps that never end are stopped from outside, and their line is told, whatever they do."""

import pytest

from checks.runtime import says
from checks.sandbox import Sandbox
from tests.checks.engine import run, view

ENDLESS = {
    "loop": "while True:\n    pass",
    "regular expression": "import re\nre.match(r'(a+)+$', 'a' * 60 + 'b')",
    "loop that catches everything": "while True:\n    try:\n        sum([1])\n    except BaseException:\n        pass",
    "real sleep": "import ctypes\nctypes.CDLL(None).sleep(600)",
}


@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS.keys())
def test_an_endless_step_is_stopped_and_its_line_told(sandbox: Sandbox, body: str) -> None:
    seen = run(sandbox, view(body))
    assert seen.lost is not None
    assert seen.lost.how == "hung"
    assert seen.lost.place is not None
    assert 7 <= seen.lost.place[1] <= 7 + body.count("\n")


def test_a_loop_that_turns_for_ever_is_stopped_on_its_line(sandbox: Sandbox) -> None:
    seen = run(sandbox, view("while True:\n    await asyncio.sleep(0)"))
    assert [(found.why, found.places[0][1][1]) for found in seen.of(says.Stuck)] == [("spinning", 8)]


def test_an_endless_import_is_stopped(sandbox: Sandbox) -> None:
    seen = run(sandbox, "while True:\n    pass\n")
    assert seen.lost is not None
    assert seen.lost.how == "hung"


def test_work_in_a_thread_may_take_longer_than_a_step(sandbox: Sandbox) -> None:
    head = "def work():\n    end = time.thread_time() + 0.8\n    while time.thread_time() < end:\n        pass\n"
    seen = run(sandbox, view("await asyncio.to_thread(work)\nreturn HttpResponse('x')", head))
    assert seen.lost is None
    assert len(seen.answers) == 1
