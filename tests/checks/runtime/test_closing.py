"""Answers are closed after they left, with a thread only where it may take long."""

from checks.runtime import says
from checks.sandbox import Sandbox
from tests.checks.engine import answers, run, view

NOTING = """
import threading

came, closed = [], []

class Noting(HttpResponse):
    def __setattr__(self, name, value):
        if name == "closed" and value:
            closed.append(threading.current_thread() is threading.main_thread())
        super().__setattr__(name, value)
"""


def test_what_is_closed_with_an_answer_is_closed_in_a_thread(sandbox: Sandbox) -> None:
    body = "response = HttpResponse('x')\nresponse._resource_closers.append(lambda: time.sleep(1))\nreturn response"
    seen = run(sandbox, view(body))
    assert seen.answers[0].at == 0
    assert seen.of(says.Hold) == []
    assert seen.end is not None
    assert seen.end.at == 1_000_000_000


def test_an_answer_that_holds_nothing_needs_no_thread(sandbox: Sandbox) -> None:
    body = "came.append(1)\nawait asyncio.sleep(len(came))\nreturn Noting(str(closed))"
    assert answers(run(sandbox, view(body, NOTING), n=2)) == ["[]", "[True]"]
