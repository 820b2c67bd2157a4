"""Advice that the text alone gives: handlers that hide mistakes, helpers that are asynchronous for nothing, loops that
fetch one after the other."""

import ast
from collections.abc import Iterator

from checks.source.facts import SourceFinding
from checks.source.machine import Machine
from checks.source.places import SourceFile
from checks.source.rules.saying import say
from checks.source.sites import Site

BROAD = {"Exception", "BaseException"}
SUSPENDS = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield, ast.YieldFrom)
NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
LISTS = ast.ListComp | ast.SetComp | ast.DictComp


def findings(machine: Machine, views: set[str]) -> Iterator[SourceFinding]:
    sources = {function.source: None for function in machine.functions if not function.source.support}
    for source in sources:
        helpers = _helpers(source) - views
        for node in ast.walk(source.tree):
            if isinstance(node, ast.AsyncFunctionDef):
                yield from _hides_mistakes(source, node)
                yield from _waits_for_nothing(source, node, helpers)
            elif isinstance(node, ast.For | LISTS):
                yield from _one_by_one(machine, source, node)


def inside(function: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function that run when it runs: not those of functions within it."""
    for child in ast.iter_child_nodes(function):
        yield child
        if not isinstance(child, NESTED):
            yield from inside(child)


def _hides_mistakes(source: SourceFile, function: ast.AsyncFunctionDef) -> Iterator[SourceFinding]:
    for node in inside(function):
        if isinstance(node, ast.ExceptHandler) and _is_broad(node) and not _tells_anybody(node):
            caught = "everything" if node.type is None else source.snippet(node.type)
            message = f"This catches {caught} and tells nobody, so a mistake looks like a plain answer."
            hint = "except the exception that you expect"
            yield say("advice", "broad-except", message, source, node, hint=hint, certain=False)


def _is_broad(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or (isinstance(handler.type, ast.Name) and handler.type.id in BROAD)


def _tells_anybody(handler: ast.ExceptHandler) -> bool:
    """Whether it raises, looks at the exception, or calls something that could tell, such as a logger."""
    for node in ast.walk(handler):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Name) and node.id == handler.name):
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            return True
    return False


def _waits_for_nothing(
    source: SourceFile, function: ast.AsyncFunctionDef, helpers: set[str]
) -> Iterator[SourceFinding]:
    """A helper at the top of the module that others await, and that itself awaits nothing."""
    if function.name not in helpers or function.decorator_list or function.col_offset:
        return
    does_something = any(isinstance(node, ast.Return | ast.Assign | ast.For) for node in function.body)
    if does_something and not any(_suspends(node) for node in inside(function)):
        message = f"{function.name}() waits for nothing, so it need not be asynchronous."
        yield say(
            "advice", "nothing-awaited", message, source, function, hint=f"def {function.name}(…):", certain=False
        )


def _helpers(source: SourceFile) -> set[str]:
    """The names of functions at the top of the module that are awaited where they are called."""
    top = {node.name for node in source.tree.body if isinstance(node, ast.AsyncFunctionDef)}
    calls = [node.value for node in ast.walk(source.tree) if isinstance(node, ast.Await)]
    return top & {call.func.id for call in calls if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}


def _suspends(node: ast.AST) -> bool:
    return isinstance(node, SUSPENDS) or (isinstance(node, ast.comprehension) and bool(node.is_async))


def _one_by_one(machine: Machine, source: SourceFile, node: ast.For | LISTS) -> Iterator[SourceFinding]:
    """A loop that waits for a slow service in each of its rounds, where no round needs the one before."""
    for await_node, site in _fetches(machine, node):
        if not _needs_the_last_round(node, await_node):
            message = f"Each round of this loop waits for {site.name}() before the next begins."
            hint = f"await asyncio.gather(*({source.snippet(site.node)} for …))"
            yield say("advice", "sequential-awaits", message, source, await_node, hint=hint, certain=False)
            return


def _fetches(machine: Machine, node: ast.AST) -> Iterator[tuple[ast.Await, Site]]:
    for child in inside(node):
        if isinstance(child, ast.Await) and isinstance(child.value, ast.Call):
            site = machine.sites.get(child.value)
            provided = any(source.support for source in machine.callees.get(child.value, ()))
            if site is not None and site.reached and provided:
                yield child, site


def _needs_the_last_round(loop: ast.For | LISTS, fetch: ast.Await) -> bool:
    """Whether what is fetched depends on a name that the loop's own body binds, or a round can end the loop."""
    if not isinstance(loop, ast.For):
        return False
    bound = {
        n.id for part in loop.body for n in ast.walk(part) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    used = {n.id for n in ast.walk(fetch) if isinstance(n, ast.Name)}
    leaves = any(isinstance(n, ast.Break | ast.Return | ast.Try) for part in loop.body for n in ast.walk(part))
    return leaves or bool(bound & used)
