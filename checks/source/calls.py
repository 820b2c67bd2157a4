"""What calling something does: the student's own functions are followed into, the library's are looked up."""

import ast

from checks.source import asynclib, attributes, library
from checks.source.frames import Frame, bounded
from checks.source.holding import blocks
from checks.source.machine import Machine
from checks.source.values import (
    NONE,
    NOTHING,
    UNKNOWN,
    Arguments,
    AsyncGenerator,
    Atom,
    Awaitable,
    Bound,
    ClassValue,
    Container,
    FunctionValue,
    Instance,
    Library,
    LoopCall,
    Manager,
    Method,
    Partial,
    ThreadCall,
    Value,
    Wrapped,
    one,
    ordered,
    union,
)

DEEPEST_CALL = 10


def apply_all(machine: Machine, frame: Frame, callee: Value, arguments: Arguments, node: ast.expr) -> Value:
    return bounded(union([apply(machine, frame, atom, arguments, node) for atom in ordered(callee)]))


def apply(machine: Machine, frame: Frame, atom: Atom, arguments: Arguments, node: ast.expr) -> Value:
    match atom:
        case FunctionValue():
            return invoke(machine, frame, atom, arguments, node)
        case Bound(function=FunctionValue() as function, receiver=receiver):
            return invoke(machine, frame, function, _with(receiver, arguments), node)
        case Bound(function=Library() as function, receiver=receiver):
            return library.call(machine, frame, function.name, _with(receiver, arguments), node)
        case Bound(function=function, receiver=receiver):
            return apply(machine, frame, function, _with(receiver, arguments), node)
        case ClassValue():
            return instantiate(machine, frame, atom, arguments, node)
        case Library():
            return library.call(machine, frame, atom.name, arguments, node)
        case Method():
            return library.method(machine, frame, atom.receiver, atom.name, arguments, node)
        case Partial():
            return apply_all(machine, frame, atom.function, _merged(atom.arguments, arguments), node)
        case ThreadCall():
            result = asynclib.side_call(machine, frame, atom.function, arguments, node)
            return one(machine.awaitable(frame, node, "coroutine", result))
        case LoopCall():
            return _in_own_loop(machine, frame, atom, arguments, node)
        case Wrapped():
            return _wrapped(machine, frame, atom, arguments, node)
        case Instance():
            return _called_instance(machine, frame, atom, arguments, node)
        case Awaitable():
            machine.misuse(frame, one(atom), "call", node)
    machine.escape(*arguments.every())
    return UNKNOWN


def _with(receiver: Atom, arguments: Arguments) -> Arguments:
    rest = arguments
    return Arguments([one(receiver), *rest.positional], rest.keywords, rest.rest, rest.extra, rest.nodes)


def _merged(first: Arguments, second: Arguments) -> Arguments:
    rests = [value for value in (first.rest, second.rest) if value is not None]
    extras = [value for value in (first.extra, second.extra) if value is not None]
    return Arguments(
        [*first.positional, *second.positional],
        {**first.keywords, **second.keywords},
        union(rests) if rests else None,
        union(extras) if extras else None,
        second.nodes,
    )


def _in_own_loop(machine: Machine, frame: Frame, atom: LoopCall, arguments: Arguments, node: ast.expr) -> Value:
    blocks(machine, frame, node, "nested-loop", "await the coroutine function itself")
    made = apply_all(machine, frame, atom.function, arguments, node)
    return machine.consume(frame, made) or UNKNOWN


def _wrapped(machine: Machine, frame: Frame, atom: Wrapped, arguments: Arguments, node: ast.expr) -> Value:
    inner = apply_all(machine, frame, atom.function, arguments, node)
    match atom.how:
        case "asynccontextmanager":
            items = union([a.items for a in inner if isinstance(a, AsyncGenerator)])
            return one(frame.make(node, "acm", lambda: Manager(items or UNKNOWN, is_async=True)))
        case "contextmanager":
            items = union([a.items for a in inner if isinstance(a, Container)])
            return one(frame.make(node, "cm", lambda: Manager(items or UNKNOWN, is_async=False, is_plain=True)))
        case "types.coroutine":
            return one(machine.awaitable(frame, node, "coroutine", UNKNOWN))
    return inner


def _called_instance(machine: Machine, frame: Frame, atom: Instance, arguments: Arguments, node: ast.expr) -> Value:
    found = attributes.find(atom.cls, "__call__")
    if found is None:
        machine.escape(*arguments.every())
        return UNKNOWN
    return apply_all(machine, frame, found, _with(atom, arguments), node)


def instantiate(machine: Machine, frame: Frame, cls: ClassValue, arguments: Arguments, node: ast.expr) -> Value:
    instance = frame.make(node, f"instance {id(cls)}", lambda: Instance(cls, shared=frame.is_module))
    init = attributes.find(cls, "__init__")
    if init is not None:
        made = apply_all(machine, frame, init, _with(instance, arguments), node)
        return one(instance) if made else NOTHING
    if any(map(_is_dataclass, cls.node.decorator_list)) or "NamedTuple" in str(cls.bases):
        for name, value in zip(_fields(cls), arguments.positional, strict=False):
            attributes.store(machine, one(instance), name, value)
        for name, value in arguments.keywords.items():
            attributes.store(machine, one(instance), name, value)
    else:
        machine.escape(*arguments.every())
    return one(instance)


