"""What the reading of the source knows; it crosses the wall of the reader's process as JSON."""

from typing import Literal

from checks.report import Family, Finding, Record

ViewKind = Literal["async function", "function", "class", "other", "missing", "unknown"]
AwaitState = Literal["awaited", "never", "later", "unknown"]


class Span(Record):
    """A place in a student's file; lines and columns count from 1, ends are exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Call(Record):
    """A call as it is written, and what it was found to call, such as ``time.sleep`` or ``services.slow_api_call``."""

    span: Span
    text: str
    target: str | None
    is_coroutine: bool | None  # whether the call makes an awaitable; None where that is not known
    state: AwaitState
    function: str  # qualified name of the function that it stands in; "" at module level


class Function(Record):
    span: Span  # from its `def`/`async def` to the end of its header line
    last_line: int
    name: str  # qualified
    is_async: bool
    is_generator: bool


class Import(Record):
    """One name that an import statement binds: of ``from time import sleep as nap`` time, sleep and nap."""

    span: Span
    text: str
    module: str  # with the dots of a relative import
    name: str | None
    alias: str | None


class Loop(Record):
    """A `for` or `while` statement of the student's, by its first and last line."""

    path: str
    line: int
    last_line: int


class Store(Record):
    """An attribute that is set or deleted, by its last name."""

    name: str
    span: Span


class View(Record):
    """What the routed name is bound to, as far as reading can tell."""

    name: str
    kind: ViewKind
    span: Span | None


class SourceFinding(Record):
    """``certain`` findings fail their family by themselves; the others explain and place what running has shown."""

    family: Family | Literal["advice"]
    certain: bool
    finding: Finding


class SourceFacts(Record):
    refusal: str | None = None  # why it is not graded at all, in a sentence for the student
    syntax_error: Finding | None = None
    views: tuple[View, ...] = ()
    functions: tuple[Function, ...] = ()
    calls: tuple[Call, ...] = ()
    imports: tuple[Import, ...] = ()
    loops: tuple[Loop, ...] = ()
    stores: tuple[Store, ...] = ()
    reaches: tuple[Finding, ...] = ()  # for what no view reaches for: they condemn by themselves
    walks_frames: bool = True  # whether a frame could be asked for more than its name and its line
    findings: tuple[SourceFinding, ...] = ()
