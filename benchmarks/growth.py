"""How long one submission takes, and how that grows with its source, its requests and its virtual seconds."""

import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from checks.assignment import Assignment, Request, parse
from checks.judge import grade
from checks.runtime.trial import Trial
from checks.sandbox import Sandbox
from checks.source import confined as reader
from grader.bench.table import markdown
from worker.sandbox import open_sandbox

WARM_UP, REPETITIONS = 3, 15
ABOUT = (
    f"Through the real sandbox, median of {REPETITIONS} after {WARM_UP} to warm up; in brackets the ratio to the first "
    "row. Unless the row says otherwise: 10 requests at once, each waiting for 2 virtual seconds. Reading and running "
    "are measured each in a process of its own; the whole report needs one reading and several runs."
)
KILOBYTES = (1, 4, 16, 64, 250)  # 256 KB are allowed; the last block must not cross that
REQUESTS = (1, 10, 50, 100, 200)
VIRTUAL_SECONDS = (1, 10, 100, 1_000, 10_000)

ASSIGNMENT = """
title = "Growth"

[[routes]]
path = "slow/"
view = "slow_view"

[[checks]]
use = "signature"

[[checks]]
use = "awaiting"

[[checks]]
use = "concurrency"
concurrent = {concurrent}
"""
VIEW = """import asyncio

from django.http import HttpResponse


async def slow_view(request):
    await asyncio.sleep({seconds})
    return HttpResponse("Finished waiting!")
"""
BLOCK = """

async def load_{n}(key, retries=3):
    for attempt in range(retries):
        try:
            async with asyncio.timeout(2):
                await asyncio.sleep(0.1 * attempt)
                return {{"key": key, "values": [str(item) for item in range({n} % 7)]}}
        except TimeoutError:
            continue
    return None


class Report{n}:
    def __init__(self, name, rows=()):
        self.name, self.rows = name, list(rows)

    def total(self):
        return sum(row["amount"] for row in self.rows if row.get("paid"))

    async def refresh(self):
        found = await load_{n}(self.name)
        self.rows = [] if found is None else found["values"]
        return self.total()
"""


@dataclass(frozen=True)
class Timing:
    """Median milliseconds: of reading in its own process, of loading and one request, of the whole report."""

    label: str
    reading: float
    running: float
    report: float


def measure() -> str:
    with closing(open_sandbox()) as sandbox:
        sizes = [_time(sandbox, f"{kilobytes} KB", source(kilobytes)) for kilobytes in KILOBYTES]
        loads = [_time(sandbox, str(number), source(), concurrent=number) for number in REQUESTS]
        waits = [_time(sandbox, f"{seconds:,}", source(seconds=seconds)) for seconds in VIRTUAL_SECONDS]
    titles = ("size of the source", "concurrent requests", "virtual seconds of one request")
    return "\n\n".join(_table(title, part) for title, part in zip(titles, (sizes, loads, waits), strict=True))


def source(kilobytes: int = 0, seconds: int = 2) -> str:
    """A view that waits, with as much code beside it as is asked for."""
    parts = [VIEW.format(seconds=seconds)]
    size = len(parts[0])
    while size < kilobytes << 10:
        parts.append(BLOCK.format(n=len(parts)))
        size += len(parts[-1])
    return "".join(parts)


def _time(sandbox: Sandbox, label: str, text: str, concurrent: int = 10) -> Timing:
    assignment = parse({"assignment.toml": ASSIGNMENT.format(concurrent=concurrent).encode()}, id="growth")
    report = grade(assignment, {"views.py": text.encode()}, sandbox)
    if not report.full_marks:
        raise ValueError(f"{label}: the submission must be correct, or something else is measured: {report.checks}")
    return Timing(
        label,
        _median(lambda: _read(sandbox, assignment, text)),
        _median(lambda: _run(sandbox, assignment, text)),
        _median(lambda: _grade(sandbox, assignment, text)),
    )


def _median(action: Callable[[], None]) -> float:
    for _ in range(WARM_UP):
        action()
    return statistics.median(_milliseconds(action) for _ in range(REPETITIONS))


def _milliseconds(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1_000


def _read(sandbox: Sandbox, assignment: Assignment, text: str) -> None:
    question = {"files": {"views.py": text}, "support": {}, "views": ["slow_view"], "parameters": {"slow_view": []}}
    with Trial(sandbox, assignment, {"views.py": text}) as trial:
        trial.read(question, reader.SECONDS)


def _run(sandbox: Sandbox, assignment: Assignment, text: str) -> None:
    with Trial(sandbox, assignment, {"views.py": text}) as trial:
        trial.run([Request(method="GET", path="/slow/")] * assignment.checks[-1].concurrent)


def _grade(sandbox: Sandbox, assignment: Assignment, text: str) -> None:
    grade(assignment, {"views.py": text.encode()}, sandbox)


def _table(title: str, timings: Sequence[Timing]) -> str:
    first = timings[0]
    rows = [
        (item.label, *(_cell(getattr(item, key), getattr(first, key)) for key in ("reading", "running", "report")))
        for item in timings
    ]
    return markdown((title, "reading", "running", "whole report"), rows)


def _cell(milliseconds: float, first: float) -> str:
    return f"{milliseconds:.0f} ms ({milliseconds / first:.1f}x)"
