"""Lists, dicts and comprehensions as they are written, and what can be looped over how."""

import ast

from checks.source import conditions, targets
from checks.source.containers import iterated, iterated_async, made_of
from checks.source.frames import Frame, bounded
from checks.source.machine import Machine
from checks.source.values import NOTHING, UNKNOWN, AsyncGenerator, Container, Plain, Value, one, union


def sequence(machine: Machine, frame: Frame, node: ast.List | ast.Tuple | ast.Set) -> Value:
    kind = type(node).__name__.lower()
    parts: list[Value] = []
    exact = not isinstance(node, ast.Set)
    for part in node.elts:
        if isinstance(part, ast.Starred):
            exact = False
            parts.append(iterated(machine, frame, machine.evaluate(frame, part.value), part.value))
        else:
            parts.append(machine.evaluate(frame, part))
    made = made_of(frame, node, kind, NOTHING)
    made.items = bounded(made.items | union(parts))
    made.exact = tuple(parts) if exact else None
    return one(made)


def dictionary(machine: Machine, frame: Frame, node: ast.Dict) -> Value:
    made = made_of(frame, node, "dict", NOTHING)
    for key, part in zip(node.keys, node.values, strict=True):
        value = machine.evaluate(frame, part)
        if key is None:
            value = union([a.items if isinstance(a, Container) else UNKNOWN for a in value])
        else:
            machine.evaluate(frame, key)
        made.items |= value
    made.items = bounded(made.items)
    return one(made)


def comprehension(
    machine: Machine, frame: Frame, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
) -> Value:
    before = dict(frame.flow.names)
    lazy = isinstance(node, ast.GeneratorExp)
    for generator in node.generators:
        _enter(machine, frame, generator)
    element = node.value if isinstance(node, ast.DictComp) else node.elt
    if isinstance(node, ast.DictComp):
        machine.evaluate(frame, node.key)
    items = machine.evaluate(frame, element) if not frame.flow.dead else NOTHING
    walrus = {n.target.id for n in ast.walk(node) if isinstance(n, ast.NamedExpr)}
    kept = {name: value for name, value in frame.flow.names.items() if name in walrus}
    frame.flow.names, frame.flow.dead = {**before, **kept}, False
    if lazy and (any(g.is_async for g in node.generators) or any(isinstance(n, ast.Await) for n in ast.walk(element))):
        made = frame.make(node, "agen", lambda: AsyncGenerator(NOTHING))
        made.items |= items
        return one(made)
    return one(made_of(frame, node, type(node).__name__, items))


def _enter(machine: Machine, frame: Frame, generator: ast.comprehension) -> None:
    value = machine.evaluate(frame, generator.iter)
    if generator.is_async:
        judge_async_for(machine, frame, value, generator.iter)
        items = iterated_async(machine, frame, value, generator.iter)
    else:
        judge_plain_for(machine, frame, value, generator.iter)
        items = iterated(machine, frame, value, generator.iter)
    targets.assign(machine, frame, generator.target, items or UNKNOWN)
    for test in generator.ifs:
        frame.flow, _ = conditions.branch(machine, frame, test)


def judge_plain_for(machine: Machine, frame: Frame, value: Value, node: ast.expr) -> None:
    guilty = bool(value) and all(isinstance(atom, AsyncGenerator) for atom in value)
    text = frame.source.snippet(node)
    message = f"{text} is asynchronous: only `async for` can go through it."
    machine.judge(frame, node, "plain-for", guilty, message, hint=f"async for ... in {text}")


def judge_async_for(machine: Machine, frame: Frame, value: Value, node: ast.expr) -> None:
    plain_kinds = frozenset({"str", "int", "dict", "bytes"})
    guilty = bool(value) and all(
        (isinstance(a, Container) and a.kind != "as_completed") or (isinstance(a, Plain) and a.kind in plain_kinds)
        for a in value
    )
    text = frame.source.snippet(node)
    message = f"{text} is not asynchronous: `async for` cannot go through it."
    machine.judge(frame, node, "async-for-plain", guilty, message, hint=f"for ... in {text}")
