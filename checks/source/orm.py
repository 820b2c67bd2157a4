"""Managers and querysets: which methods are lazy, which ask the database, and which are asynchronous."""

import ast

from checks.source import known
from checks.source.frames import Frame
from checks.source.holding import blocks
from checks.source.machine import Machine
from checks.source.values import (
    NONE,
    PLAIN,
    UNKNOWN,
    Arguments,
    AsyncGenerator,
    ClassValue,
    Instance,
    Queryset,
    Value,
    one,
)


def query(machine: Machine, frame: Frame, queryset: Queryset, name: str, arguments: Arguments, node: ast.expr) -> Value:
    """The result of one method of a queryset or manager."""
    for value in arguments.every():
        if not machine.misuse(frame, value, f"{name}()", node):
            machine.escape(value)
    if name in known.QUERY_LAZY:
        model = None if name in ("values", "values_list", "dates", "datetimes") else queryset.model
        return one(frame.make(node, "query", lambda: Queryset(model)))
    if name == "aiterator":
        return one(frame.make(node, "aiterator", lambda: AsyncGenerator(UNKNOWN)))
    if name.startswith("a") and name[1:] in known.QUERY_ASKS:
        return one(machine.awaitable(frame, node, "coroutine", _answer(frame, queryset, name[1:], node)))
    if name in known.QUERY_ASKS:
        if not queryset.evaluated:
            blocks(machine, frame, node, "blocking-database", _hint(frame, name, node))
        return _answer(frame, queryset, name, node)
    return UNKNOWN


def _answer(frame: Frame, queryset: Queryset, name: str, node: ast.expr) -> Value:
    if name not in known.QUERY_OBJECT:
        return PLAIN if name in ("count", "exists", "update", "delete", "contains", "aggregate") else UNKNOWN
    model = queryset.model
    row = PLAIN if model is None else one(frame.make(node, "row", lambda: Instance(model)))
    return row | NONE if name in known.QUERY_OPTIONAL else row


def _hint(frame: Frame, name: str, node: ast.expr) -> str:
    match node:
        case ast.Call(func=ast.Attribute(value=value)):
            return f"await {frame.source.snippet(value)}.a{name}(...)"
    return f"await its a{name}()"


def shortcut(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    """``aget_object_or_404(Model, ...)``."""
    return one(machine.awaitable(frame, node, "coroutine", _row(frame, arguments, node)))


def plain_shortcut(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    return _row(frame, arguments, node)


def _row(frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    for atom in arguments.get(0) or UNKNOWN:
        model = atom.model if isinstance(atom, Queryset) else atom
        if isinstance(model, ClassValue):
            return _instance(frame, model, node)
    return UNKNOWN


def _instance(frame: Frame, model: ClassValue, node: ast.expr) -> Value:
    return one(frame.make(node, "row", lambda: Instance(model)))
