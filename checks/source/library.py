"""What calls into the library do with awaitables: who waits for them, who keeps them, who cannot use them."""

import ast
from collections.abc import Callable

from checks.source import asynclib, attributes, blocking, known
from checks.source.containers import container_method, iterated, made_of
from checks.source.frames import Frame
from checks.source.holding import blocks
from checks.source.machine import Machine
from checks.source.orm import query
from checks.source.values import (
    NONE,
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
    LoopCall,
    Manager,
    Method,
    Partial,
    Plain,
    Queryset,
    ThreadCall,
    Value,
    Wrapped,
    one,
    plain,
    union,
)

Special = Callable[[Machine, Frame, Arguments, ast.expr], Value]
WRAPPERS = {
    "contextlib.contextmanager": "contextmanager",
    "contextlib.asynccontextmanager": "asynccontextmanager",
    "builtins.property": "property",
    "functools.cached_property": "property",
    "django.utils.functional.cached_property": "property",
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
    "types.coroutine": "types.coroutine",
    "django.db.transaction.atomic": "transaction",
}
TRANSACTIONS = frozenset({"django.db.transaction.atomic"})


def call(machine: Machine, frame: Frame, name: str, arguments: Arguments, node: ast.expr) -> Value:
    """The result of calling a name from outside."""
    _judge_blocking(machine, frame, name, node)
    special = SPECIAL.get(name) or asynclib.SPECIAL.get(name)
    if special is not None:
        return special(machine, frame, arguments, node)
    if name in known.AWAITABLE_TESTS or name in known.COROUTINE_FUNCTION_TESTS:
        return PLAIN
    if name in known.CONSUMERS or name in known.SERIALISERS or name in known.LOGGED:
        return _consumed(machine, frame, name, arguments, node)
    decorated = _decorated(name, arguments)
    if decorated is not None:
        return decorated
    machine.escape(*arguments.every())
    return _described(machine, frame, name, node)


def _described(machine: Machine, frame: Frame, name: str, node: ast.expr) -> Value:
    if name in known.RESULTS:
        return asynclib.from_table(machine, frame, known.RESULTS[name], node)
    module, _, last = name.rpartition(".")
    if module == "builtins" and last in known.PLAIN_BUILTINS:
        return plain(known.KINDS.get(last, ""))
    return PLAIN if module in known.PLAIN_MODULES else UNKNOWN


def _judge_blocking(machine: Machine, frame: Frame, name: str, node: ast.expr) -> None:
    found = blocking.BLOCKING.get(name)
    if found is None:
        return
    rule, hint = found
    if hint is not None and "{arguments}" in hint:
        written = node.args if isinstance(node, ast.Call) else []
        hint = hint.format(arguments=", ".join(frame.source.snippet(argument) for argument in written))
    blocks(machine, frame, node, rule, hint)


def _consumed(machine: Machine, frame: Frame, name: str, arguments: Arguments, node: ast.expr) -> Value:
    short = name.rpartition(".")[2]
    for value in arguments.every():
        deep = name in known.SERIALISERS or short in ("any", "all", "sum", "str", "repr")
        if not machine.misuse(frame, value, f"{short}()", node, deep=deep):
            machine.escape(frozenset(atom for atom in value if not isinstance(atom, Container | Awaitable)))
        for atom in value:
            _evaluates(machine, frame, atom, node)
    if name in known.SERIALISERS and not name.startswith("json."):
        return one(LibraryInstance("django.http.HttpResponse"))
    return plain(known.KINDS.get(short, ""))


def _evaluates(machine: Machine, frame: Frame, atom: Atom, node: ast.expr) -> None:
    if isinstance(atom, Queryset) and isinstance(node, ast.Call) and not atom.evaluated:
        named = node.func.id if isinstance(node.func, ast.Name) else ""
        if named in ("len", "bool", "any", "all", "sum", "str"):
            blocks(machine, frame, node, "blocking-database", "iterate it with `async for`")


def _decorated(name: str, arguments: Arguments) -> Value | None:
    first = arguments.get(0)
    module, _, last = name.rpartition(".")
    if name in TRANSACTIONS and (first is None or not _is_definition(first)):
        return one(Library(name))
    if first is None:
        return one(Library(f"same:{name}")) if _keeps(name, module, last, called=True) else None
    if name.startswith("same:") or (name in known.SAME and _is_definition(first)):
        return first
    if name in WRAPPERS and _is_definition(first):
        return one(Wrapped(WRAPPERS[name], first))
    if module.startswith("django.") and last in known.TRANSPARENT and _is_definition(first):
        return first
    if _keeps(name, module, last, called=True):
        return one(Library(f"same:{name}"))
    return None


