"""Scopes while they run: what each name is bound to now, and how two paths come together again."""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from checks.source.places import SourceFile
from checks.source.sites import Site
from checks.source.values import NOTHING, UNKNOWN, WIDEST, FunctionValue, Unknown, Value

Where = Literal["module", "loop", "thread", "unknown"]
T = TypeVar("T")


@dataclass(eq=False, slots=True)
class Flow:
    """One path through a function. ``awaited`` and ``fresh`` hold on every way that led here, ``started`` on some."""

    names: dict[str, Value] = field(default_factory=dict)
    awaited: frozenset[Site] = frozenset()
    fresh: frozenset[Site] = frozenset()  # tasks that no await has given a chance to run
    started: frozenset[Site] = frozenset()  # the same, where one way is enough
    dead: bool = False

    def copy(self) -> "Flow":
        return Flow(dict(self.names), self.awaited, self.fresh, self.started, self.dead)


def joined(first: Flow, second: Flow) -> Flow:
    """The path on which either may have been taken."""
    if first.dead:
        return second
    if second.dead:
        return first
    names = dict(first.names)
    for name, value in second.names.items():
        mine = names.get(name)
        if mine is None:
            names[name] = value
        elif mine is not value:
            names[name] = bounded(mine | value)
    awaited, fresh = first.awaited & second.awaited, first.fresh & second.fresh
    return Flow(names, awaited, fresh, first.started | second.started)


def bounded(value: Value) -> Value:
    return value if len(value) <= WIDEST else value | UNKNOWN


@dataclass(eq=False)
class Frame:
    """One activation of a function, or a module, or a class body."""

    source: SourceFile
    name: str  # qualified; "" for a module
    parent: "Frame | None" = None
    where: Where = "module"
    function: FunctionValue | None = None
    is_class: bool = False
    is_view: bool = False
    flow: Flow = field(default_factory=Flow)
    bindings: dict[str, Value] = field(default_factory=dict)
    outer: dict[str, str] = field(default_factory=dict)  # names declared global or nonlocal
    returns: list[tuple[ast.Return | None, Value]] = field(default_factory=list)
    yields: Value = NOTHING
    made: dict[tuple[ast.AST, str], object] = field(default_factory=dict)
    exits: list[list[Flow]] = field(default_factory=list)  # of the loops that are open: where break goes
    continues: list[list[Flow]] = field(default_factory=list)
    gave_way: bool = False  # an await was passed
    read: set[str] = field(default_factory=set)  # globals, since the last await
    stale: set[str] = field(default_factory=set)  # globals that were read before an await
    written: set[str] = field(default_factory=set)
    overwritten: set[str] = field(default_factory=set)  # globals that were written before an await
    complete: bool = False  # a module that ran to its end
    timed: int = 0  # timeouts that are open here

    @property
    def module(self) -> "Frame":
        frame = self
        while frame.parent is not None:
            frame = frame.parent
        return frame

    @property
    def is_module(self) -> bool:
        return self.parent is None

    def make(self, node: ast.AST, tag: str, build: Callable[[], T]) -> T:
        """The one thing that this node makes in this activation, so that a loop comes to rest."""
        key = (node, tag)
        if key not in self.made:
            self.made[key] = build()
        return self.made[key]  # type: ignore[return-value]  # the tag stands for the type

    def qualified(self, name: str) -> str:
        if not self.name:
            return name
        return f"{self.name}.{name}" if self.is_class else f"{self.name}.<locals>.{name}"

    def bind(self, name: str, value: Value) -> None:
        """Binds a name here, or in the scope that it was declared to belong to."""
        if name in self.outer:
            self._outer_scope(name).bind_weakly(name, value)
            return
        value = bounded(value)
        self.flow.names[name] = value
        self._remember(name, value)

    def bind_weakly(self, name: str, value: Value) -> None:
        known = self.flow.names.get(name, NOTHING)
        self.flow.names[name] = bounded(known | value)
        self._remember(name, value)

    def look_up(self, name: str) -> Value | None:
        """The value of a name, or None where no scope binds it."""
        if name not in self.outer and name in self.flow.names:
            return self.flow.names[name]
        scope = self.parent
        while scope is not None:
            found = None if scope.is_class else scope.for_inner(name)
            if found is not None:
                return found
            scope = scope.parent
        return None

    def for_inner(self, name: str) -> Value | None:
        """What an inner function sees: it may run at any time, so every binding counts, save in a module."""
        if self.is_module:
            return self.flow.names.get(name)
        return self.bindings.get(name)

    def is_shared(self, name: str) -> bool:
        return self.is_module or self.outer.get(name) == "global"

    def _remember(self, name: str, value: Value) -> None:
        if not self.is_module:
            self.bindings[name] = bounded(self.bindings.get(name, NOTHING) | value)

    def _outer_scope(self, name: str) -> "Frame":
        if self.outer[name] == "global":
            return self.module
        scope = self.parent
        while scope is not None and not scope.is_module:
            if not scope.is_class and name in scope.bindings:
                return scope
            scope = scope.parent
        return self.module


def has_unknown(value: Value) -> bool:
    return any(isinstance(atom, Unknown) for atom in value)
