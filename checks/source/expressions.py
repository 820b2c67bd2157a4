"""What each kind of expression is worth."""

import ast
import builtins
from collections.abc import Callable
from typing import Any

from checks.source import asynclib, attributes, calls, conditions, displays, races, targets
from checks.source.containers import iterated, made_of, subscript
from checks.source.frames import Flow, Frame, bounded, joined
from checks.source.machine import Limits, Machine
from checks.source.values import (
    NONE,
    NOTHING,
    PLAIN,
    UNKNOWN,
    Arguments,
    Atom,
    Awaitable,
    Bound,
    ClassValue,
    Container,
    FunctionValue,
    Instance,
    Library,
    LibraryInstance,
    Manager,
    Method,
    Plain,
    Value,
    one,
    only,
    plain,
    union,
)

Handler = Callable[[Machine, Frame, Any], Value]
BUILTINS = frozenset(dir(builtins))


def evaluate(machine: Machine, frame: Frame, node: ast.expr) -> Value:
    """The value of an expression; unknown where it is nested too deeply, or the work is used up."""
    with Limits(machine) as limits:
        if not limits.entered:
            return UNKNOWN
        handler = HANDLERS.get(type(node))
        return UNKNOWN if handler is None else bounded(handler(machine, frame, node))


def _constant(machine: Machine, frame: Frame, node: ast.Constant) -> Value:
    return NONE if node.value is None else plain(type(node.value).__name__)


def _name(machine: Machine, frame: Frame, node: ast.Name) -> Value:
    found = frame.look_up(node.id)
    if found is not None:
        races.loaded(machine, frame, node, found)
        if node.id in frame.source.rebound:
            return found | UNKNOWN
        return found
    if node.id in BUILTINS:
        return one(Library(f"builtins.{node.id}"))
    if isinstance(node.ctx, ast.Load) and not frame.source.support and machine.rooted:
        machine.undefined.setdefault(node.id, (node, frame.source))
    return UNKNOWN


def _attribute(machine: Machine, frame: Frame, node: ast.Attribute) -> Value:
    value = machine.evaluate(frame, node.value)
    races.attribute_loaded(machine, frame, value, node)
    return attributes.get(machine, frame, value, node.attr, node)


def _call(machine: Machine, frame: Frame, node: ast.Call) -> Value:
    if isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args:
        return _super(frame)
    callee = machine.evaluate(frame, node.func)
    arguments = _arguments(machine, frame, node)
    for atom in callee:
        target = target_of(atom)
        if target:
            machine.targets[node].add(target)
        if isinstance(atom, FunctionValue):
            machine.callees[node].add(atom.source)
    result = calls.apply_all(machine, frame, callee, arguments, node)
    for atom in result:
        _note_kind(machine, node, atom)
    return result


def _note_kind(machine: Machine, node: ast.Call, atom: Atom) -> None:
    if isinstance(atom, Awaitable):
        machine.makes[node].add(True if atom.site.node is node else None)
    else:
        machine.makes[node].add(False if asynclib.surely_not_awaitable(atom) else None)


def _super(frame: Frame) -> Value:
    scope: Frame | None = frame
    while scope is not None and not (scope.parent and scope.parent.is_class):
        scope = scope.parent
    owner = scope.parent.made.get((scope.parent.source.tree, "class")) if scope and scope.parent else None
    me = scope.function.node.args.args[:1] if scope and scope.function else []
    receiver = only(scope.flow.names.get(me[0].arg, UNKNOWN)) if scope and me else None
    if isinstance(owner, ClassValue) and isinstance(receiver, Instance):
        parents = ClassValue(owner.node, owner.name, owner.bases, {}, owner.frame)
        return one(Instance(parents, receiver.attributes, receiver.shared))
    return UNKNOWN


def target_of(atom: Atom) -> str | None:
    """The dotted name of what is called, as the report says it."""
    match atom:
        case Library():
            return atom.name.removeprefix("builtins.").removeprefix("same:")
        case FunctionValue():
            return f"{module_name(atom.source.path)}.{atom.name}"
        case ClassValue():
            return f"{module_name(atom.frame.source.path)}.{atom.name}"
        case Bound():
            return target_of(atom.function)
        case Method(receiver=Awaitable() as receiver):
            return f"asyncio.{receiver.site.kind.title()}.{atom.name}" if receiver.site.kind != "coroutine" else None
    return None


