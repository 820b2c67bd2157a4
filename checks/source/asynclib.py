"""asyncio and its bridges: who waits for what it is given."""

import ast
from collections.abc import Callable

from checks.source import attributes, blocking, known
from checks.source.containers import made_of
from checks.source.frames import Frame
from checks.source.machine import Machine
from checks.source.orm import plain_shortcut, shortcut
from checks.source.values import (
    NONE,
    NOTHING,
    PLAIN,
    UNKNOWN,
    Arguments,
    AsyncGenerator,
    Atom,
    Awaitable,
    AwaitableKind,
    Bound,
    ClassValue,
    Container,
    FunctionValue,
    Instance,
    Library,
    LibraryInstance,
    Manager,
    ModuleValue,
    Partial,
    Plain,
    Queryset,
    ThreadCall,
    Value,
    one,
    ordered,
    union,
)

HARMLESS = {attributes.MODEL, "builtins.object", "enum.Enum", "django.views.generic.base.View", "typing.NamedTuple"}
Special = Callable[[Machine, Frame, Arguments, ast.expr], Value]


def from_table(machine: Machine, frame: Frame, spec: str, node: ast.expr) -> Value:
    """The value that a result in the table of what is known describes."""
    word, _, rest = spec.partition(" ")
    match word:
        case "plain":
            return PLAIN
        case "none":
            return NONE
        case "await":
            return one(machine.awaitable(frame, node, "coroutine", from_table(machine, frame, rest, node)))
        case "acm" | "await+":
            entered = from_table(machine, frame, rest, node)
            build = frame.make(node, spec, lambda: Manager(entered, is_async=True, name=spec))
            return one(build)
    return one(LibraryInstance(spec[1:])) if spec.startswith("@") else UNKNOWN


def is_coroutine_function(atom: Atom) -> bool:
    match atom:
        case FunctionValue():
            return atom.is_async and not atom.is_generator
        case Bound():
            return is_coroutine_function(atom.function)
        case Partial():
            return bool(atom.function) and all(map(is_coroutine_function, atom.function))
        case Library():
            return known.RESULTS.get(atom.name, "").startswith("await ") or atom.name in COROUTINES
    return isinstance(atom, ThreadCall)


def judge_for_thread(machine: Machine, frame: Frame, function: Value, node: ast.expr) -> None:
    """A thread needs a plain function: neither a coroutine function, nor the result of a call."""
    guilty = bool(function) and all(map(is_coroutine_function, function))
    name = _written(frame, node, function)
    message = f"{name} is a coroutine function: a thread only makes its coroutine, and runs nothing."
    machine.judge(frame, node, "coroutine-in-thread", guilty, message, hint=f"await {name}(...)")
    called = bool(function) and all(isinstance(a, Plain) and a.kind for a in function)
    message = f"{name} is called before the thread gets it; the thread needs the function and its arguments."
    hint = "pass the function without calling it"
    machine.judge(frame, node, "awaits-nothing", called, message, hint=hint, aspect="thread")
    meant = [part for whole in function for part in (whole.function if isinstance(whole, Partial) else [whole])]
    for atom in meant:
        if isinstance(atom, Library) and atom.name in blocking.SIMPLE_TWIN and frame.where == "loop":
            message = f"{name} takes a thread while it waits; there is a form of it that can be awaited."
            hint = blocking.SIMPLE_TWIN[atom.name]
            machine.judge(frame, node, "thread-offload", True, message, hint=hint, family="advice", certain=False)


def _written(frame: Frame, node: ast.expr, function: Value) -> str:
    """How the student wrote the function that goes to the thread: of the arguments, the first that is not None."""
    written = node.args if isinstance(node, ast.Call) else []
    in_executor = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and "executor" in node.func.attr
    written = written[1:] if in_executor else written
    return frame.source.snippet(written[0]) if written else describe(function)


