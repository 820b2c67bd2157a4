"""Is each routed name really an asynchronous view?"""

import ast
import difflib
from collections.abc import Iterator, Mapping, Sequence

from checks.source import attributes, known
from checks.source.definitions import handlers_of
from checks.source.facts import SourceFinding, Span
from checks.source.frames import Frame
from checks.source.machine import Machine
from checks.source.places import Definition, SourceFile
from checks.source.rules import answers
from checks.source.rules.saying import on_span, say
from checks.source.values import (
    Atom,
    Awaitable,
    Bound,
    ClassValue,
    FunctionValue,
    Instance,
    LoopCall,
    Plain,
    Wrapped,
    only,
)
from checks.source.views import bound_by, span_of

Parameters = Mapping[str, Sequence[str]] | None


def findings(machine: Machine, frame: Frame, views: Sequence[str], parameters: Parameters) -> Iterator[SourceFinding]:
    for name in views:
        value = frame.flow.names.get(name)
        if value is None:
            yield _missing(frame, name)
            continue
        atom = only(value)
        if atom is not None:
            given = None if parameters is None else list(parameters.get(name, []))
            yield from _of_view(frame, name, atom, given)
    yield from answers.findings(machine)


def _of_view(frame: Frame, name: str, atom: Atom, given: list[str] | None) -> Iterator[SourceFinding]:
    match atom:
        case FunctionValue():
            yield from _of_function(frame, name, atom, given)
        case ClassValue():
            yield from _of_class(atom, given)
        case Bound(receiver=ClassValue() as cls):
            yield from _of_class(cls, given)
        case LoopCall() | Wrapped(how="transaction"):
            yield _made_plain(frame, name)
        case Wrapped(how="types.coroutine", function=inner):
            function = only(inner)
            if isinstance(function, FunctionValue):
                yield from _not_async(function, name)
        case Awaitable():
            yield _called(frame, name, atom)
        case Instance(marked=False):
            yield from _of_object(frame, name, atom)
        case Plain(kind="None"):
            yield from _became_nothing(frame, name)


