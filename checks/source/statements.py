"""What each kind of statement does to the names, and which way it goes on."""

import ast
from collections.abc import Callable
from typing import Any

from checks.source import conditions, definitions, targets
from checks.source.containers import iterated, iterated_async
from checks.source.displays import judge_async_for, judge_plain_for
from checks.source.frames import Flow, Frame, joined
from checks.source.machine import Limits, Machine, Swallowed
from checks.source.managers import enter
from checks.source.values import NONE, NOTHING, UNKNOWN, AsyncGenerator, Container, Value

Handler = Callable[[Machine, Frame, Any], None]
DEEP_LOOPS = 2  # within so many others, a loop that changed no name is gone through once
CANCELLATION = frozenset({"asyncio.CancelledError", "asyncio.exceptions.CancelledError", "builtins.BaseException"})


def run(machine: Machine, frame: Frame, body: list[ast.stmt]) -> None:
    """Runs statements one after the other until the path ends."""
    for statement in body:
        if frame.flow.dead:
            return
        with Limits(machine) as limits:
            handler = HANDLERS.get(type(statement))
            if limits.entered and handler is not None:
                handler(machine, frame, statement)


def _expression(machine: Machine, frame: Frame, node: ast.Expr) -> None:
    value = machine.evaluate(frame, node.value)
    machine.misuse(frame, value, "dropped", node)
    _judge_generator(machine, frame, value, node.value)
    if isinstance(node.value, ast.ListComp | ast.List | ast.Tuple):
        machine.misuse(frame, value, "dropped", node, deep=True)


def _judge_generator(machine: Machine, frame: Frame, value: Value, node: ast.expr) -> None:
    """An asynchronous generator that is thrown away never ran a line of its own."""
    if isinstance(node, ast.Call):
        guilty = bool(value) and all(isinstance(atom, AsyncGenerator) for atom in value)
        text = frame.source.snippet(node)
        message = f"{text} makes an asynchronous generator that nothing goes through, so it never runs."
        machine.judge(frame, node, "never-iterated", guilty, message, hint=f"async for item in {text}:")


def _assign(machine: Machine, frame: Frame, node: ast.Assign) -> None:
    value = machine.evaluate(frame, node.value)
    site = machine.sites.get(node.value)
    if site is not None and isinstance(node.targets[0], ast.Name) and not frame.exits:
        site.single = True
    for target in node.targets:
        targets.assign(machine, frame, target, value)


def _annotated(machine: Machine, frame: Frame, node: ast.AnnAssign) -> None:
    if node.value is not None:
        targets.assign(machine, frame, node.target, machine.evaluate(frame, node.value))


def _augmented(machine: Machine, frame: Frame, node: ast.AugAssign) -> None:
    value = machine.evaluate(frame, node.value)
    old = machine.evaluate(frame, node.target)
    grows = [atom for atom in old if isinstance(atom, Container)]
    if grows and isinstance(node.op, ast.Add | ast.BitOr):
        for container in grows:
            container.items |= iterated(machine, frame, value, node.value)
            container.exact = None
        return
    machine.misuse(frame, value, "arithmetic", node)
    text = isinstance(node.op, ast.Add) and old == value
    targets.assign(machine, frame, node.target, old if text else old | UNKNOWN)


def _return(machine: Machine, frame: Frame, node: ast.Return) -> None:
    value = machine.evaluate(frame, node.value) if node.value is not None else NONE
    frame.returns.append((node, value))
    if frame.is_view:
        _leave(frame)
    frame.flow.dead = True


def _leave(frame: Frame) -> None:
    for site in frame.flow.started:
        site.fresh_at_exit = True


def _raise(machine: Machine, frame: Frame, node: ast.Raise) -> None:
    for part in (node.exc, node.cause):
        if part is not None:
            machine.escape(machine.evaluate(frame, part))
    frame.flow.dead = True


