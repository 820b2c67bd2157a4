"""What an expression may be: a value is a set of atoms, one for each thing that it can turn out to be.

Mutable things (containers, instances, awaitables) are told apart by identity, so that two names for one list share
what is put into it; the rest are equal when they say the same.
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from checks.source.frames import Frame
    from checks.source.places import SourceFile
    from checks.source.sites import Site

AwaitableKind = Literal["coroutine", "task", "future"]
WIDEST = 12  # a value of more atoms is unknown


class Atom:
    """One thing that a value can be."""

    __slots__ = ()


Value = frozenset[Atom]


@dataclass(frozen=True, slots=True)
class Unknown(Atom):
    pass


@dataclass(frozen=True, slots=True)
class Plain(Atom):
    """Something that can surely not be awaited. ``kind`` names its type where that matters, such as ``str``."""

    kind: str = ""


@dataclass(frozen=True, slots=True)
class Library(Atom):
    """A name from outside the submission, dotted: ``time.sleep``, ``asyncio.Lock.acquire``."""

    name: str


@dataclass(frozen=True, slots=True)
class LibraryInstance(Atom):
    """An instance of a class from outside, such as ``asyncio.Lock``."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class ModuleValue(Atom):
    """A module of the student or of the course."""

    name: str
    frame: "Frame"


@dataclass(slots=True, eq=False)
class FunctionValue(Atom):
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    name: str
    frame: "Frame"  # where it was defined, for its free names
    defaults: dict[str, Value]
    is_async: bool
    is_generator: bool
    marked: bool = False  # by markcoroutinefunction

    @property
    def source(self) -> "SourceFile":
        return self.frame.source


@dataclass(slots=True, eq=False)
class ClassValue(Atom):
    node: ast.ClassDef
    name: str
    bases: tuple[Value, ...]
    attributes: dict[str, Value]
    frame: "Frame"


@dataclass(slots=True, eq=False)
class Instance(Atom):
    """``shared`` ones outlive the request: what is put into them may be taken out by anybody."""

    cls: ClassValue
    attributes: dict[str, Value] = field(default_factory=dict)
    shared: bool = False
    out_of_sight: bool = False  # unknown code has it, and may set its attributes
    per_request: bool = False  # shared by the handlers of one request alone
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Bound(Atom):
    """A method with its receiver."""

    function: Atom
    receiver: Atom


@dataclass(frozen=True, slots=True)
class Method(Atom):
    """A method of a container, an awaitable, a queryset or plain data, by its name."""

    receiver: Atom
    name: str


@dataclass(slots=True, eq=False)
class Awaitable(Atom):
    """A coroutine object, task or future, with the call that made it."""

    site: "Site"
    result: Value
    function: ast.AST | None = None  # the `async def` whose body it runs


@dataclass(slots=True, eq=False)
class AsyncGenerator(Atom):
    items: Value


@dataclass(slots=True, eq=False)
class Container(Atom):
    """A list, tuple, set, dict, iterator: ``items`` is anything in it, ``exact`` its parts one by one where known."""

    kind: str
    items: Value
    exact: tuple[Value, ...] | None = None
    shared: bool = False


@dataclass(slots=True, eq=False)
class Partial(Atom):
    function: Value
    arguments: "Arguments"


@dataclass(slots=True, eq=False)
class ThreadCall(Atom):
    """What ``sync_to_async(f)`` makes: a coroutine function."""

    function: Value


@dataclass(slots=True, eq=False)
class LoopCall(Atom):
    """What ``async_to_sync(f)`` makes: a plain function."""

    function: Value


@dataclass(slots=True, eq=False)
class Wrapped(Atom):
    """A function behind a known decorator: ``contextmanager``, ``asynccontextmanager``, ``property``, ``cache`` ..."""

    how: str
    function: Value


@dataclass(slots=True, eq=False)
class Manager(Atom):
    """A context manager; ``waits`` is what leaving it waits for, as a TaskGroup does."""

    entered: Value
    is_async: bool
    is_plain: bool = False
    name: str = ""


@dataclass(slots=True, eq=False)
class Queryset(Atom):
    """A lazy query, or a manager. ``evaluated``: its cache is filled, and iterating it asks nobody."""

    model: ClassValue | None
    evaluated: bool = False


@dataclass(slots=True)
class Arguments:
    positional: list[Value] = field(default_factory=list)
    keywords: dict[str, Value] = field(default_factory=dict)
    rest: Value | None = None  # what stands behind a star
    extra: Value | None = None  # what stands behind two stars
    nodes: list[ast.expr] = field(default_factory=list)

    def every(self) -> list[Value]:
        return [*self.positional, *self.keywords.values(), *(v for v in (self.rest, self.extra) if v is not None)]

    def get(self, index: int, name: str = "") -> Value | None:
        if name in self.keywords:
            return self.keywords[name]
        return self.positional[index] if index < len(self.positional) else self.rest

    def skip(self, count: int) -> "Arguments":
        return Arguments(self.positional[count:], self.keywords, self.rest, self.extra, self.nodes[count:])


UNKNOWN_ATOM = Unknown()
UNKNOWN: Value = frozenset({UNKNOWN_ATOM})
NONE: Value = frozenset({Plain("None")})
PLAIN: Value = frozenset({Plain()})
NOTHING: Value = frozenset()


def one(atom: Atom) -> Value:
    return frozenset({atom})


def plain(kind: str) -> Value:
    return frozenset({Plain(kind)})


def union(values: Iterable[Value]) -> Value:
    """Their join. It may grow beyond WIDEST; whoever stores it narrows it."""
    result: Value = NOTHING
    for value in values:
        if value is not result:
            result = value if not result else result | value
    return result


def only(value: Value) -> Atom | None:
    """The one atom of a value that can be but one thing."""
    return next(iter(value)) if len(value) == 1 else None


def is_none(value: Value) -> bool:
    return value == NONE


def ordered(value: Value) -> list[Atom]:
    """The atoms in an order that is the same in every reading, so that the same message is kept of several."""
    return list(value) if len(value) < 2 else sorted(value, key=_place)


def _place(atom: Atom) -> tuple[str, str, int, int]:
    inner = getattr(atom, "function", None) if isinstance(atom, Bound) else atom
    site = getattr(inner, "site", None)
    node = getattr(inner, "node", None) or getattr(site, "node", None)
    name = getattr(inner, "name", "") or getattr(inner, "kind", "")
    return type(atom).__name__, str(name), getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
