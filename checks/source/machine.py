"""The state of one reading: what was found so far, and how much work is left before it gives up.

Giving up is safe: what depends on having seen every use (that nobody awaits a call) is then not said at all.
"""

import ast
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from checks.report import Family
from checks.source.frames import Frame
from checks.source.places import SourceFile
from checks.source.sites import Site
from checks.source.values import (
    NOTHING,
    UNKNOWN,
    Arguments,
    AsyncGenerator,
    Awaitable,
    AwaitableKind,
    Bound,
    Container,
    FunctionValue,
    Instance,
    Manager,
    Partial,
    ThreadCall,
    Value,
    one,
)

MOST_STEPS = 160_000
DEEPEST = 160


@dataclass(eq=False, slots=True)
class Verdict:
    """What every evaluation of one node said about one rule: a single innocent one acquits it."""

    rule: str
    family: Family | str
    node: ast.expr | ast.stmt | ast.excepthandler
    source: SourceFile
    message: str
    hint: str | None
    certain: bool
    guilty: bool = False
    acquitted: bool = False
    reached: bool = False


@dataclass(eq=False, slots=True)
class Swallowed:
    """An ``except`` that catches a cancellation and does not let it go on."""

    handler: ast.ExceptHandler
    source: SourceFile
    function: ast.AST | None
    in_timeout: bool
    cancels: bool


