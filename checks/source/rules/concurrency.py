"""What holds the loop, as far as reading can tell; running decides."""

import ast
from collections.abc import Iterator

from checks.source.facts import SourceFinding
from checks.source.frames import Frame
from checks.source.machine import Machine
from checks.source.rules.saying import say


def findings(machine: Machine, frame: Frame) -> Iterator[SourceFinding]:
    for verdict in machine.verdicts.values():
        if verdict.family == "concurrency" and verdict.guilty:
            message, hint = verdict.message, verdict.hint
            yield say("concurrency", verdict.rule, message, verdict.source, verdict.node, hint=hint, certain=False)
    yield from _unsafe(machine, frame)


def _unsafe(machine: Machine, frame: Frame) -> Iterator[SourceFinding]:
    """``os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = …`` in any spelling; sure where a request reaches a plain query."""
    queries = [v for v in machine.verdicts.values() if v.rule == "blocking-database" and v.guilty and v.reached]
    for node in ast.walk(frame.source.tree):
        if isinstance(node, ast.Constant) and node.value == "DJANGO_ALLOW_ASYNC_UNSAFE":
            message = "DJANGO_ALLOW_ASYNC_UNSAFE only silences the error: the query still holds the event loop."
            hint = "use the asynchronous methods of the ORM"
            yield say("concurrency", "unsafe-database", message, frame.source, node, hint=hint, certain=bool(queries))
