"""What an expert would say besides, and that costs no points."""

import ast
from collections.abc import Iterator
from itertools import pairwise

from checks.source.facts import SourceFinding
from checks.source.machine import Machine
from checks.source.places import SourceFile
from checks.source.rules.saying import say
from checks.source.sites import Site


def findings(machine: Machine) -> Iterator[SourceFinding]:
    for verdict in machine.verdicts.values():
        if verdict.family == "advice" and verdict.guilty:
            message, hint = verdict.message, verdict.hint
            yield say("advice", verdict.rule, message, verdict.source, verdict.node, hint=hint, certain=False)
    for source in {site.source: None for site in machine.sites.values() if not site.source.support}:
        yield from _sequential(machine, source)


def _sequential(machine: Machine, source: SourceFile) -> Iterator[SourceFinding]:
    """Two awaits next to each other, where the second needs nothing of the first."""
    for node in ast.walk(source.tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            for first, second in pairwise(body):
                yield from _pair(machine, source, first, second)


def _pair(machine: Machine, source: SourceFile, first: ast.stmt, second: ast.stmt) -> Iterator[SourceFinding]:
    one, other = _fetched(machine, first), _fetched(machine, second)
    if one is None or other is None:
        return
    bound = {n.id for n in ast.walk(first) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    used = {n.id for n in ast.walk(other.node) if isinstance(n, ast.Name)}
    if not bound & used:
        calls = f"{source.snippet(one.node)}, {source.snippet(other.node)}"
        message = f"{other.name}() needs nothing of {one.name}(): both could wait at the same time."
        hint = f"await asyncio.gather({calls})"
        yield say("advice", "sequential-awaits", message, source, second, hint=hint, certain=False)


def _fetched(machine: Machine, statement: ast.stmt) -> Site | None:
    """The call to a slow service whose result is assigned to a name by this statement."""
    match statement:
        case ast.Assign(targets=[ast.Name()], value=ast.Await(value=ast.Call() as call)):
            site = machine.sites.get(call)
            targets = machine.targets.get(call, set())
            slow = any(target.startswith(("httpx.", "aiohttp.")) for target in targets) or _is_provided(machine, call)
            return site if site is not None and site.reached and slow else None
    return None


def _is_provided(machine: Machine, call: ast.Call) -> bool:
    """Whether it calls a coroutine function of the course."""
    return any(atom_source.support for atom_source in machine.callees.get(call, ()))