class Machine:
    evaluate: Callable[[Frame, ast.expr], Value]
    run: Callable[[Frame, list[ast.stmt]], None]
    apply: Callable[[Frame, Value, Arguments, ast.expr], Value]
    load: Callable[[str], Value | None]

    def __init__(self) -> None:
        self.steps = 0
        self.depth = 0
        self.complete = True
        self.sites: dict[ast.AST, Site] = {}
        self.targets: dict[ast.AST, set[str]] = defaultdict(set)
        self.makes: dict[ast.AST, set[bool | None]] = defaultdict(set)
        self.verdicts: dict[tuple[str, ast.AST], Verdict] = {}
        self.functions: list[FunctionValue] = []
        self.called: set[ast.AST] = set()
        self.stack: list[ast.AST] = []
        self.memo: dict[tuple[object, ...], Frame] = {}
        self.swallowed: list[Swallowed] = []
        self.timed: set[ast.AST] = set()
        self.waits_on: dict[ast.AST, set[ast.AST]] = defaultdict(set)
        self.rooted = False
        self.awaits: set[ast.AST] = set()
        self.callees: dict[ast.AST, set[SourceFile]] = defaultdict(set)  # whose function a call calls
        self.undefined: dict[str, tuple[ast.Name, SourceFile]] = {}
        self.shared_writes: set[tuple[Instance, str]] = set()
        self.answers: list[tuple[FunctionValue, Frame]] = []

    def tick(self, cost: int = 1) -> bool:
        """Whether there is work left to spend."""
        self.steps += cost
        if self.steps > MOST_STEPS:
            self.complete = False
        return self.steps <= MOST_STEPS

    def judge(
        self,
        frame: Frame,
        node: ast.expr | ast.stmt | ast.excepthandler,
        rule: str,
        guilty: bool,
        message: str = "",
        *,
        hint: str | None = None,
        family: Family | str = "awaiting",
        certain: bool = True,
        aspect: str = "",
    ) -> None:
        """Takes one evaluation into account. ``aspect`` tells questions of one rule about one node apart."""
        key = (rule + aspect, node)
        verdict = self.verdicts.get(key)
        if verdict is None:
            verdict = Verdict(rule, family, node, frame.source, message, hint, certain)
            self.verdicts[key] = verdict
        if guilty:
            verdict.message, verdict.hint, verdict.guilty = message, hint, True
            verdict.certain = verdict.certain and certain
        else:
            verdict.acquitted = True
        verdict.reached = verdict.reached or self.rooted

    def awaitable(
        self,
        frame: Frame,
        node: ast.expr,
        kind: AwaitableKind,
        result: Value,
        name: str = "",
        *,
        function: ast.AST | None = None,
    ) -> Awaitable:
        """What a call hands out that somebody must wait for."""
        if node not in self.sites:
            self.sites[node] = self._site(frame, node, kind, name)
        site = self.sites[node]
        site.reached = site.reached or self.rooted
        frame.flow.awaited -= {site}
        if kind != "coroutine":
            frame.flow.fresh |= {site}
            frame.flow.started |= {site}
        made = frame.make(node, kind, lambda: Awaitable(site, NOTHING, function))
        made.result |= result
        return made

    def _site(self, frame: Frame, node: ast.expr, kind: AwaitableKind, name: str) -> Site:
        written = node.func if isinstance(node, ast.Call) else node
        name = frame.source.snippet(written) if len(name) == 0 else name
        in_coroutine = frame.function is not None and frame.function.is_async
        return Site(node, frame.source, frame.name, kind, name, in_coroutine=in_coroutine)

    def consume(self, frame: Frame, value: Value, *, deep: bool = False) -> Value:
        """Somebody waits for what is awaitable in a value; the result is theirs."""
        results = []
        for atom in value:
            if isinstance(atom, Awaitable):
                results.append(self._consume(frame, atom))
            elif deep and isinstance(atom, Container):
                results.append(self.consume(frame, atom.items))
        return frozenset().union(*results) if results else NOTHING

    def _consume(self, frame: Frame, atom: Awaitable) -> Value:
        atom.site.awaited = True
        if atom.site.kind == "coroutine":
            frame.flow.awaited |= {atom.site}
        frame.flow.fresh -= {atom.site}
        frame.flow.started -= {atom.site}
        if atom.function is not None:
            if frame.function is not None:
                self.waits_on[frame.function.node].add(atom.function)
            if frame.timed:
                self.timed.add(atom.function)
        return atom.result

    def give_way(self, frame: Frame) -> None:
        """An await lets the loop run: tasks that were started get their chance."""
        for site in frame.flow.started:
            site.aged = True
        frame.flow.fresh = frame.flow.started = frozenset()
        frame.gave_way = True
        frame.stale |= frame.read
        frame.overwritten |= frame.written
        frame.read, frame.written = set(), set()

    def escape(self, *values: Value) -> None:
        """The values go where we cannot follow: whatever is awaitable in them may be awaited there."""
        seen: set[object] = set()
        waiting: list[Value] = list(values)
        while waiting:
            for atom in waiting.pop():
                if atom in seen:
                    continue
                seen.add(atom)
                self.tick()
                waiting.extend(_inside(atom))

    def misuse(self, frame: Frame, value: Value, how: str, node: ast.expr | ast.stmt, *, deep: bool = False) -> bool:
        """Records that a value was needed where there is only its awaitable; says whether it was so."""
        found = False
        seen: set[object] = set()
        waiting = [value]
        while waiting:
            for atom in waiting.pop():
                if isinstance(atom, Awaitable):
                    atom.site.misuse(how, node, frame.source)
                    found = True
                elif deep and isinstance(atom, Container) and atom not in seen:
                    seen.add(atom)
                    waiting.append(atom.items)
        return found


def _inside(atom: object) -> list[Value]:
    """What can be reached from an atom; marks it as out of sight."""
    match atom:
        case Awaitable():
            atom.site.escaped = True
            return [atom.result]
        case Container():
            inside = [atom.items, *(atom.exact or ())]
            atom.items, atom.exact = atom.items | UNKNOWN, None
            return inside
        case Instance():
            atom.out_of_sight = True
            return list(atom.attributes.values())
        case Partial():
            return [atom.function, *atom.arguments.every()]
        case Bound():
            return [one(atom.receiver)]
        case ThreadCall():
            return [atom.function]
        case AsyncGenerator():
            return [atom.items]
        case Manager():
            return [atom.entered]
    return []


@dataclass(eq=False, slots=True)
class Limits:
    """Guards one level of nesting; ``entered`` is False where it would be too deep."""

    machine: Machine
    entered: bool = field(default=False, init=False)

    def __enter__(self) -> "Limits":
        self.machine.depth += 1
        self.entered = self.machine.depth <= DEEPEST and self.machine.tick()
        if not self.entered:
            self.machine.complete = False
        return self

    def __exit__(self, *exc: object) -> None:
        self.machine.depth -= 1