def _is_dataclass(decorator: ast.expr) -> bool:
    named = decorator.func if isinstance(decorator, ast.Call) else decorator
    return "dataclass" in (getattr(named, "attr", ""), getattr(named, "id", ""))


def _fields(cls: ClassValue) -> list[str]:
    return [s.target.id for s in cls.node.body if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)]


def invoke(machine: Machine, frame: Frame, function: FunctionValue, arguments: Arguments, node: ast.expr) -> Value:
    """Follows into a function of the student's, once for each way in which it is called.

    1. Bind the parameters; what finds no parameter is out of sight.
    2. Run the body, unless this very call was run before, or it calls itself, or the depth is used up.
    3. Hand out what the call makes: the result, a coroutine of it, or a generator.
    """
    machine.called.add(function.node)
    ran = _run(machine, frame, function, arguments)
    if ran is None:
        machine.escape(*arguments.every())
        result, yields = UNKNOWN, UNKNOWN
    else:
        result, yields = result_of(ran), ran.yields
    if function.is_generator:
        if function.is_async:
            return one(frame.make(node, f"agen {id(function)}", lambda: AsyncGenerator(yields)))
        return one(frame.make(node, f"gen {id(function)}", lambda: Container("generator", yields)))
    if function.is_async:
        return one(machine.awaitable(frame, node, "coroutine", result, function=function.node))
    if ran is not None:
        frame.flow.fresh |= ran.flow.fresh
        frame.flow.started |= ran.flow.started
    return _handed_out(machine, frame, function, result, node)


def result_of(ran: Frame) -> Value:
    values = [value for _, value in ran.returns]
    return union(values if ran.flow.dead else [*values, NONE])


def _run(machine: Machine, frame: Frame, function: FunctionValue, arguments: Arguments) -> Frame | None:
    if function.node in machine.stack or len(machine.stack) >= DEEPEST_CALL:
        return None
    bound = bind(machine, function, arguments)
    where = frame.where
    key = (function, where, bool(frame.timed), machine.rooted, frozenset(bound.items()))
    if key in machine.memo:
        return machine.memo[key]
    ran = Frame(function.source, function.name, function.frame, where, function)
    ran.timed = 1 if frame.timed and function.is_async else 0
    machine.memo[key] = ran
    for name, value in bound.items():
        ran.bind(name, value)
    machine.stack.append(function.node)
    run_body(machine, ran, function)
    machine.stack.pop()
    return ran


def run_body(machine: Machine, frame: Frame, function: FunctionValue) -> None:
    node = function.node
    if isinstance(node, ast.Lambda):
        frame.returns.append((None, machine.evaluate(frame, node.body)))
        frame.flow.dead = True
    else:
        machine.run(frame, node.body)


def bind(machine: Machine, function: FunctionValue, arguments: Arguments) -> dict[str, Value]:
    """Parameter by parameter, what it is called with."""
    spec = function.node.args
    ordered = [*spec.posonlyargs, *spec.args]
    rest = arguments.rest if arguments.rest is not None else NOTHING
    extra = arguments.extra if arguments.extra is not None else NOTHING
    bound: dict[str, Value] = {}
    for index, parameter in enumerate(ordered):
        given = arguments.positional[index] if index < len(arguments.positional) else NOTHING
        bound[parameter.arg] = given
    left = union(arguments.positional[len(ordered) :]) | rest
    names = [parameter.arg for parameter in [*ordered, *spec.kwonlyargs]]
    for name in names:
        value = arguments.keywords.get(name, NOTHING) | bound.get(name, NOTHING)
        default = function.defaults.get(name, NOTHING)
        bound[name] = value or (rest | extra | default) or UNKNOWN
    surplus = union([v for k, v in arguments.keywords.items() if k not in names]) | extra
    if spec.vararg:
        bound[spec.vararg.arg] = _packed(machine, function, "tuple", arguments.positional[len(ordered) :], left)
    if spec.kwarg:
        bound[spec.kwarg.arg] = _packed(machine, function, "dict", None, surplus)
    if not spec.vararg:
        machine.escape(left)
    return {name: bounded(value) for name, value in bound.items()}


def _packed(machine: Machine, function: FunctionValue, kind: str, exact: list[Value] | None, items: Value) -> Value:
    """One container for each way of filling it, so that equal calls stay equal."""
    key = f"{kind} {hash(items)} {None if exact is None else tuple(map(hash, exact))}"
    parts = None if exact is None else tuple(exact)
    return one(function.frame.make(function.node, key, lambda: Container(kind, items, parts)))


def _handed_out(machine: Machine, frame: Frame, function: FunctionValue, result: Value, node: ast.expr) -> Value:
    """An awaitable that was made inside and is returned becomes the business of the caller."""
    out = []
    for atom in result:
        if isinstance(atom, Awaitable) and _made_inside(atom, function):
            atom.site.handed_on = True
            again = machine.awaitable(frame, node, atom.site.kind, atom.result, function=atom.function)
            again.site.kept = again.site.kept or atom.site.kept
            again.site.awaited = again.site.awaited or (atom.site.awaited and atom.site.kind != "coroutine")
            frame.flow.fresh -= {atom.site}
            frame.flow.started -= {atom.site}
            out.append(one(again))
        else:
            out.append(one(atom))
    return union(out)


def _made_inside(atom: Awaitable, function: FunctionValue) -> bool:
    inner, outer = atom.site.node, function.node
    same = atom.site.source is function.source
    return same and outer.lineno <= inner.lineno and (inner.end_lineno or 0) <= (outer.end_lineno or 0)
