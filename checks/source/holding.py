"""Says what holds the loop, where reading reaches it on the loop."""

import ast

from checks.source.frames import Frame
from checks.source.machine import Machine


def blocks(machine: Machine, frame: Frame, node: ast.expr | ast.stmt, rule: str, hint: str | None) -> None:
    """Says that this holds the loop, where it is reached on the loop."""
    if frame.where == "loop" and not frame.source.support:
        what = frame.source.snippet(node) if isinstance(node, ast.expr) else "This"
        message = f"{what} holds the event loop until it is done."
        machine.judge(frame, node, rule, True, message, hint=hint, family="concurrency", certain=False)
