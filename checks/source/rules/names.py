"""Names that nothing in the file defines: using one ends in a NameError."""

import ast
from collections.abc import Iterator

from checks.source.facts import SourceFinding
from checks.source.machine import Machine
from checks.source.places import SourceFile
from checks.source.rules.saying import say

MODULE_NAMES = frozenset({"__file__", "__name__", "__doc__", "__spec__", "__package__", "__builtins__", "__class__"})


def findings(machine: Machine) -> Iterator[SourceFinding]:
    """Names that an import does not find, or that nothing binds.

    Only of code that a request or the import reaches, and only where no trick could define the name.
    """
    for verdict in machine.verdicts.values():
        if verdict.family == "signature" and verdict.guilty and not verdict.source.support:
            certain = verdict.certain and verdict.reached and not _is_tried(verdict.source, verdict.node)
            yield say("signature", verdict.rule, verdict.message, verdict.source, verdict.node, certain=certain)
    for name, (node, source) in machine.undefined.items():
        if name not in MODULE_NAMES and name not in _bound(source) and not _has_tricks(source):
            message = f"{name} is used here, but nothing defines or imports it."
            yield say("signature", "undefined-name", message, source, node, certain=machine.complete)


def _bound(source: SourceFile) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(source.tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.arg(arg=name):
                names.add(name)
            case ast.alias():
                names.add(node.asname or node.name.split(".")[0])
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                names.add(name)
            case ast.Global(names=several) | ast.Nonlocal(names=several):
                names.update(several)
            case ast.MatchMapping(rest=str(name)):
                names.add(name)
    return names


def _is_tried(source: SourceFile, node: ast.AST) -> bool:
    """Whether it stands in a ``try``, which may expect just this."""
    tries = [outer for outer in ast.walk(source.tree) if isinstance(outer, ast.Try)]
    return any(inner is node for outer in tries for inner in ast.walk(outer))


def _has_tricks(source: SourceFile) -> bool:
    """Star imports, ``globals()``, ``exec`` and caught NameErrors."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.alias) and node.name == "*":
            return True
        if isinstance(node, ast.Name) and node.id in ("globals", "exec", "vars", "locals", "NameError", "setattr"):
            return True
    return False