def module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _arguments(machine: Machine, frame: Frame, node: ast.Call) -> Arguments:
    arguments = Arguments(nodes=list(node.args))
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            _starred(machine, frame, argument, arguments)
        elif arguments.rest is None:
            arguments.positional.append(machine.evaluate(frame, argument))
        else:
            arguments.rest |= machine.evaluate(frame, argument)
    for keyword in node.keywords:
        value = machine.evaluate(frame, keyword.value)
        if keyword.arg is not None:
            arguments.keywords[keyword.arg] = value
        else:
            inside = [a.items if isinstance(a, Container) else UNKNOWN for a in value]
            arguments.extra = union([arguments.extra or NOTHING, *inside])
    return arguments


def _starred(machine: Machine, frame: Frame, node: ast.Starred, arguments: Arguments) -> None:
    value = machine.evaluate(frame, node.value)
    container = only(value)
    if isinstance(container, Container) and container.exact is not None and arguments.rest is None:
        arguments.positional.extend(container.exact)
    else:
        items = iterated(machine, frame, value, node.value)
        arguments.rest = (arguments.rest or NOTHING) | (items or UNKNOWN)


def _await(machine: Machine, frame: Frame, node: ast.Await) -> Value:
    value = machine.evaluate(frame, node.value)
    if frame.function is not None:
        machine.awaits.add(frame.function.node)
    asynclib.judge_awaited(machine, frame, value, node, "`await` gets nothing to wait for: {text} is {what}.")
    _judge_twice(machine, frame, value, node)
    machine.give_way(frame)
    results = [machine.consume(frame, value)]
    for atom in value:
        if isinstance(atom, Manager):
            results.append(atom.entered)
        elif not isinstance(atom, Awaitable):
            results.append(UNKNOWN)
    return union(results)


def _judge_twice(machine: Machine, frame: Frame, value: Value, node: ast.Await) -> None:
    atom = only(value)
    if isinstance(atom, Awaitable) and atom.site.single and isinstance(node.value, ast.Name):
        message = f"The coroutine of {atom.site.name} was awaited before; it can be awaited only once."
        hint = "keep the result of the first await in a variable"
        machine.judge(frame, node, "awaited-twice", atom.site in frame.flow.awaited, message, hint=hint)


def _named(machine: Machine, frame: Frame, node: ast.NamedExpr) -> Value:
    value = machine.evaluate(frame, node.value)
    targets.assign(machine, frame, node.target, value)
    return value


def _bool_op(machine: Machine, frame: Frame, node: ast.BoolOp) -> Value:
    stops_on_true = isinstance(node.op, ast.Or)
    results: list[Value] = []
    out: Flow | None = None
    for index, operand in enumerate(node.values):
        value = machine.evaluate(frame, operand)
        if index == len(node.values) - 1:
            results.append(value)
            break
        if _surely_true(value):
            machine.misuse(frame, value, "or" if stops_on_true else "and", node)
        elif stops_on_true:
            value = frozenset(a for a in value if a != Plain("None"))
        results.append(value)
        stays = frame.flow.copy()
        out = stays if out is None else joined(out, stays)
    frame.flow = joined(out, frame.flow) if out is not None else frame.flow
    return union(results)


def _surely_true(value: Value) -> bool:
    return bool(value) and all(isinstance(a, Awaitable) and a.site.kind == "coroutine" for a in value)


def _if_expression(machine: Machine, frame: Frame, node: ast.IfExp) -> Value:
    yes, no = conditions.branch(machine, frame, node.test)
    results, ends = [], []
    for flow, part in ((yes, node.body), (no, node.orelse)):
        if not flow.dead:
            frame.flow = flow
            results.append(machine.evaluate(frame, part))
            ends.append(frame.flow)
    frame.flow = joined(ends[0], ends[-1]) if ends else frame.flow
    return union(results)


def _unary(machine: Machine, frame: Frame, node: ast.UnaryOp) -> Value:
    value = machine.evaluate(frame, node.operand)
    how = "truth" if isinstance(node.op, ast.Not) else "arithmetic"
    if how == "arithmetic" or _surely_true(value):
        machine.misuse(frame, value, how, node)
    return plain("bool") if how == "truth" else PLAIN