def gather(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    listed = bool(arguments.positional) and all(isinstance(a, Container) for a in arguments.positional[0])
    inner = arguments.positional[0] if listed else NOTHING
    guilty = listed and any(isinstance(a, Awaitable) for c in inner if isinstance(c, Container) for a in c.items)
    if isinstance(node, ast.Call):
        _judge_gathered(machine, frame, arguments, node, guilty)
    results = [machine.consume(frame, value, deep=guilty) for value in arguments.positional]
    rest = machine.consume(frame, arguments.rest) if arguments.rest is not None else NOTHING
    made = frame.make(node, "gathered", lambda: Container("list", NOTHING))
    made.items |= union([*results, rest])
    made.exact = None if arguments.rest is not None or guilty else tuple(results)
    return one(machine.awaitable(frame, node, "future", one(made)))


def _judge_gathered(machine: Machine, frame: Frame, arguments: Arguments, node: ast.Call, listed: bool) -> None:
    message = "gather takes the awaitables one by one, not in a list."
    hint = f"asyncio.gather(*{frame.source.snippet(node.args[0])})" if node.args else None
    machine.judge(frame, node, "gather-list", listed, message, hint=hint)
    for written, value in zip(node.args, arguments.positional, strict=False):
        if not listed and not isinstance(written, ast.Starred):
            judge_awaited(machine, frame, value, written, "gather waits for awaitables, but {text} is {what}.")


def judge_awaited(machine: Machine, frame: Frame, value: Value, node: ast.expr, message: str) -> None:
    """Accuses what is awaited where it surely is nothing to wait for."""
    guilty = bool(value) and all(map(surely_not_awaitable, value))
    what = describe(value) if guilty else ""
    written = node.value if isinstance(node, ast.Await) and "`await`" in message else node
    text = message.format(text=frame.source.snippet(written), what=what)
    machine.judge(frame, node, "awaits-nothing", guilty, text, hint=_without(frame, node, value), aspect=message)


def _without(frame: Frame, node: ast.expr, value: Value) -> str | None:
    if all(isinstance(a, ThreadCall) or is_coroutine_function(a) for a in value):
        return f"await {frame.source.snippet(node)}(...)"
    if any(isinstance(a, AsyncGenerator) for a in value):
        return None
    if isinstance(node, ast.Await) and any(isinstance(a, Container) for a in value):
        return f"await asyncio.gather(*{frame.source.snippet(node.value)})"
    if isinstance(node, ast.Await):
        return frame.source.snippet(node.value)
    return frame.source.snippet(node)


def describe(value: Value) -> str:
    for atom in ordered(value):
        if is_coroutine_function(atom):
            return "a coroutine function that is not called"
        if isinstance(atom, AsyncGenerator):
            return "an asynchronous generator, which `async for` iterates"
        if isinstance(atom, Plain) and atom.kind == "None":
            return "None"
    return "not awaitable"


def surely_not_awaitable(atom: Atom) -> bool:
    match atom:
        case Instance():
            return attributes.find(atom.cls, "__await__") is None and attributes.library_bases(atom.cls) <= HARMLESS
        case Library():
            return atom.name in known.RESULTS or atom.name in COROUTINES
        case LibraryInstance():
            return atom.name != "asyncio.Runner"
        case Manager():
            return not atom.name.startswith("await+")
    never = (
        Plain | Container | FunctionValue | ClassValue | ModuleValue | AsyncGenerator | ThreadCall | Partial | Queryset
    )
    return isinstance(atom, never) or (isinstance(atom, Bound) and isinstance(atom.function, FunctionValue))


def start(kind: AwaitableKind) -> Special:
    """``create_task`` and its like: the coroutine runs from now on, and the task is what to wait for."""

    def run(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
        value = arguments.get(0, "coro")
        if value is None:
            value = UNKNOWN
        judge_awaited(machine, frame, value, node, "{text} needs a coroutine, but what it gets is {what}.")
        tasks = frozenset(a for a in value if isinstance(a, Awaitable) and a.site.kind != "coroutine")
        result = machine.consume(frame, value - tasks) or UNKNOWN
        function = next((a.function for a in ordered(value) if isinstance(a, Awaitable)), None)
        if tasks and tasks == value:  # ensure_future hands a task back
            return value
        return one(machine.awaitable(frame, node, kind, result, function=function))

    return run


def in_group(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    """``TaskGroup.create_task``: the group waits."""
    made = start("task")(machine, frame, arguments, node)
    for atom in made:
        if isinstance(atom, Awaitable):
            atom.site.awaited = True
            frame.flow.fresh -= {atom.site}
            frame.flow.started -= {atom.site}
    return made


def wait(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    given = arguments.get(0, "fs") or UNKNOWN
    items = union([a.items if isinstance(a, Container) else UNKNOWN for a in given])
    guilty = any(isinstance(a, Awaitable) and a.site.kind == "coroutine" for a in items)
    message = "asyncio.wait takes tasks, not coroutines."
    machine.judge(
        frame, node, "wait-coroutines", guilty, message, hint="asyncio.gather(...), or create_task each of them"
    )
    for atom in items:
        if isinstance(atom, Awaitable) and "timeout" in arguments.keywords and not guilty:
            atom.site.timed_out = True
            frame.flow.fresh -= {atom.site}
            frame.flow.started -= {atom.site}
        elif isinstance(atom, Awaitable):
            machine.consume(frame, one(atom))
    parts = tuple(one(made_of(frame, node, tag, items)) for tag in ("done", "pending"))
    pair = frame.make(node, "pair", lambda: Container("tuple", union(parts), parts))
    return one(machine.awaitable(frame, node, "coroutine", one(pair)))


def wait_for(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    value = arguments.get(0, "fut") or UNKNOWN
    frame.timed += 1
    result = machine.consume(frame, value) or UNKNOWN
    frame.timed -= 1
    if isinstance(node, ast.Call) and node.args:
        judge_awaited(machine, frame, value, node.args[0], "wait_for waits for an awaitable, but {text} is {what}.")
    return one(machine.awaitable(frame, node, "coroutine", result))


def shield(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    result = machine.consume(frame, arguments.get(0, "arg") or UNKNOWN) or UNKNOWN
    return one(machine.awaitable(frame, node, "future", result))


def as_completed(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    given = arguments.get(0, "fs") or UNKNOWN
    items = union([a.items if isinstance(a, Container) else UNKNOWN for a in given])
    result = machine.consume(frame, items) | (UNKNOWN if not items or items >= UNKNOWN else NOTHING)
    each = machine.awaitable(frame, node, "future", result)
    each.site.escaped = True  # an iterator, not a future: nobody need await it itself
    return one(made_of(frame, node, "as_completed", one(each)))


def run(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    value = arguments.get(0, "main") or UNKNOWN
    return machine.consume(frame, value) or UNKNOWN


def threadsafe(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    machine.consume(frame, arguments.get(0, "coro") or UNKNOWN)
    return one(LibraryInstance("concurrent.futures.Future"))


def to_thread(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    return _threaded(machine, frame, arguments, node, 0, "coroutine")


def in_executor(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    return _threaded(machine, frame, arguments, node, 1, "future")


def _threaded(
    machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr, index: int, kind: AwaitableKind
) -> Value:
    function = arguments.get(index, "func")
    if function is None:
        return UNKNOWN
    judge_for_thread(machine, frame, function, node)
    result = side_call(machine, frame, function, arguments.skip(index + 1), node)
    return one(machine.awaitable(frame, node, kind, result))


def side_call(machine: Machine, frame: Frame, function: Value, arguments: Arguments, node: ast.expr) -> Value:
    """The call, made in a worker thread. What it makes there belongs to whoever gets the result."""
    side = frame.make(node, "side", lambda: Frame(frame.source, frame.name, frame, "thread", frame.function))
    if all(map(is_coroutine_function, function)):
        return UNKNOWN
    return machine.apply(side, function, arguments, node)


def submit(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    function = arguments.get(0, "fn") or UNKNOWN
    side_call(machine, frame, function, arguments.skip(1), node)
    return one(LibraryInstance("concurrent.futures.Future"))


def thread(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    machine.escape(*arguments.every())
    side_call(machine, frame, arguments.get(1, "target") or UNKNOWN, Arguments(rest=UNKNOWN), node)
    return one(LibraryInstance("threading.Thread"))


def scheduled(index: int) -> Special:
    """``call_soon`` and its like: a callback that runs on the loop."""

    def call(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
        function = arguments.get(index) or UNKNOWN
        made = machine.apply(frame, function, arguments.skip(index + 1), node)
        machine.misuse(frame, made, "callback", node)
        return UNKNOWN

    return call


def closing(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    given = arguments.get(0) or UNKNOWN
    return one(frame.make(node, "closing", lambda: Manager(given, is_async=True)))


def anext_(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    items = union([a.items if isinstance(a, AsyncGenerator) else UNKNOWN for a in arguments.get(0) or UNKNOWN])
    result = items | (arguments.get(1) or NOTHING)
    return one(machine.awaitable(frame, node, "coroutine", result))


def aiter_(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    return one(frame.make(node, "aiter", lambda: AsyncGenerator(UNKNOWN)))


COROUTINES = frozenset({"asyncio.wait_for", "asyncio.wait", "asyncio.to_thread", "django.shortcuts.aget_object_or_404"})
SPECIAL: dict[str, Special] = {
    "asyncio.gather": gather,
    "asyncio.create_task": start("task"),
    "asyncio.ensure_future": start("task"),
    "asyncio.Task": start("task"),
    "asyncio.loop.create_task": start("task"),
    "asyncio.TaskGroup.create_task": in_group,
    "asyncio.wait": wait,
    "asyncio.wait_for": wait_for,
    "asyncio.shield": shield,
    "asyncio.as_completed": as_completed,
    "asyncio.run": run,
    "asyncio.Runner.run": run,
    "asyncio.loop.run_until_complete": run,
    "asyncio.run_coroutine_threadsafe": threadsafe,
    "asyncio.to_thread": to_thread,
    "asyncio.loop.run_in_executor": in_executor,
    "asyncio.loop.call_soon": scheduled(0),
    "asyncio.loop.call_soon_threadsafe": scheduled(0),
    "asyncio.loop.call_later": scheduled(1),
    "asyncio.loop.call_at": scheduled(1),
    "concurrent.futures.Executor.submit": submit,
    "threading.Thread": thread,
    "contextlib.aclosing": closing,
    "builtins.anext": anext_,
    "builtins.aiter": aiter_,
    "django.shortcuts.aget_object_or_404": shortcut,
    "django.shortcuts.get_object_or_404": plain_shortcut,
}