def _if(machine: Machine, frame: Frame, node: ast.If) -> None:
    ends: list[Flow] = []
    current: ast.If = node
    while True:
        yes, no = conditions.branch(machine, frame, current.test)
        frame.flow = yes
        run(machine, frame, current.body)
        ends.append(frame.flow)
        frame.flow = no
        if len(current.orelse) != 1 or not isinstance(current.orelse[0], ast.If) or no.dead:
            break
        current = current.orelse[0]
    run(machine, frame, current.orelse)
    for end in ends:
        frame.flow = joined(end, frame.flow)


def _loop(
    machine: Machine, frame: Frame, body: list[ast.stmt], orelse: list[ast.stmt], start: Callable[[], Flow | None]
) -> None:
    """Two rounds bring the names to rest. ``start`` opens a round and gives the path that leaves the loop instead."""
    breaks: list[Flow] = []
    goes_on: list[Flow] = []
    left: Flow | None = None
    for round_ in range(2):
        entry = frame.flow.copy()
        machine.tick(len(entry.names) // 4)
        left = start()
        frame.exits.append(breaks)
        frame.continues.append(goes_on)
        run(machine, frame, body)
        frame.exits.pop()
        frame.continues.pop()
        for flow in goes_on:
            frame.flow = joined(flow, frame.flow)
        goes_on.clear()
        frame.flow = joined(entry, frame.flow)
        if left is not None:
            left = joined(left, frame.flow) if not left.dead else left
        if round_ == 0 and len(frame.exits) >= DEEP_LOOPS and frame.flow.names == entry.names:
            break
    if left is not None:
        frame.flow = left
    run(machine, frame, orelse)
    for flow in breaks:
        frame.flow = joined(flow, frame.flow)


def _while(machine: Machine, frame: Frame, node: ast.While) -> None:
    def start() -> Flow | None:
        frame.flow, leaves = conditions.branch(machine, frame, node.test)
        return leaves

    _loop(machine, frame, node.body, node.orelse, start)


def _for(machine: Machine, frame: Frame, node: ast.For) -> None:
    value = machine.evaluate(frame, node.iter)
    judge_plain_for(machine, frame, value, node.iter)

    def start() -> None:
        items = iterated(machine, frame, value, node.iter)
        targets.assign(machine, frame, node.target, items or UNKNOWN)

    _loop(machine, frame, node.body, node.orelse, start)


def _async_for(machine: Machine, frame: Frame, node: ast.AsyncFor) -> None:
    value = machine.evaluate(frame, node.iter)
    judge_async_for(machine, frame, value, node.iter)

    def start() -> None:
        machine.give_way(frame)
        items = iterated_async(machine, frame, value, node.iter)
        targets.assign(machine, frame, node.target, items or UNKNOWN)

    _loop(machine, frame, node.body, node.orelse, start)


def _break(machine: Machine, frame: Frame, node: ast.Break) -> None:
    if frame.exits:
        frame.exits[-1].append(frame.flow.copy())
    frame.flow.dead = True


def _continue(machine: Machine, frame: Frame, node: ast.Continue) -> None:
    if frame.continues:
        frame.continues[-1].append(frame.flow.copy())
    frame.flow.dead = True


def _try(machine: Machine, frame: Frame, node: ast.Try) -> None:
    before = frame.flow.copy()
    machine.tick(len(before.names) // 4)
    run(machine, frame, node.body)
    failed = frame.flow.copy()
    failed.dead = False
    failed = joined(before, failed)
    if not frame.flow.dead:
        run(machine, frame, node.orelse)
    ends = [frame.flow]
    for handler in node.handlers:
        frame.flow = failed.copy()
        _handler(machine, frame, node, handler)
        ends.append(frame.flow)
    out = ends[0]
    for flow in ends[1:]:
        out = joined(out, flow)
    frame.flow = out
    if node.finalbody:
        _finally(machine, frame, node.finalbody, failed)


def _handler(machine: Machine, frame: Frame, node: ast.Try, handler: ast.ExceptHandler) -> None:
    caught = machine.evaluate(frame, handler.type) if handler.type is not None else NOTHING
    if handler.name:
        frame.bind(handler.name, UNKNOWN)
    if handler.type is None or _catches_cancellation(caught):
        _note_swallowed(machine, frame, node, handler)
    run(machine, frame, handler.body)


def _catches_cancellation(value: Value) -> bool:
    names = {getattr(atom, "name", "") for atom in value}
    for atom in value:
        if isinstance(atom, Container):
            names |= {getattr(part, "name", "") for part in atom.items}
    return bool(names & CANCELLATION)


def _note_swallowed(machine: Machine, frame: Frame, node: ast.Try, handler: ast.ExceptHandler) -> None:
    waits = any(_has(part, ast.Await | ast.AsyncFor | ast.AsyncWith) for part in node.body)
    earlier = [h for h in node.handlers[: node.handlers.index(handler)] if _names_cancellation(h.type)]
    if not waits or earlier or any(_has(part, ast.Raise) for part in handler.body) or frame.source.support:
        return
    function = frame.function.node if frame.function is not None else None
    body = function.body if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) else []
    cancels = any(isinstance(n, ast.Attribute) and n.attr == "cancel" for part in body for n in ast.walk(part))
    machine.swallowed.append(Swallowed(handler, frame.source, function, bool(frame.timed), cancels))


def _names_cancellation(node: ast.expr | None) -> bool:
    parts = ast.walk(node) if node is not None else ()
    return any("CancelledError" in (getattr(part, "attr", ""), getattr(part, "id", "")) for part in parts)


def _has(node: ast.AST, kinds: Any) -> bool:
    return any(isinstance(inner, kinds) for inner in ast.walk(node))


def _finally(machine: Machine, frame: Frame, body: list[ast.stmt], failed: Flow) -> None:
    ended = frame.flow.dead
    if ended:
        frame.flow = joined(failed.copy(), frame.flow)
    run(machine, frame, body)
    frame.flow.dead = frame.flow.dead or ended


def _with(machine: Machine, frame: Frame, node: ast.With | ast.AsyncWith) -> None:
    timed = frame.timed
    for item in node.items:
        value = machine.evaluate(frame, item.context_expr)
        entered = enter(machine, frame, value, item.context_expr, is_async=isinstance(node, ast.AsyncWith))
        if item.optional_vars is not None:
            targets.assign(machine, frame, item.optional_vars, entered)
    run(machine, frame, node.body)
    frame.timed = timed
    if isinstance(node, ast.AsyncWith):
        machine.give_way(frame)


def _match(machine: Machine, frame: Frame, node: ast.Match) -> None:
    subject = machine.evaluate(frame, node.subject)
    rest = frame.flow
    ends: list[Flow] = []
    for case in node.cases:
        frame.flow = rest.copy()
        machine.tick(len(rest.names) // 4)
        for name in definitions.captured(case.pattern):
            frame.bind(name, subject | UNKNOWN)
        if case.guard is not None:
            frame.flow, _ = conditions.branch(machine, frame, case.guard)
        run(machine, frame, case.body)
        ends.append(frame.flow)
    last = node.cases[-1]
    covers = isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None and last.guard is None
    frame.flow = rest.copy()
    frame.flow.dead = covers
    for flow in ends:
        frame.flow = joined(flow, frame.flow)


def _delete(machine: Machine, frame: Frame, node: ast.Delete) -> None:
    for target in node.targets:
        if isinstance(target, ast.Name):
            frame.flow.names.pop(target.id, None)


def _assert(machine: Machine, frame: Frame, node: ast.Assert) -> None:
    frame.flow, _ = conditions.branch(machine, frame, node.test)
    frame.flow.dead = False


def _outer(machine: Machine, frame: Frame, node: ast.Global | ast.Nonlocal) -> None:
    for name in node.names:
        frame.outer[name] = type(node).__name__.lower()


HANDLERS: dict[type[ast.stmt], Handler] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.If: _if,
    ast.While: _while,
    ast.For: _for,
    ast.AsyncFor: _async_for,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Match: _match,
    ast.Delete: _delete,
    ast.Assert: _assert,
    ast.Global: _outer,
    ast.Nonlocal: _outer,
    ast.FunctionDef: definitions.function,
    ast.AsyncFunctionDef: definitions.function,
    ast.ClassDef: definitions.class_,
    ast.Import: definitions.import_,
    ast.ImportFrom: definitions.import_from,
}
