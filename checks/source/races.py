"""State that requests share, used on both sides of an await: other requests run in between.

Three shapes are seen, and none is sure, since running shows whether it does harm: a global that is written, and read
after an await; a global that is read, and overwritten after an await; an attribute of an object that outlives the
request, or a mutable default, used after an await.
"""

import ast

from checks.source.frames import Frame
from checks.source.machine import Machine
from checks.source.values import Container, Instance, Value


def loaded(machine: Machine, frame: Frame, node: ast.Name, value: Value) -> None:
    """A name is read."""
    if frame.where != "loop" or frame.function is None:
        return
    if frame.outer.get(node.id) == "global":
        if node.id in frame.overwritten:
            _race(machine, frame, node, node.id)
        frame.stale.discard(node.id)
        frame.read.add(node.id)
    elif frame.gave_way and _is_mutable_default(frame, node.id, value):
        _race(machine, frame, node, f"the default of {node.id}")


def _is_mutable_default(frame: Frame, name: str, value: Value) -> bool:
    default = frame.function.defaults.get(name) if frame.function is not None else None
    kinds = ("list", "dict", "set")
    return default is not None and any(isinstance(a, Container) and a.kind in kinds and a in value for a in default)


def stored(machine: Machine, frame: Frame, target: ast.Name) -> None:
    """A name is bound."""
    if frame.where == "loop" and frame.outer.get(target.id) == "global":
        if target.id in frame.stale:
            _race(machine, frame, target, target.id)
        frame.written.add(target.id)


def attribute_stored(machine: Machine, frame: Frame, value: Value, name: str) -> None:
    if frame.where == "loop" and not frame.is_module:
        shared = [atom for atom in value if isinstance(atom, Instance) and atom.shared and not atom.per_request]
        machine.shared_writes.update((atom, name) for atom in shared)


def attribute_loaded(machine: Machine, frame: Frame, value: Value, node: ast.Attribute) -> None:
    if frame.where == "loop" and frame.gave_way:
        for atom in value:
            if isinstance(atom, Instance) and (atom, node.attr) in machine.shared_writes:
                _race(machine, frame, node, frame.source.snippet(node))


def _race(machine: Machine, frame: Frame, node: ast.expr, name: str) -> None:
    message = f"All requests share {name}, and another one may change it during the await before this."
    hint = "change it without an await in between, or keep it in a local variable"
    machine.judge(frame, node, "race", True, message, hint=hint, family="concurrency", certain=False)
