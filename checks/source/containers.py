"""Lists, dicts, iterators: what goes in comes out again."""

import ast

from checks.source.attributes import keep_tasks
from checks.source.frames import Frame
from checks.source.holding import blocks
from checks.source.known import words
from checks.source.machine import Machine
from checks.source.values import (
    NONE,
    NOTHING,
    PLAIN,
    UNKNOWN,
    Arguments,
    AsyncGenerator,
    Atom,
    Awaitable,
    Container,
    Instance,
    Plain,
    Queryset,
    Value,
    one,
    union,
)

ADDING = words("append add insert extend update setdefault appendleft put put_nowait __setitem__")


def made_of(frame: Frame, node: ast.AST, kind: str, items: Value) -> Container:
    """The container that a node builds; it is shared where it outlives a request."""
    made = frame.make(node, kind, lambda: Container(kind, NOTHING, shared=frame.is_module))
    made.items |= items
    return made


def put(machine: Machine, container: Container, value: Value) -> None:
    container.items |= value
    container.exact = None
    if container.shared:
        keep_tasks(machine, value)


def container_method(
    machine: Machine, frame: Frame, container: Container, name: str, arguments: Arguments, node: ast.expr
) -> Value:
    if name in ADDING:
        for value in arguments.every():
            flat = union([a.items if isinstance(a, Container) else one(a) for a in value])
            put(machine, container, flat if name in ("extend", "update") else value)
        return container.items | NONE if name == "setdefault" else NONE
    if name == "items":
        parts = (PLAIN, container.items)
        pair = frame.make(node, "pair", lambda: Container("tuple", union(parts)))
        pair.items, pair.exact = union(parts), parts
        return one(made_of(frame, node, "items", one(pair)))
    if name in ("values", "copy", "__iter__"):
        return one(made_of(frame, node, name, container.items))
    if name in ("pop", "popleft", "get", "popitem", "__next__", "__getitem__"):
        default = arguments.get(1) if name in ("pop", "get") else None
        return (container.items | (default if default is not None else NONE if name == "get" else NOTHING)) or UNKNOWN
    if name in ("sort", "remove", "discard", "clear", "reverse", "index", "count", "keys"):
        return PLAIN
    machine.escape(*arguments.every(), one(container))
    return UNKNOWN


def iterated(machine: Machine, frame: Frame, value: Value, node: ast.expr) -> Value:
    """What a plain iteration gives; complains where only ``async for`` can iterate."""
    return union([_iterated(machine, frame, atom, node) for atom in value])


def _iterated(machine: Machine, frame: Frame, atom: Atom, node: ast.expr) -> Value:
    match atom:
        case Container():
            return atom.items
        case Awaitable():
            machine.misuse(frame, one(atom), "iterate", node)
        case AsyncGenerator():
            return atom.items
        case Plain() if atom.kind:
            return PLAIN
        case Queryset():
            _ask(machine, frame, atom, node)
            return of_queryset(frame, atom, node)
    return UNKNOWN


def _ask(machine: Machine, frame: Frame, queryset: Queryset, node: ast.expr) -> None:
    if not queryset.evaluated:
        blocks(machine, frame, node, "blocking-database", "iterate it with `async for`")


def of_queryset(frame: Frame, queryset: Queryset, node: ast.AST) -> Value:
    model = queryset.model
    return UNKNOWN if model is None else one(frame.make(node, "row", lambda: Instance(model)))


def iterated_async(machine: Machine, frame: Frame, value: Value, node: ast.expr) -> Value:
    """What ``async for`` gives."""
    items: list[Value] = []
    for atom in value:
        if isinstance(atom, AsyncGenerator):
            items.append(atom.items)
        elif isinstance(atom, Queryset):
            atom.evaluated = True
            items.append(of_queryset(frame, atom, node))
        elif isinstance(atom, Awaitable):
            machine.misuse(frame, one(atom), "async for", node)
        elif isinstance(atom, Container):
            items.append(machine.consume(frame, atom.items) if atom.kind == "as_completed" else atom.items)
        else:
            items.append(UNKNOWN)
    return union(items) or UNKNOWN


def subscript(machine: Machine, frame: Frame, value: Value, index: ast.expr, node: ast.expr) -> Value:
    results: list[Value] = []
    for atom in value:
        if isinstance(atom, Awaitable):
            machine.misuse(frame, one(atom), "subscript", node)
        elif isinstance(atom, Container):
            results.append(_part(frame, atom, index, node))
        elif isinstance(atom, Queryset):
            results.append(one(frame.make(node, "slice", lambda: Queryset(None))))
        else:
            results.append(PLAIN if isinstance(atom, Plain) and atom.kind else UNKNOWN)
    return union(results)


def _part(frame: Frame, container: Container, index: ast.expr, node: ast.expr) -> Value:
    if isinstance(index, ast.Slice):
        return one(made_of(frame, node, container.kind, container.items))
    exact = container.exact
    if exact and isinstance(index, ast.Constant) and isinstance(index.value, int) and 0 <= index.value < len(exact):
        return exact[index.value]
    return container.items or UNKNOWN
