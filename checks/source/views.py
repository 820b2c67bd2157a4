"""What the routed names are bound to at the end of the module."""

import ast

from checks.source import asynclib
from checks.source.facts import Span, View, ViewKind
from checks.source.frames import Frame
from checks.source.values import (
    Atom,
    Bound,
    ClassValue,
    FunctionValue,
    Instance,
    Library,
    LoopCall,
    Partial,
    ThreadCall,
    Unknown,
    Value,
    Wrapped,
)


def view_of(frame: Frame, name: str) -> View:
    value = frame.flow.names.get(name)
    if value is None:
        return View(name=name, kind="missing", span=None)
    kinds = {kind_of(atom) for atom in value}
    kind: ViewKind = kinds.pop() if len(kinds) == 1 else "unknown"
    return View(name=name, kind=kind, span=span_of(frame, name, value))


def kind_of(atom: Atom) -> ViewKind:
    match atom:
        case FunctionValue():
            if atom.is_generator:
                return "other"
            return "async function" if atom.is_async or atom.marked else "function"
        case ThreadCall():
            return "async function"
        case LoopCall():
            return "function"
        case ClassValue():
            return "class"
        case Bound(function=Library(name="django.views.View.as_view")):
            return "class"
        case Bound(function=function):
            return kind_of(function)
        case Partial():
            return "async function" if asynclib.is_coroutine_function(atom) else "unknown"
        case Wrapped(how="transaction"):
            return "function"
        case Instance(marked=True):
            return "async function"
        case Unknown() | Library() | Wrapped():
            return "unknown"
    return "other"


def span_of(frame: Frame, name: str, value: Value) -> Span | None:
    """The header line of what it is bound to, or else the statement that binds it."""
    node = bound_by(frame, name)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return frame.source.header(node)
    return frame.source.span(node) if node is not None else None


def bound_by(frame: Frame, name: str) -> ast.stmt | None:
    """The last statement of the module, whatever it is nested in, that binds the name and was reached."""
    found: ast.stmt | None = None
    waiting: list[ast.AST] = list(frame.source.tree.body)
    while waiting:
        node = waiting.pop(0) if len(waiting) < 200 else waiting.pop()
        if isinstance(node, ast.stmt) and _binds(node, name) and _is_reached(frame, node):
            found = node if found is None or node.lineno > found.lineno else found
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.expr):
            waiting.extend(child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr))
    return found


def _binds(node: ast.stmt, name: str) -> bool:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node.name == name
        case ast.Assign(targets=targets):
            return any(isinstance(target, ast.Name) and target.id == name for target in targets)
        case ast.AnnAssign(target=ast.Name(id=bound)):
            return bound == name
        case ast.Import() | ast.ImportFrom():
            return any((alias.asname or alias.name.split(".")[0]) == name for alias in node.names)
    return False


def _is_reached(frame: Frame, node: ast.stmt) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return (node, "function") in frame.made
    return (node, "class") in frame.made if isinstance(node, ast.ClassDef) else True
