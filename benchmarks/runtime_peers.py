"""Tools that watch a submission run: one process for each case, one request and then ten at once, in real time."""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.corpus import Batch, Case, Corpus
from benchmarks.fitting import Remark
from benchmarks.scoring import Result
from benchmarks.upstream import upstreams
from checks.assignment import Assignment, Request
from checks.library.evidence import numbered

SECONDS = 90
HARNESS = Path(__file__).with_name("harness.py")
ASYNCIO, BLOCKBUSTER = "asyncio debug mode", "blockbuster"


def ask(tool: str, corpus: Corpus, batches: Sequence[Batch]) -> Result:
    if tool == BLOCKBUSTER and importlib.util.find_spec("blockbuster") is None:
        return Result(tool, missing="blockbuster is not installed")
    start = time.monotonic()
    remarks = [
        remark
        for name, assignment in corpus.assignments.items()
        for remark in _of_assignment(tool, assignment, [batch for batch in batches if _is_of(batch, name)])
    ]
    return Result(tool, tuple(remarks), time.monotonic() - start)


def _is_of(batch: Batch, assignment: str) -> bool:
    return batch.cases[0].assignment == assignment


def _of_assignment(tool: str, assignment: Assignment, batches: Sequence[Batch]) -> Iterator[Remark]:
    with upstreams(assignment) as variables, tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, **variables, "COURSE_DATA_DIR": data}
        for batch in batches:
            for case in batch.cases:
                yield from _run(tool, assignment, batch, case, environment)


def _run(tool: str, assignment: Assignment, batch: Batch, case: Case, environment: dict[str, str]) -> Iterator[Remark]:
    with tempfile.NamedTemporaryFile() as out:
        order = _order(assignment) | {
            "tool": tool, "folder": str(batch.folder), "module": case.path.stem, "out": out.name
        }  # fmt: skip
        with suppress(subprocess.TimeoutExpired):  # what it said until then counts
            subprocess.run(
                [sys.executable, HARNESS], input=json.dumps(order), text=True, env=environment, cwd=batch.folder,
                capture_output=True, timeout=SECONDS, check=False,
            )  # fmt: skip
        for line in Path(out.name).read_text().splitlines():
            said = json.loads(line)
            yield Remark(case.id, said["line"], said["code"], said["text"])


def _order(assignment: Assignment) -> dict[str, Any]:
    """Every request of the assignment alone, then each load of its checks at once."""
    alone: dict[str, Request] = {}
    rounds = []
    for spec in assignment.checks:
        if spec.request is not None:
            alone[str(spec.request)] = spec.request
        if spec.requests:
            many = [numbered(spec.requests[n % len(spec.requests)], n, spec) for n in range(spec.concurrent)]
            alone[str(many[0])] = many[0]
            rounds.append(many)
    sent = [[request] for request in alone.values()] + rounds
    return {
        "apps": list(assignment.apps),
        "routes": [{"path": route.path, "view": route.view} for route in assignment.routes],
        "rounds": [[request.model_dump() for request in requests] for requests in sent],
    }
