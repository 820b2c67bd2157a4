"""Advice on clients and bridges: a client that nobody closes, an event loop started inside a thread."""

import ast
from collections.abc import Iterator

from checks.source.facts import SourceFinding
from checks.source.machine import Machine
from checks.source.places import SourceFile
from checks.source.rules.habits import inside
from checks.source.rules.saying import say

CLIENTS = {"httpx.AsyncClient": "aclose", "aiohttp.ClientSession": "close"}
BRIDGES = {"asyncio.run", "asgiref.sync.async_to_sync"}


def findings(machine: Machine) -> Iterator[SourceFinding]:
    sources = {function.source: None for function in machine.functions if not function.source.support}
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.AsyncFunctionDef):
                yield from _left_open(machine, source, node)
            elif isinstance(node, ast.Call) and machine.targets.get(node, set()) & BRIDGES:
                yield from _bridge(source, node)


def _left_open(machine: Machine, source: SourceFile, function: ast.AsyncFunctionDef) -> Iterator[SourceFinding]:
    """A client made in a function, used only there, and neither opened with ``async with`` nor closed."""
    for node in inside(function):
        client = _made(machine, node)
        if client is None or not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        name = node.targets[0].id
        if all(_is_plain_use(parent, name) for parent in inside(function)):
            made = source.snippet(node.value)
            message = f"{made} is made for each request and never closed, so its connections stay open."
            hint = f"async with {made} as {name}:"
            yield say("advice", "unclosed-client", message, source, node, hint=hint, certain=False)


def _made(machine: Machine, node: ast.AST) -> str | None:
    value = node.value if isinstance(node, ast.Assign) else None
    targets = machine.targets.get(value, set()) if isinstance(value, ast.Call) else set()
    return next((target for target in targets if target in CLIENTS), None)


def _is_plain_use(node: ast.AST, name: str) -> bool:
    """Whether a node neither closes the client nor hands it to somebody who might."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name:
        return node.attr not in CLIENTS.values()
    handed = [*node.args, *(word.value for word in node.keywords)] if isinstance(node, ast.Call) else []
    handed += [node.value] if isinstance(node, ast.Return | ast.Yield | ast.Assign) and node.value else []
    handed += [item.context_expr for item in node.items] if isinstance(node, ast.AsyncWith) else []
    return not any(isinstance(part, ast.Name) and part.id == name for part in handed)


def _bridge(source: SourceFile, node: ast.Call) -> Iterator[SourceFinding]:
    """Where it runs on the loop it is an error, and said as one; in a thread it is a way around for nothing."""
    text = source.snippet(node.func)
    message = f"{text} starts an event loop in a thread, beside the one that runs already."
    hint = "await the coroutine where the loop runs"
    yield say("advice", "loop-bridge", message, source, node, hint=hint, certain=False)