def _keeps(name: str, module: str, last: str, *, called: bool) -> bool:
    return called and (name in known.SAME or (module.startswith("django.") and last in known.TRANSPARENT_FACTORIES))


def _is_definition(value: Value) -> bool:
    definitions = FunctionValue | ClassValue | Wrapped | ThreadCall | Partial | Instance
    return bool(value) and all(isinstance(atom, definitions) for atom in value)


def method(machine: Machine, frame: Frame, receiver: Atom, name: str, arguments: Arguments, node: ast.expr) -> Value:
    match receiver:
        case Awaitable():
            return _awaitable_method(machine, frame, receiver, name, arguments, node)
        case Container():
            return container_method(machine, frame, receiver, name, arguments, node)
        case Queryset():
            return query(machine, frame, receiver, name, arguments, node)
        case Plain():
            return _plain_method(machine, frame, receiver, name, arguments, node)
    machine.escape(*arguments.every())
    return UNKNOWN


def _plain_method(
    machine: Machine, frame: Frame, receiver: Plain, name: str, arguments: Arguments, node: ast.expr
) -> Value:
    if receiver.kind == "str":
        for value in arguments.every():
            machine.misuse(frame, value, f".{name}()", node, deep=True)
        return plain("str" if name in ("format", "join", "strip", "title", "upper", "lower", "replace") else "")
    machine.escape(*arguments.every())
    return PLAIN if receiver.kind else UNKNOWN


def _awaitable_method(
    machine: Machine, frame: Frame, atom: Awaitable, name: str, arguments: Arguments, node: ast.expr
) -> Value:
    site = atom.site
    if name in ("close", "send", "throw", "cancel"):
        site.closed = True
    elif name == "add_done_callback":
        _called_back(machine, frame, atom, arguments, node)
    elif name in ("result", "exception"):
        early = site in frame.flow.fresh and site.kind != "coroutine"
        site.asked_early = site.asked_early or early
        message = f"The task of {site.name}() has not run when its result is asked for: nothing was awaited in between."
        machine.judge(frame, node, "task-result-early", early, message, hint=f"await {_receiver(frame, node)}")
        return atom.result
    machine.escape(*arguments.every())
    return PLAIN


def _receiver(frame: Frame, node: ast.expr) -> str:
    match node:
        case ast.Call(func=ast.Attribute(value=value)):
            return frame.source.snippet(value)
    return "the task"


def _called_back(machine: Machine, frame: Frame, atom: Awaitable, arguments: Arguments, node: ast.expr) -> None:
    for callback in arguments.get(0) or UNKNOWN:
        if isinstance(callback, Method) and callback.name in ("discard", "remove"):
            atom.site.kept = True
        else:
            machine.escape(one(atom))
            machine.apply(frame, one(callback), Arguments([one(atom)]), node)


