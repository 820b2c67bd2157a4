"""The calls and functions of a file as facts, in the order in which they are written."""

import ast
from collections.abc import Iterator

from checks.source.definitions import yields
from checks.source.facts import AwaitState, Call, Function, Import
from checks.source.machine import Machine
from checks.source.places import SourceFile

MOST = 5_000


def walk(source: SourceFile) -> Iterator[tuple[ast.AST, str]]:
    """Every node with the qualified name of the function that it stands in, without recursion."""
    waiting: list[tuple[ast.AST, str, str]] = [(source.tree, "", "")]
    while waiting:
        node, function, scope = waiting.pop()
        yield node, function
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting.extend((d, function, scope) for d in [*node.decorator_list, *_outside(node.args)])
            waiting.extend((child, scope + node.name, f"{scope}{node.name}.<locals>.") for child in reversed(node.body))
        elif isinstance(node, ast.ClassDef):
            waiting.extend((child, function, scope) for child in [*node.decorator_list, *node.bases])
            waiting.extend((child, function, f"{scope}{node.name}.") for child in reversed(node.body))
        else:
            waiting.extend((child, function, scope) for child in ast.iter_child_nodes(node))


def _outside(arguments: ast.arguments) -> list[ast.expr]:
    """What of a signature is evaluated where the function is defined."""
    return [*arguments.defaults, *(default for default in arguments.kw_defaults if default is not None)]


def functions(source: SourceFile) -> list[Function]:
    found: list[Function] = []
    waiting: list[tuple[ast.AST, str]] = [(source.tree, "")]
    while waiting and len(found) < MOST:
        node, scope = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append(_function(source, node, scope + node.name))
            scope = f"{scope}{node.name}.<locals>."
        elif isinstance(node, ast.ClassDef):
            scope = f"{scope}{node.name}."
        waiting.extend((child, scope) for child in ast.iter_child_nodes(node))
    return sorted(found, key=lambda function: (function.span.line, function.span.column))


def _function(source: SourceFile, node: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> Function:
    return Function(
        span=source.header(node),
        last_line=node.end_lineno or node.lineno,
        name=name[:200],
        is_async=isinstance(node, ast.AsyncFunctionDef),
        is_generator=yields(node),
    )


def imports(source: SourceFile) -> list[Import]:
    found = [node for node in ast.walk(source.tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    found.sort(key=lambda node: (node.lineno, node.col_offset))
    return [_import(source, node, alias) for node in found for alias in node.names][:MOST]


def _import(source: SourceFile, node: ast.Import | ast.ImportFrom, alias: ast.alias) -> Import:
    from_module = "." * node.level + (node.module or "") if isinstance(node, ast.ImportFrom) else None
    return Import(
        span=source.span(node),
        text=source.snippet(node),
        module=(alias.name if from_module is None else from_module)[:200],
        name=None if from_module is None else alias.name[:200],
        alias=alias.asname[:200] if alias.asname else None,
    )


def calls(machine: Machine, source: SourceFile) -> list[Call]:
    awaited = set()
    found: list[tuple[ast.Call, str]] = []
    for node, function in walk(source):
        if isinstance(node, ast.Await):
            awaited.add(node.value)
        elif isinstance(node, ast.Call):
            found.append((node, function))
    found.sort(key=lambda pair: (pair[0].lineno, pair[0].col_offset, -(pair[0].end_col_offset or 0)))
    return [_call(machine, source, node, function, node in awaited) for node, function in found[:MOST]]


def _call(machine: Machine, source: SourceFile, node: ast.Call, function: str, awaited: bool) -> Call:
    targets = machine.targets.get(node, set())
    kinds = machine.makes.get(node, set())
    makes = next(iter(kinds)) if len(kinds) == 1 else True if kinds and None not in kinds and awaited else None
    if node in machine.sites:
        makes = True if kinds <= {True} else None if not awaited else True
    return Call(
        span=source.span(node),
        text=source.snippet(node),
        target=min(targets)[:200] if len(targets) == 1 else None,
        is_coroutine=makes,
        state=_state(machine, node, awaited),
        function=function[:200],
    )


def _state(machine: Machine, node: ast.Call, awaited: bool) -> AwaitState:
    site = machine.sites.get(node)
    if awaited:
        return "awaited"
    if site is None or not machine.complete:
        return "unknown"
    if site.awaited or site.handed_on:
        return "later"
    return "unknown" if site.escaped or site.closed or site.kept else "never"
