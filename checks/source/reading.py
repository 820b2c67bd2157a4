"""The reading of a submission without running it.

It is an abstract interpretation. Each module is run once from top to bottom with *values* in the place of objects: a
value is the set of things that an expression can be (``values.py``), names are bound and re-bound as the statements
say, both ways of a condition are followed and joined, and a loop is gone through twice. Then each routed view is
called with a request that nobody knows, and last whatever function was not reached. Functions of the submission and
of the course are followed into, once for each way in which they are called; the library is known from tables.

Each call that makes an awaitable is a *site* (``sites.py``) and collects what becomes of it. A site is accused only
when every use was seen and none of them waits.

What it does not know, and then says nothing about: what unknown code does with what it is given; attributes of
objects that outlive a request; names made at run time; calls more than ten deep; more than two rounds of a loop; and
whatever is left when the work allowed for one reading (``machine.MOST_STEPS``) is used up.
"""

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain

from checks.source import attributes, calls, collecting, expressions, parsing, reaching, spelling, statements
from checks.source.definitions import handlers_of
from checks.source.facts import SourceFacts, View
from checks.source.frames import Frame
from checks.source.loops import loops
from checks.source.machine import Machine
from checks.source.places import SourceFile
from checks.source.rules import all_findings
from checks.source.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Awaitable,
    Bound,
    ClassValue,
    FunctionValue,
    Instance,
    Library,
    ModuleValue,
    Value,
    one,
    only,
    plain,
    union,
)
from checks.source.views import view_of

STACK = 6_000  # frames of Python that the deepest reading needs
MOST_FINDINGS = 300
MOST_REACHES = 20


class Reader:
    """Reads the modules of one submission on demand, as importing them would."""

    def __init__(self, files: Mapping[str, SourceFile], support: Mapping[str, str]) -> None:
        self.files = files
        self.support = support
        self.modules: dict[str, Frame] = {}
        self.machine = Machine()
        self.machine.evaluate = lambda frame, node: expressions.evaluate(self.machine, frame, node)
        self.machine.run = lambda frame, body: statements.run(self.machine, frame, body)
        self.machine.apply = lambda frame, f, given, node: calls.apply_all(self.machine, frame, f, given, node)
        self.machine.load = self.load

    def load(self, name: str) -> Value | None:
        """The module of that dotted name, run; None where the submission and the course have none."""
        for path in (f"{name.replace('.', '/')}.py", f"{name.replace('.', '/')}/__init__.py"):
            if path in self.files or path in self.support:
                frame = self.modules.get(path) or self.run(path)
                return None if frame is None else one(_module(self.machine, name, frame))
        return None

    def run(self, path: str) -> Frame | None:
        try:
            source = self.files.get(path) or parsing.parse(path, self.support[path], support=True)
        except parsing.UnreadableError:
            return None  # the course's fault, and said elsewhere
        frame = self.modules[path] = Frame(source, "")
        frame.flow.names["__name__"] = frame.flow.names["__file__"] = plain("str")
        was_rooted, self.machine.rooted = self.machine.rooted, True
        self.machine.run(frame, source.tree.body)
        self.machine.rooted = was_rooted
        frame.complete = True
        frame.flow.dead = False
        return frame

    def call_views(self, path: str, views: Sequence[str]) -> None:
        frame = self.modules[path]
        self.machine.rooted = True
        for name in views:
            for atom in frame.flow.names.get(name, frozenset()):
                if isinstance(atom, Bound) and atom.function == Library("django.views.View.as_view"):
                    self._call_class(frame, atom.receiver)
                self._call_class(frame, atom)
                self._call_view(frame, atom, Arguments(rest=UNKNOWN))
                if isinstance(atom, Awaitable):
                    self.machine.escape(one(atom))  # said once: the name is bound to the result of a call
        self.machine.rooted = False

    def _call_class(self, frame: Frame, atom: object) -> None:
        if not isinstance(atom, ClassValue):
            return
        me = Instance(atom, shared=True, per_request=True)
        for name, value in [("__init__", attributes.find(atom, "__init__")), *handlers_of(atom).items()]:
            for handler in value or frozenset():
                is_async = isinstance(handler, FunctionValue) and handler.is_async
                arguments = Arguments([one(me)], rest=UNKNOWN)
                answers = name != "__init__" and attributes.is_dispatched_by_django(atom)
                where = "loop" if is_async or (name == "__init__" and _has_async(atom)) else "thread"
                self._call_view(frame, handler, arguments, thread=where == "thread", is_view=answers)

    def _call_view(
        self, frame: Frame, atom: object, arguments: Arguments, *, thread: bool | None = None, is_view: bool = True
    ) -> None:
        if not isinstance(atom, FunctionValue):
            return
        machine = self.machine
        side = Frame(frame.source, "", frame)
        side.where = "thread" if (thread if thread is not None else not atom.is_async) else "loop"
        ran = Frame(atom.source, atom.name, atom.frame, side.where, atom, is_view=is_view)
        machine.called.add(atom.node)
        for name, value in calls.bind(machine, atom, arguments).items():
            ran.bind(name, value)
        machine.stack.append(atom.node)
        calls.run_body(machine, ran, atom)
        machine.stack.pop()
        if is_view:
            self._judge_answer(ran, atom)
        else:
            machine.escape(calls.result_of(ran))

    def _judge_answer(self, ran: Frame, atom: FunctionValue) -> None:
        machine = self.machine
        if not ran.flow.dead:
            for site in ran.flow.started:
                site.fresh_at_exit = True
        for node, value in ran.returns:
            if node is not None and atom.is_async:
                machine.misuse(ran, value, "answer", node)
            else:
                machine.escape(value)
        machine.answers.append((atom, ran))

    def call_the_rest(self) -> None:
        """Functions that nothing reached, with arguments that nobody knows."""
        machine = self.machine
        index = 0
        while index < len(machine.functions):
            function = machine.functions[index]
            index += 1
            if function.node not in machine.called and not function.source.support and machine.tick():
                self._call_unreached(function)

    def _call_unreached(self, function: FunctionValue) -> None:
        where = Frame(function.source, function.name, function.frame, "loop" if function.is_async else "unknown")
        written = function.node.body if isinstance(function.node, ast.Lambda) else ast.Name(function.name)
        ast.copy_location(written, function.node)
        made = calls.invoke(self.machine, where, function, Arguments(rest=UNKNOWN), written)
        self.machine.sites.pop(written, None)
        results = [calls.result_of(ran) for ran in self.machine.memo.values() if ran.function is function]
        self.machine.escape(made, union(results) - NONE)


