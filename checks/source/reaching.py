"""What a file does beneath the surface of the language: which frames it walks, and where it sets what is not its own.

Running tells of every reach; reading says on which line something was replaced, whether a frame was looked at for more
than its name and line, and finds a few reaches that no view has a reason for, also where no request comes by.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.report import Finding
from checks.source.facts import Store
from checks.source.places import SourceFile

MOST = 300
# Where a frame leads further, and what could read these names where they are not written out.
FURTHER = frozenset({"f_back", "f_locals", "f_globals", "f_builtins", "f_trace"})
COMPUTED = frozenset(
    {"getattr", "attrgetter", "methodcaller", "exec", "eval", "compile", "__getattribute__", "getmembers"}
    | {"getouterframes", "getinnerframes", "walk_stack", "getargvalues", "getclosurevars"}
)
# Beneath what asyncio offers: a step of the loop, and which loop and task are running.
LOOP = frozenset({"_run_once", "_set_running_loop", "_enter_task", "_leave_task", "_swap_current_task"})
INSIDE = frozenset({"__globals__", "__closure__", "cell_contents"})
LINE = 3  # the descriptor of the line to the judge


def walks_frames(sources: Iterable[SourceFile]) -> bool:
    """Whether a frame could be asked for more than its code and its line."""
    return any(_names(node) & (FURTHER | COMPUTED) for source in sources for node in ast.walk(source.tree))


def _names(node: ast.AST) -> set[str]:
    match node:
        case ast.Attribute():
            return {node.attr}
        case ast.Name():
            return {node.id}
        case ast.alias():
            return {node.name.rpartition(".")[2]}
        case ast.MatchClass():
            return set(node.kwd_attrs)
        case ast.Constant(value=str() as text):
            return {name for name in FURTHER if name in text}
    return set()


def stores(source: SourceFile) -> list[Store]:
    """Where an attribute, or a module in ``sys.modules``, is set or deleted; by its last name."""
    found = (Store(name=name[:200], span=source.span(node)) for node, name in _stores(source.tree))
    return [store for store, _ in zip(found, range(MOST), strict=False)]


def _stores(tree: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(ctx=ast.Store() | ast.Del()):
                yield node, node.attr
            case ast.Subscript(ctx=ast.Store() | ast.Del(), slice=ast.Constant(value=str() as name)):
                yield node, name
            case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[_, ast.Constant(value=str() as name), *_]):
                yield node, name
            case ast.Call(func=ast.Attribute(attr="insert" | "append" | "extend", value=ast.Attribute(attr=name))):
                yield node, name


@dataclass
class _Named:
    """The names of a file that stand for something of the library."""

    imported: frozenset[str]

    @classmethod
    def of(cls, source: SourceFile, own: Iterable[str]) -> "_Named":
        names = set()
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Import):
                names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "") not in own:
                names |= {alias.asname or alias.name for alias in node.names}
        return cls(frozenset(names - set(own)))

    def is_librarys(self, node: ast.expr) -> bool:
        while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
            node = node.func if isinstance(node, ast.Call) else node.value
        return isinstance(node, ast.Name) and node.id in self.imported


def findings(sources: Iterable[SourceFile]) -> Iterator[Finding]:
    """Reaches that condemn by themselves."""
    sources = list(sources)
    own = {source.path.removesuffix(".py") for source in sources}
    for source in sources:
        named = _Named.of(source, own)
        for node in ast.walk(source.tree):
            what = _reach(node, named) if isinstance(node, ast.Attribute | ast.Call) else None
            if what is not None and isinstance(node, ast.Attribute | ast.Call):
                message = f"{source.snippet(node)} reaches for {what}; a view leaves that alone."
                yield Finding.of("tampering", message, **source.span(node).model_dump())


def _reach(node: ast.Attribute | ast.Call, named: _Named) -> str | None:
    match node:
        case ast.Attribute(attr="__subclasses__", value=ast.Name(id="object" | "type")):
            return "all classes that there are"
        case ast.Attribute(attr="__subclasses__", value=ast.Attribute(attr="__base__")):
            return "all classes that there are"
        case ast.Attribute(attr=attr) if attr in FURTHER:
            return "the frames of whoever called it"
        case ast.Attribute(attr=attr, value=owner) if attr in INSIDE and named.is_librarys(owner):
            return "the inside of a function that is not its own"
        case ast.Attribute(attr=attr) if attr in LOOP:
            return "the inside of the event loop"
        case ast.Call(func=ast.Attribute(attr="write" | "close" | "dup2" | "sendmsg", value=ast.Name(id="os"))):
            return "a descriptor that is not its own" if _is_line(node) else None
    return None


def _is_line(call: ast.Call) -> bool:
    numbers = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    return any(type(number) is int and number >= LINE for number in numbers)