def _missing(frame: Frame, name: str) -> SourceFinding:
    """Shown on the definition that was probably meant."""
    body = frame.source.tree.body
    defined = [n for n in body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    names = [node.name for node in defined]
    near = difflib.get_close_matches(name, names, 1, 0.5)
    meant = next((node for node in defined if near and node.name == near[0]), None)
    if meant is None:
        meant = next((node for node in defined if _takes_request(node)), defined[-1] if defined else None)
    also = f"; there is {meant.name}" if meant is not None else ""
    message = f"The route needs {name}, and {frame.source.path} does not define it{also}."
    hint = f"async def {name}(request):"
    if meant is not None:
        return say("signature", "missing-view", message, frame.source, meant, hint=hint)
    start = Span(path=frame.source.path, line=1, column=1, end_line=1, end_column=2)
    return on_span("signature", "missing-view", message, start, hint=hint)


def _takes_request(node: ast.stmt) -> bool:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    return any(argument.arg == "request" for argument in node.args.args)


def _of_function(frame: Frame, name: str, function: FunctionValue, given: list[str] | None) -> Iterator[SourceFinding]:
    node = function.node
    if isinstance(node, ast.Lambda):
        message = f"{name} is a lambda, which is never asynchronous."
        yield say("signature", "not-async", message, function.source, node, hint=f"async def {name}(request):")
    elif function.is_generator:
        message = f"{name} yields, so calling it gives a generator and no response."
        hint = "return StreamingHttpResponse(parts()), where parts is the function that yields"
        yield say("signature", "is-generator", message, function.source, node, hint=hint)
    elif not (function.is_async or function.marked):
        original = bound_by(frame, name)
        if isinstance(original, ast.AsyncFunctionDef) and original is not node:
            message = f"{node.name} is a plain function around {name}: after its decorator {name} is not asynchronous."
            hint = _async_header(function.source, node)
            yield say("signature", "sync-decorator", message, function.source, node, hint=hint)
        else:
            yield from _not_async(function, name)
    if not isinstance(node, ast.Lambda):
        yield from _parameters(function, node, name, given, takes_self=False)


def _not_async(function: FunctionValue, name: str) -> Iterator[SourceFinding]:
    node = function.node
    if not isinstance(node, ast.Lambda):
        message = f"{name} is a plain function: an asynchronous view is defined with `async def`."
        yield say("signature", "not-async", message, function.source, node, hint=_async_header(function.source, node))


def _parameters(
    function: FunctionValue, node: Definition, name: str, given: list[str] | None, *, takes_self: bool
) -> Iterator[SourceFinding]:
    spec = node.args
    ordered = [argument.arg for argument in [*spec.posonlyargs, *spec.args]]
    needed = 2 if takes_self else 1
    if len(ordered) < needed and not spec.vararg:
        wanted = "self and request" if takes_self else "the request"
        hint = f"{'async ' if function.is_async else ''}def {node.name}({'self, ' if takes_self else ''}request):"
        message = f"{name} must take {wanted}, and it takes {', '.join(ordered) or 'nothing'}."
        yield say("signature", "wrong-parameters", message, function.source, node, hint=hint)
        return
    without_default = ordered[needed : len(ordered) - len(spec.defaults)]
    required = [*without_default, *(a.arg for a, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if d is None)]
    extra = [argument for argument in required if argument not in (given or [])]
    if extra and given is not None:
        message = f"{name} requires {', '.join(extra)}, which the route does not give."
        yield say("signature", "wrong-parameters", message, function.source, node)
    takes = {*ordered[needed:], *(a.arg for a in spec.kwonlyargs)}
    lacking = [argument for argument in given or [] if argument not in takes and not spec.kwarg]
    if lacking:
        message = f"The route gives {', '.join(lacking)}, which {name} does not take."
        yield say("signature", "wrong-parameters", message, function.source, node)


def _of_class(cls: ClassValue, given: list[str] | None) -> Iterator[SourceFinding]:
    found = {name: only(value) for name, value in handlers_of(cls).items()}
    yield from _async_init(cls)
    handlers = {name: function for name, function in found.items() if isinstance(function, FunctionValue)}
    plain = [f for f in handlers.values() if not f.is_async]
    for function in plain if attributes.is_dispatched_by_django(cls) else []:
        yield from _plain_handler(cls, function, mixed=len(plain) < len(handlers))
    for name, function in handlers.items():
        if not isinstance(function.node, ast.Lambda):
            yield from _parameters(function, function.node, f"{cls.name}.{name}", given, takes_self=True)
    if not handlers:
        yield from _inherited(cls)


def _async_init(cls: ClassValue) -> Iterator[SourceFinding]:
    for atom in attributes.find(cls, "__init__") or frozenset():
        if isinstance(atom, FunctionValue) and isinstance(atom.node, ast.AsyncFunctionDef):
            message = f"{cls.name} cannot be made: its __init__ is `async def`, and nobody awaits it."
            yield say("signature", "async-init", message, atom.source, atom.node, hint="def __init__(self, **kwargs):")


def _plain_handler(cls: ClassValue, function: FunctionValue, *, mixed: bool) -> Iterator[SourceFinding]:
    node = function.node
    if isinstance(node, ast.Lambda):
        return
    message = f"{cls.name}.{node.name} is a plain function: an asynchronous handler is defined with `async def`."
    if mixed:
        message = (
            f"{cls.name}.{node.name} is a plain function while other handlers are asynchronous; Django refuses that."
        )
    rule = "mixed-handlers" if mixed else "not-async"
    yield say("signature", rule, message, function.source, node, hint=_async_header(function.source, node))


def _async_header(source: SourceFile, node: Definition) -> str:
    """The header as it is written, made asynchronous."""
    written = source.line(node.lineno).strip()
    if written.startswith("def ") and written.endswith(":"):
        return f"async {written}"
    return f"async def {node.name}(request, ...):"


def _inherited(cls: ClassValue) -> Iterator[SourceFinding]:
    """A generic view answers with its own plain ``get``, whatever the class adds."""
    bases = [name for name in attributes.library_bases(cls) if name.startswith("django.views.generic")]
    if not [name for name in bases if name != "django.views.generic.base.View"]:
        return
    hooks = [h for name, h in cls.attributes.items() if name in known.SYNC_HOOKS]
    functions = [f for h in hooks if isinstance(f := only(h), FunctionValue) and f.is_async]
    hint = "async def get(self, request):"
    message = f"{cls.name} answers with the plain get that it inherits, which awaits nothing."
    for function in functions:
        if isinstance(function.node, ast.AsyncFunctionDef):
            late = f"{function.name} is `async def`, but Django calls it without awaiting it."
            yield say("awaiting", "never-awaited", late, function.source, function.node, hint=hint)
            yield say("signature", "not-async", message, function.source, function.node, hint=hint)
    if not functions:
        yield say("signature", "not-async", message, cls.frame.source, cls.node, hint=hint)


def _made_plain(frame: Frame, name: str) -> SourceFinding:
    node = bound_by(frame, name)
    message = f"{name} is no longer asynchronous after this: it becomes a plain function."
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.decorator_list:
        culprit = next((d for d in node.decorator_list if _turns_plain(d)), node.decorator_list[0])
        message = f"@{frame.source.snippet(culprit)} makes {name} a plain function, so it is no longer asynchronous."
        return say("signature", "sync-decorator", message, frame.source, culprit, hint="remove the decorator")
    span = span_of(frame, name, frozenset())
    return on_span("signature", "sync-decorator", message, span or frame.source.span(frame.source.tree.body[0]))


def _turns_plain(decorator: ast.expr) -> bool:
    named = decorator.func if isinstance(decorator, ast.Call) else decorator
    return getattr(named, "attr", getattr(named, "id", "")) in ("atomic", "async_to_sync")


def _became_nothing(frame: Frame, name: str) -> Iterator[SourceFinding]:
    """A decorator that forgets to return its wrapper leaves None; it is shown where it is defined."""
    node = bound_by(frame, name)
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    message = f"{name} is None after its decorator, which returns nothing."
    for decorator in node.decorator_list:
        named = decorator.func if isinstance(decorator, ast.Call) else decorator
        for atom in frame.flow.names.get(getattr(named, "id", ""), frozenset()):
            if isinstance(atom, FunctionValue) and isinstance(atom.node, ast.FunctionDef):
                hint = "return the wrapper"
                yield say("signature", "sync-decorator", message, atom.source, atom.node, hint=hint)


def _called(frame: Frame, name: str, atom: Awaitable) -> SourceFinding:
    message = f"{name} is the result of calling {atom.site.name}, not the function itself."
    return say("signature", "called-view", message, atom.site.source, atom.site.node, hint=f"{name} = {atom.site.name}")


def _of_object(frame: Frame, name: str, atom: Instance) -> Iterator[SourceFinding]:
    found = attributes.find(atom.cls, "__call__")
    function = only(found) if found is not None else None
    node = bound_by(frame, name)
    if isinstance(function, FunctionValue) and function.is_async and node is not None:
        message = f"{name} is an object, and Django sees no coroutine function in it, although its __call__ is one."
        yield say("signature", "async-call-object", message, frame.source, node, hint=f"async def {name}(request):")