def _has_async(cls: ClassValue) -> bool:
    handlers = [only(value) for value in handlers_of(cls).values()]
    return any(isinstance(handler, FunctionValue) and handler.is_async for handler in handlers)


def _module(machine: Machine, name: str, frame: Frame) -> ModuleValue:
    return frame.make(frame.source.tree, "module", lambda: ModuleValue(name, frame))


def read(
    files: Mapping[str, str],
    support: Mapping[str, str],
    views: Sequence[str],
    parameters: Mapping[str, Sequence[str]] | None = None,
) -> SourceFacts:
    """What can be known of the submission from its text.

    ``files`` holds the student's modules by path, ``support`` those of the course, ``views`` the routed names, which
    the module ``views.py`` (or else the first file) must define, and ``parameters`` what the route of each gives
    besides the request, where that is known. Never raises for what stands in a file.
    """
    try:
        sources = {path: parsing.parse(path, text) for path, text in files.items()}
    except parsing.UnreadableError as error:
        return SourceFacts(syntax_error=error.finding)
    refused = spelling.refusal(sources.values())
    if refused is not None:
        return SourceFacts(refusal=refused)
    with _deep_stack():
        try:
            facts = _read(sources, support, views, parameters)
        except (RecursionError, MemoryError, OverflowError):
            facts = _without_inference(list(sources.values()), views)
        imports = tuple(fact for source in sources.values() for fact in collecting.imports(source))
        beneath = {
            "stores": tuple(store for source in sources.values() for store in reaching.stores(source))[: reaching.MOST],
            "reaches": tuple(reaching.findings(sources.values()))[:MOST_REACHES],
            "walks_frames": reaching.walks_frames(sources.values()),
        }
        return facts.model_copy(update={"loops": loops(sources.values()), "imports": imports, **beneath})


def _read(
    files: Mapping[str, SourceFile],
    support: Mapping[str, str],
    views: Sequence[str],
    parameters: Mapping[str, Sequence[str]] | None,
) -> SourceFacts:
    reader = Reader(files, support)
    main = "views.py" if "views.py" in files else next(iter(files), None)
    if main is None:
        return SourceFacts(views=tuple(View(name=name, kind="missing", span=None) for name in views))
    reader.load(main.removesuffix(".py").replace("/", "."))
    for path in files:
        if path.endswith(".py"):
            reader.load(path.removesuffix(".py").replace("/", "."))
    if main not in reader.modules:
        reader.run(main)
    reader.call_views(main, views)
    reader.call_the_rest()
    frame = reader.modules[main]
    own = [module.source for module in reader.modules.values() if not module.source.support]
    found = [*all_findings(reader.machine, frame, views, parameters), *chain.from_iterable(map(spelling.advice, own))]
    return SourceFacts(
        views=tuple(view_of(frame, name) for name in views),
        functions=tuple(fact for source in own for fact in collecting.functions(source)),
        calls=tuple(fact for source in own for fact in collecting.calls(reader.machine, source))[: collecting.MOST],
        findings=tuple(found[:MOST_FINDINGS]),
    )


def _without_inference(sources: list[SourceFile], views: Sequence[str]) -> SourceFacts:
    """What is left where the code is too deep to follow: its functions and calls, and nothing said of them."""
    machine = Machine()
    machine.complete = False
    return SourceFacts(
        views=tuple(View(name=name, kind="unknown", span=None) for name in views),
        functions=tuple(fact for source in sources for fact in collecting.functions(source)),
        calls=tuple(fact for source in sources for fact in collecting.calls(machine, source)),
    )


@contextmanager
def _deep_stack() -> Iterator[None]:
    """Room for nested code: calls from Python to Python take no C stack."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, STACK))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
