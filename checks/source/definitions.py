"""Functions, classes and imports: how names come to be."""

import ast
from collections.abc import Iterator

from checks.source import asynclib, attributes, blocking, known, targets
from checks.source.frames import Frame
from checks.source.machine import Machine
from checks.source.places import Definition
from checks.source.values import (
    UNKNOWN,
    Arguments,
    ClassValue,
    FunctionValue,
    Library,
    LibraryInstance,
    ModuleValue,
    Value,
    one,
    only,
    union,
)

NAMESPACES = {"time": "sleep time monotonic perf_counter", "asyncio": ""}


def function(machine: Machine, frame: Frame, node: Definition) -> None:
    """Binds the name to what is left after the decorators, which run from the last to the first."""
    defaults = targets.defaults(machine, frame, node.args)
    made = frame.make(node, "function", lambda: _made(machine, frame, node, defaults))
    value = one(made)
    for decorator in reversed(node.decorator_list):
        value = _decorated(machine, frame, decorator, value)
    frame.bind(node.name, value)


def _made(machine: Machine, frame: Frame, node: Definition, defaults: dict[str, Value]) -> FunctionValue:
    is_async = isinstance(node, ast.AsyncFunctionDef)
    made = FunctionValue(node, frame.qualified(node.name), frame, defaults, is_async, yields(node))
    machine.functions.append(made)
    return made


def _decorated(machine: Machine, frame: Frame, decorator: ast.expr, value: Value) -> Value:
    if isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "getter", "deleter"):
        return machine.evaluate(frame, decorator.value)
    made = machine.evaluate(frame, decorator)
    _judge_thread_decorator(machine, frame, decorator, made, value)
    return machine.apply(frame, made, Arguments([value]), decorator) or UNKNOWN


def _judge_thread_decorator(machine: Machine, frame: Frame, decorator: ast.expr, made: Value, value: Value) -> None:
    if only(made) == Library("asgiref.sync.sync_to_async"):
        inner = next((a for a in value if isinstance(a, FunctionValue)), None)
        guilty = bool(value) and all(map(asynclib.is_coroutine_function, value))
        name = inner.name if inner is not None else "This"
        message = f"{name} is a coroutine function: sync_to_async is for plain functions."
        hint = "remove the decorator"
        machine.judge(frame, decorator, "coroutine-in-thread", guilty, message, hint=hint)


def yields(node: Definition) -> bool:
    """Whether a ``yield`` stands in the body itself, not in a function within."""
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(inner))
    return False


def class_(machine: Machine, frame: Frame, node: ast.ClassDef) -> None:
    bases = tuple(machine.evaluate(frame, base) for base in node.bases)
    body = Frame(frame.source, frame.qualified(node.name), frame, frame.where, frame.function, is_class=True)
    made = frame.make(node, "class", lambda: ClassValue(node, body.name, bases, {}, frame))
    body.made[(frame.source.tree, "class")] = made
    machine.run(body, node.body)
    made.attributes.update(body.flow.names)
    value: Value = one(made)
    for decorator in reversed(node.decorator_list):
        decorated = machine.apply(frame, machine.evaluate(frame, decorator), Arguments([value]), decorator)
        value = decorated if any(isinstance(atom, ClassValue) for atom in decorated) else value
    frame.bind(node.name, value)


def import_(machine: Machine, frame: Frame, node: ast.Import) -> None:
    for alias in node.names:
        top = alias.name.split(".")[0]
        if alias.asname:
            frame.bind(alias.asname, machine.load(alias.name) or one(Library(alias.name)))
        else:
            machine.load(alias.name)
            frame.bind(top, machine.load(top) or one(Library(top)))


def import_from(machine: Machine, frame: Frame, node: ast.ImportFrom) -> None:
    module = _absolute(frame, node)
    loaded = machine.load(module) if module else None
    for alias in node.names:
        if alias.name == "*":
            _import_all(frame, module, loaded)
            frame.flow.names["*"] = UNKNOWN
            continue
        value = _imported(machine, module, loaded, alias.name)
        _judge_import(machine, frame, node, loaded, alias.name, value)
        frame.bind(alias.asname or alias.name, value)


def _judge_import(
    machine: Machine, frame: Frame, node: ast.ImportFrom, loaded: Value | None, name: str, value: Value
) -> None:
    """A module of the submission or the course that ran to its end, and does not have the name."""
    module = only(loaded) if loaded is not None else None
    if isinstance(module, ModuleValue) and module.frame.complete and not frame.parent:
        names = module.frame.flow.names
        guilty = value == UNKNOWN and name not in names and not {"*", "__getattr__"} & names.keys()
        message = f"{module.name} has no {name}."
        machine.judge(frame, node, "import-error", guilty, message, family="signature", certain=machine.complete)


def _imported(machine: Machine, module: str, loaded: Value | None, name: str) -> Value:
    if loaded is not None:
        found = [a.frame.flow.names.get(name) for a in loaded if isinstance(a, ModuleValue)]
        values = [value for value in found if value is not None]
        return union(values) if values else machine.load(f"{module}.{name}") or UNKNOWN
    full = known.canonical(f"{module}.{name}")
    inner = machine.load(f"{module}.{name}")
    if inner is not None:
        return inner
    if full in ("django.db.connection", "django.core.cache.cache"):
        return one(LibraryInstance(full))
    return one(Library(full))


def _absolute(frame: Frame, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    here = frame.source.path.removesuffix(".py").split("/")
    return ".".join([*here[: -node.level], *([node.module] if node.module else [])])


def _import_all(frame: Frame, module: str, loaded: Value | None) -> None:
    if loaded is not None:
        for atom in loaded:
            if isinstance(atom, ModuleValue):
                for name, value in atom.frame.flow.names.items():
                    if not name.startswith("_"):
                        frame.bind(name, value)
        return
    for full in sorted({*known.RESULTS, *blocking.BLOCKING, *asynclib.SPECIAL}):
        holder, _, name = full.rpartition(".")
        if holder == module:
            frame.bind(name, one(Library(full)))
    for name in NAMESPACES.get(module, "").split():
        frame.bind(name, one(Library(f"{module}.{name}")))


def captured(pattern: ast.pattern) -> Iterator[str]:
    """Names that a pattern binds."""
    for inner in ast.walk(pattern):
        if isinstance(inner, ast.MatchAs | ast.MatchStar) and inner.name:
            yield inner.name
        elif isinstance(inner, ast.MatchMapping) and inner.rest:
            yield inner.rest


def handlers_of(cls: ClassValue) -> dict[str, Value]:
    """The HTTP handlers that a class has, its own and those it inherits from classes that are known."""
    found = {name: attributes.find(cls, name) for name in known.HANDLERS}
    return {name: value for name, value in found.items() if value is not None}