def _partial(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    function = arguments.get(0)
    if function is None:
        return UNKNOWN
    made = frame.make(node, "partial", lambda: Partial(function, arguments.skip(1)))
    made.function, made.arguments = made.function | function, arguments.skip(1)
    return one(made)


def _wraps(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    return one(Library("same:functools.wraps"))


def _first(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    return arguments.get(0) or UNKNOWN


def _second(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    return arguments.get(1) or UNKNOWN


def _extreme(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    """``min`` and ``max`` give one of what they are given, or of what is in it."""
    if len(arguments.positional) == 1 and arguments.rest is None:
        return iterated(machine, frame, arguments.positional[0], node) | arguments.keywords.get("default", frozenset())
    for value in arguments.positional:
        machine.misuse(frame, value, "compare", node)
    return union(arguments.every()) or UNKNOWN


def _sync_to_async(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    function = arguments.get(0, "func")
    if function is None:
        return one(Library("asgiref.sync.sync_to_async"))
    asynclib.judge_for_thread(machine, frame, function, node)
    return one(frame.make(node, "thread call", lambda: ThreadCall(function)))


def _async_to_sync(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    function = arguments.get(0, "awaitable")
    if function is None:
        return one(Library("asgiref.sync.async_to_sync"))
    return one(frame.make(node, "loop call", lambda: LoopCall(function)))


def _cache(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    function = arguments.get(0, "user_function")
    if function is None or not _is_definition(function):
        return one(Library("functools.cache"))
    guilty = all(isinstance(f, FunctionValue) and f.is_async and not f.is_generator for f in function)
    name = next((f.name for f in function if isinstance(f, FunctionValue)), "it")
    message = f"The cache keeps the coroutine of {name}, which can be awaited only once, not its result."
    machine.judge(frame, node, "cached-coroutine", guilty, message, hint="keep the awaited result instead")
    return one(frame.make(node, "cache", lambda: Wrapped("cache", function)))


def _mark(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    value = arguments.get(0) or UNKNOWN
    for atom in value:
        if isinstance(atom, FunctionValue | Instance):
            atom.marked = True
    return value


def _getattr(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    match node:
        case ast.Call(args=[_, ast.Constant(value=str(name)), *_]):
            found = attributes.get(machine, frame, arguments.positional[0], name, node)
            return found | (arguments.positional[2] if len(arguments.positional) > 2 else frozenset())
    machine.escape(*arguments.every())
    return UNKNOWN


def _map(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    function = arguments.get(0)
    if function is None:
        return UNKNOWN
    items = [iterated(machine, frame, value, node) for value in arguments.positional[1:]]
    result = machine.apply(frame, function, Arguments(items), node)
    return one(made_of(frame, node, "map", result))


def _iterator(kind: str) -> Special:
    def build(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
        value = arguments.get(0)
        items = iterated(machine, frame, value, node) if value is not None else frozenset()
        exact = next((a.exact for a in value or () if isinstance(a, Container) and len(value or ()) == 1), None)
        made = made_of(frame, node, kind, items)
        made.exact = exact if kind in ("list", "tuple", "iter") else None
        return one(made)

    return build


def _paired(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    parts = tuple(iterated(machine, frame, value, node) for value in arguments.positional)
    if arguments.rest is not None:
        parts = (union([*parts, arguments.rest]),)
    pair = frame.make(node, "pair", lambda: Container("tuple", union(parts)))
    pair.items, pair.exact = union(parts), None if arguments.rest is not None else parts
    return one(made_of(frame, node, "zip", one(pair)))


def _enumerated(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    value = arguments.get(0) or UNKNOWN
    items = iterated(machine, frame, value, node)
    return _paired(
        machine, frame, Arguments([one(Container("list", plain("int"))), one(Container("list", items))]), node
    )


def _filtered(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    machine.escape(*arguments.positional[:1])
    return _iterator("filter")(machine, frame, arguments.skip(1), node)


def _next(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    default = arguments.get(1)
    return iterated(machine, frame, arguments.get(0) or UNKNOWN, node) | (default or frozenset())


def _dict(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    items = union([*arguments.keywords.values(), arguments.extra or frozenset()])
    for atom in arguments.get(0) or ():
        if isinstance(atom, Container):
            pairs = [p.exact[-1] if p.exact else p.items for p in atom.items if isinstance(p, Container)]
            items |= union(pairs) if pairs and atom.kind != "dict" else atom.items
    return one(made_of(frame, node, "dict", items))


def _import(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    match node:
        case ast.Call(args=[ast.Constant(value=str(name)), *_]):
            return machine.load(name) or one(Library(name))
    return UNKNOWN


def _printed(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    return NONE


def _entered(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    """``AsyncExitStack.enter_async_context``."""
    entered = union([a.entered if isinstance(a, Manager) else one(a) for a in arguments.get(0) or UNKNOWN])
    return one(machine.awaitable(frame, node, "coroutine", entered))


def _as_view(machine: Machine, frame: Frame, arguments: Arguments, node: ast.expr) -> Value:
    return frozenset(Bound(Library("django.views.View.as_view"), cls) for cls in arguments.get(0) or UNKNOWN)


SPECIAL: dict[str, Special] = {
    "django.views.View.as_view": _as_view,
    "functools.partial": _partial,
    "functools.partialmethod": _partial,
    "functools.wraps": _wraps,
    "functools.update_wrapper": _first,
    "functools.lru_cache": _cache,
    "functools.cache": _cache,
    "asgiref.sync.sync_to_async": _sync_to_async,
    "asgiref.sync.async_to_sync": _async_to_sync,
    "asgiref.sync.markcoroutinefunction": _mark,
    "inspect.markcoroutinefunction": _mark,
    "builtins.getattr": _getattr,
    "builtins.__import__": _import,
    "importlib.import_module": _import,
    "builtins.print": _printed,
    "builtins.map": _map,
    "builtins.zip": _paired,
    "builtins.enumerate": _enumerated,
    "builtins.filter": _filtered,
    "builtins.next": _next,
    "builtins.dict": _dict,
    "copy.copy": _first,
    "typing.cast": _second,
    "django.utils.decorators.method_decorator": _wraps,
    "builtins.min": _extreme,
    "builtins.max": _extreme,
    "random.choice": _next,
    "heapq.heappop": _next,
    "contextlib.AsyncExitStack.enter_async_context": _entered,
    **{
        f"builtins.{kind}": _iterator(kind)
        for kind in ("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter")
    },
}