def _binary(machine: Machine, frame: Frame, node: ast.BinOp) -> Value:
    chain: list[ast.expr] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp):
        chain.append(left.right)
        left = left.left
    values = [machine.evaluate(frame, part) for part in (left, *reversed(chain))]
    if all(all(isinstance(a, Container) for a in v) and v for v in values) and isinstance(node.op, ast.Add):
        return one(
            made_of(frame, node, "list", union([a.items for v in values for a in v if isinstance(a, Container)]))
        )
    if isinstance(node.op, ast.Div) and LibraryInstance("pathlib.Path") in values[0]:
        return one(LibraryInstance("pathlib.Path"))
    text = Plain("str") in values[0] and isinstance(node.op, ast.Mod | ast.Add)
    for value in values:
        machine.misuse(frame, value, "format" if text else "arithmetic", node, deep=text)
        machine.escape(frozenset(a for a in value if isinstance(a, Container)) if not text else NOTHING)
    return plain("str") if text else PLAIN if all(_is_plain(v) for v in values) else UNKNOWN


def _is_plain(value: Value) -> bool:
    return bool(value) and all(isinstance(a, Plain) for a in value)


def _compare(machine: Machine, frame: Frame, node: ast.Compare) -> Value:
    values = [machine.evaluate(frame, part) for part in (node.left, *node.comparators)]
    for operator, left, right in zip(node.ops, values, values[1:], strict=False):
        if not isinstance(operator, ast.Is | ast.IsNot):
            for value in (left, right):
                _judge_compared(machine, frame, value, node)
    return plain("bool")


def _judge_compared(machine: Machine, frame: Frame, value: Value, node: ast.Compare) -> None:
    if all(isinstance(atom, Awaitable) for atom in value):
        machine.misuse(frame, value, "compare", node)


def _formatted(machine: Machine, frame: Frame, node: ast.JoinedStr) -> Value:
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            machine.misuse(frame, machine.evaluate(frame, part.value), "format", node, deep=True)
            if part.format_spec is not None:
                machine.evaluate(frame, part.format_spec)
    return plain("str")


def _subscript(machine: Machine, frame: Frame, node: ast.Subscript) -> Value:
    value = machine.evaluate(frame, node.value)
    machine.evaluate(frame, node.slice)
    return subscript(machine, frame, value, node.slice, node)


def _lambda(machine: Machine, frame: Frame, node: ast.Lambda) -> Value:
    defaults = targets.defaults(machine, frame, node.args)
    return one(_function(machine, frame, node, frame.qualified("<lambda>"), defaults))


def _function(machine: Machine, frame: Frame, node: ast.Lambda, name: str, defaults: dict[str, Value]) -> FunctionValue:
    made = frame.make(node, "lambda", lambda: FunctionValue(node, name, frame, defaults, False, False))
    if made not in machine.functions[-50:]:
        machine.functions.append(made)
    return made


def _yield(machine: Machine, frame: Frame, node: ast.Yield) -> Value:
    value = machine.evaluate(frame, node.value) if node.value is not None else NONE
    frame.yields |= value
    return UNKNOWN


def _yield_from(machine: Machine, frame: Frame, node: ast.YieldFrom) -> Value:
    value = machine.evaluate(frame, node.value)
    frame.yields |= iterated(machine, frame, value, node.value)
    machine.consume(frame, value)
    return UNKNOWN


def _starred_alone(machine: Machine, frame: Frame, node: ast.Starred) -> Value:
    return machine.evaluate(frame, node.value)


def _slice(machine: Machine, frame: Frame, node: ast.Slice) -> Value:
    for part in (node.lower, node.upper, node.step):
        if part is not None:
            machine.evaluate(frame, part)
    return PLAIN


HANDLERS: dict[type[ast.expr], Handler] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Await: _await,
    ast.NamedExpr: _named,
    ast.BoolOp: _bool_op,
    ast.IfExp: _if_expression,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.JoinedStr: _formatted,
    ast.List: displays.sequence,
    ast.Tuple: displays.sequence,
    ast.Set: displays.sequence,
    ast.Dict: displays.dictionary,
    ast.ListComp: displays.comprehension,
    ast.SetComp: displays.comprehension,
    ast.DictComp: displays.comprehension,
    ast.GeneratorExp: displays.comprehension,
    ast.Subscript: _subscript,
    ast.Lambda: _lambda,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
    ast.Starred: _starred_alone,
    ast.Slice: _slice,
}
