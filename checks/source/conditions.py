"""Which way a condition can go, and what is known of the names in it on either way."""

import ast
import sys
from collections.abc import Callable

from checks.source import known
from checks.source.frames import Flow, Frame, joined
from checks.source.machine import Machine
from checks.source.values import (
    Atom,
    Awaitable,
    Bound,
    ClassValue,
    Container,
    FunctionValue,
    Instance,
    Library,
    Partial,
    Plain,
    ThreadCall,
    Value,
    only,
)

Test = Callable[[Atom], bool | None]


def branch(machine: Machine, frame: Frame, test: ast.expr) -> tuple[Flow, Flow]:
    """Evaluates a condition; the paths on which it holds and on which it does not."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        yes, no = branch(machine, frame, test.operand)
        return no, yes
    if isinstance(test, ast.BoolOp):
        return _chain(machine, frame, test)
    value = machine.evaluate(frame, test)
    _judge_truth(machine, frame, value, test)
    machine.tick(len(frame.flow.names) // 8)
    yes, no = frame.flow.copy(), frame.flow.copy()
    _narrow(machine, frame, test, value, yes, no)
    return yes, no


def _chain(machine: Machine, frame: Frame, test: ast.BoolOp) -> tuple[Flow, Flow]:
    stops_on = isinstance(test.op, ast.Or)
    stopped: list[Flow] = []
    for operand in test.values:
        yes, no = branch(machine, frame, operand)
        stopped.append(yes if stops_on else no)
        frame.flow = no if stops_on else yes
    out = stopped[0]
    for flow in stopped[1:]:
        out = joined(out, flow)
    return (out, frame.flow) if stops_on else (frame.flow, out)


def _judge_truth(machine: Machine, frame: Frame, value: Value, test: ast.expr) -> None:
    if value and all(isinstance(atom, Awaitable) and atom.site.kind == "coroutine" for atom in value):
        machine.misuse(frame, value, "truth", test)


def _narrow(machine: Machine, frame: Frame, test: ast.expr, value: Value, yes: Flow, no: Flow) -> None:
    constant = _constant(frame, test, value)
    if constant is not None:
        (no if constant else yes).dead = True
        return
    subject, predicate = _predicate(machine, frame, test)
    if subject is None or predicate is None:
        return
    seen = frame.look_up(subject.id) if isinstance(subject, ast.Name) else machine.evaluate(frame, subject)
    if seen is None:
        return
    for flow, wanted in ((yes, True), (no, False)):
        left = frozenset(atom for atom in seen if predicate(atom) is not (not wanted))
        flow.dead = flow.dead or not left
        if isinstance(subject, ast.Name) and subject.id in flow.names:
            flow.names[subject.id] = left


def _constant(frame: Frame, test: ast.expr, value: Value) -> bool | None:
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        return _version(test) if _is_version(test.left) else _main(test)
    if only(value) in (Library("typing.TYPE_CHECKING"), Library("builtins.__debug__")):
        return only(value) == Library("builtins.__debug__")
    return None


def _is_version(node: ast.expr) -> bool:
    inner = node.value if isinstance(node, ast.Subscript) else node
    return getattr(inner, "attr", getattr(inner, "id", "")) == "version_info"


def _version(test: ast.Compare) -> bool | None:
    try:
        wanted = ast.literal_eval(test.comparators[0])
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    running: object = tuple(sys.version_info[:3])
    if isinstance(test.left, ast.Subscript):
        running = sys.version_info[0] if isinstance(wanted, int) else running
    if isinstance(wanted, tuple) == isinstance(running, tuple):
        return _compared(running, test.ops[0], wanted)
    return None


def _compared(left: object, operator: ast.cmpop, right: object) -> bool | None:
    try:
        match operator:
            case ast.Lt():
                return bool(left < right)  # type: ignore[operator]
            case ast.LtE():
                return bool(left <= right)  # type: ignore[operator]
            case ast.Gt():
                return bool(left > right)  # type: ignore[operator]
            case ast.GtE():
                return bool(left >= right)  # type: ignore[operator]
    except TypeError:
        return None
    return None


def _main(test: ast.Compare) -> bool | None:
    is_name = isinstance(test.left, ast.Name) and test.left.id == "__name__"
    other = test.comparators[0]
    if is_name and isinstance(test.ops[0], ast.Eq) and isinstance(other, ast.Constant) and other.value == "__main__":
        return False
    return None


def _predicate(machine: Machine, frame: Frame, test: ast.expr) -> tuple[ast.expr | None, Test | None]:
    """What a test says of which expression."""
    match test:
        case ast.NamedExpr(target=target):
            return target, _truth
        case ast.Name():
            return test, _truth
        case ast.Compare(left=ast.NamedExpr(target=left), ops=[op], comparators=[ast.Constant(value=None)]):
            return left, _none_test(op)
        case ast.Compare(left=left, ops=[op], comparators=[ast.Constant(value=None)]) if isinstance(left, ast.Name):
            return left, _none_test(op)
        case ast.Call(func=function, args=[subject, *rest]):
            return subject, _call_test(machine, frame, function, rest)
    return None, None


def _none_test(operator: ast.cmpop) -> Test | None:
    if isinstance(operator, ast.Is | ast.Eq):
        return _is_none
    if isinstance(operator, ast.IsNot | ast.NotEq):
        return lambda atom: None if (found := _is_none(atom)) is None else not found
    return None


def _call_test(machine: Machine, frame: Frame, function: ast.expr, rest: list[ast.expr]) -> Test | None:
    named = only(machine.evaluate(frame, function))
    if not isinstance(named, Library):
        return None
    if named.name in known.AWAITABLE_TESTS:
        return _is_awaitable
    if named.name in known.COROUTINE_FUNCTION_TESTS:
        return _is_coroutine_function
    if named.name == "builtins.isinstance" and rest:
        return _instance_test(machine.evaluate(frame, rest[0]))
    if named.name == "builtins.hasattr" and rest and isinstance(rest[0], ast.Constant) and rest[0].value == "__await__":
        return _is_awaitable
    return None


def _instance_test(types: Value) -> Test:
    names = {atom.name for atom in types if isinstance(atom, Library)}
    for atom in types:
        if isinstance(atom, Container):
            names |= {part.name for part in atom.items if isinstance(part, Library)}
    if names & known.AWAITABLE_TYPES:
        return _is_awaitable
    return lambda atom: False if isinstance(atom, Awaitable) and names else None


def _truth(atom: Atom) -> bool | None:
    if isinstance(atom, Plain) and atom.kind == "None":
        return False
    return True if isinstance(atom, Awaitable | FunctionValue | ClassValue) else None


def _is_none(atom: Atom) -> bool | None:
    if isinstance(atom, Plain):
        return atom.kind == "None" if atom.kind else None
    surely = Awaitable | Container | FunctionValue | ClassValue | Instance
    return False if isinstance(atom, surely) else None


def _is_awaitable(atom: Atom) -> bool | None:
    if isinstance(atom, Awaitable):
        return True
    return False if isinstance(atom, Plain | Container | FunctionValue | ClassValue) else None


def _is_coroutine_function(atom: Atom) -> bool | None:
    match atom:
        case FunctionValue():
            return atom.marked or (atom.is_async and not atom.is_generator)
        case ThreadCall():
            return True
        case Bound(function=function):
            return _is_coroutine_function(function)
        case Partial(function=function):
            answers = {_is_coroutine_function(inner) for inner in function}
            return answers.pop() if len(answers) == 1 else None
        case Plain() | Container() | ClassValue():
            return False
        case Library(name=name) if name in known.RESULTS:
            return known.RESULTS[name].startswith("await ")
    return None
