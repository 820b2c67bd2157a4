"""Binding: names, parts, attributes and items that are assigned to."""

import ast

from checks.source import attributes, races
from checks.source.containers import iterated, put
from checks.source.frames import Frame
from checks.source.machine import Machine
from checks.source.values import UNKNOWN, Awaitable, Container, LibraryInstance, Value, one, only, union


def assign(machine: Machine, frame: Frame, target: ast.expr, value: Value) -> None:
    match target:
        case ast.Name():
            races.stored(machine, frame, target)
            frame.bind(target.id, value)
            if frame.outer.get(target.id) == "global":
                attributes.keep_tasks(machine, value)
        case ast.Tuple() | ast.List():
            _unpack(machine, frame, target, value)
        case ast.Starred():
            assign(machine, frame, target.value, one(Container("list", value)))
        case ast.Attribute():
            holder = machine.evaluate(frame, target.value)
            races.attribute_stored(machine, frame, holder, target.attr)
            attributes.store(machine, holder, target.attr, value)
        case ast.Subscript():
            machine.evaluate(frame, target.slice)
            _store_item(machine, frame, machine.evaluate(frame, target.value), value, target)


def _unpack(machine: Machine, frame: Frame, target: ast.Tuple | ast.List, value: Value) -> None:
    for atom in value:
        if isinstance(atom, Awaitable):
            machine.misuse(frame, one(atom), "unpack", target)
    container = only(value)
    exact = container.exact if isinstance(container, Container) else None
    starred = any(isinstance(part, ast.Starred) for part in target.elts)
    if exact is not None and len(exact) == len(target.elts) and not starred:
        for part, item in zip(target.elts, exact, strict=True):
            assign(machine, frame, part, item)
        return
    usable = frozenset(atom for atom in value if not isinstance(atom, Awaitable))
    items = union([_parts(machine, frame, atom_value, target) for atom_value in map(one, usable)]) or UNKNOWN
    for part in target.elts:
        assign(machine, frame, part, items)


def _parts(machine: Machine, frame: Frame, value: Value, target: ast.expr) -> Value:
    return iterated(machine, frame, value, target)


def _store_item(machine: Machine, frame: Frame, holder: Value, value: Value, target: ast.Subscript) -> None:
    for atom in holder:
        if isinstance(atom, Container):
            put(machine, atom, value)
        elif isinstance(atom, Awaitable):
            machine.misuse(frame, one(atom), "subscript", target)
        elif atom == LibraryInstance("django.http.HttpResponse"):
            machine.misuse(frame, value, "format", target)
        else:
            attributes.keep_tasks(machine, value)


def defaults(machine: Machine, frame: Frame, spec: ast.arguments) -> dict[str, Value]:
    """Parameter names with the values of their defaults."""
    ordered = [*spec.posonlyargs, *spec.args]
    found = {}
    for parameter, default in zip(ordered[len(ordered) - len(spec.defaults) :], spec.defaults, strict=True):
        found[parameter.arg] = machine.evaluate(frame, default)
    for parameter, keyword_default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True):
        if keyword_default is not None:
            found[parameter.arg] = machine.evaluate(frame, keyword_default)
    return found
