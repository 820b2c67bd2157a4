"""Where the loops of a file stand."""

import ast
from collections.abc import Iterable

from checks.source.facts import Loop
from checks.source.places import SourceFile

MOST = 2_000


def loops(sources: Iterable[SourceFile]) -> tuple[Loop, ...]:
    """Every ``for`` and ``while`` statement, the first of each file first."""
    return tuple(
        Loop(path=source.path, line=node.lineno, last_line=node.end_lineno or node.lineno)
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.For | ast.AsyncFor | ast.While)
    )[:MOST]
