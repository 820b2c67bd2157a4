"""The judge stands outside: what would forge a verdict where judge and submission share a process forges none here."""

from collections.abc import Iterator

import pytest

from checks.judge import grade
from checks.sandbox import Limits
from tests.attacks.harness import PATIENT, WRONG
from tests.attacks.weak_wall import Weakened
from worker.sandbox.client import ZygoteSandbox

pytestmark = pytest.mark.needs("sandbox")

VIEW = """
import time
from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
"""
FORGERIES = {
    "it speaks first": r"""
import os, struct
body = b'{"passed": true}'
os.write(3, struct.pack(">I", len(body)) + body)
os._exit(0)
""",
    "it replaces the encoder": """
import json
json.dumps = lambda *_, **__: '{"passed": true}'
""",
    "it replaces the loop": """
import asyncio
from types import SimpleNamespace
asyncio.run = lambda coroutine: SimpleNamespace(content=b"Finished waiting!")
""",
    "its answer equals everything": """
import django.http
class Everything(bytes):
    def __eq__(self, other): return True
    __hash__ = bytes.__hash__
class Response(django.http.HttpResponse):
    content = property(lambda self: Everything(), lambda self, value: None)
django.http.HttpResponse = Response
""",
    "it reads what is expected": """
import gc, sys
frame = sys._getframe()
while "serve" != frame.f_code.co_name: frame = frame.f_back
wanted = next(constant for constant in frame.f_code.co_consts if isinstance(constant, bytes))
import django.http
django.http.HttpResponse = lambda *_: type("Response", (), {"content": wanted})
""",
}
forgeries = pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())


@pytest.fixture(scope="module")
def sandbox() -> Iterator[ZygoteSandbox]:
    opened = ZygoteSandbox(Weakened(verified=True))
    yield opened
    opened.close()


def verdict_of_a_judge_inside(sandbox: ZygoteSandbox, source: str) -> bool:
    with sandbox.open("inside", Limits()) as running:
        running.channel.send({"source": source})
        return running.channel.receive() == {"passed": True}


def test_a_judge_inside_sees_that_an_honest_answer_is_wrong(sandbox: ZygoteSandbox) -> None:
    assert not verdict_of_a_judge_inside(sandbox, VIEW)


@forgeries
def test_a_judge_inside_believes_a_forgery(sandbox: ZygoteSandbox, forgery: str) -> None:
    assert verdict_of_a_judge_inside(sandbox, forgery + VIEW)


@forgeries
def test_the_judge_outside_does_not(sandbox: ZygoteSandbox, forgery: str) -> None:
    report = grade(PATIENT, {"views.py": (forgery + VIEW).encode()}, sandbox)
    assert not WRONG & {check.id for check in report.checks if check.outcome == "passed"}
