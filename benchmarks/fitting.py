"""Which message of another tool fits which family: one table, read from the top; the first row that matches counts.

The table is generous. A message counts for every family of which a student could learn from it that something is
wrong there, wherever it stands in the file. What is about style, types in general or security fits none, since a
correct submission would be accused of it too.
"""

import re
from dataclasses import dataclass

from benchmarks.corpus import FAMILIES, Family

NOBODY: frozenset[Family] = frozenset()
S: frozenset[Family] = frozenset({"signature"})
A: frozenset[Family] = frozenset({"awaiting"})
C: frozenset[Family] = frozenset({"concurrency"})


@dataclass(frozen=True)
class Remark:
    """What a tool said of one submission; 0 for a line that it does not know."""

    case: str
    line: int
    code: str
    text: str


@dataclass(frozen=True)
class Row:
    """Regular expressions: ``tools`` and ``code`` match from the start, ``text`` is found anywhere."""

    tools: str
    code: str
    text: str
    families: frozenset[Family]
    reason: str


LINTERS = (
    Row("ruff|flake8", "ASYNC(2[0-9]{2})", "", C, "a blocking call in an async function"),
    Row("ruff|flake8", "ASYNC110", "", C, "a loop that sleeps instead of waiting for an event"),
    Row("flake8", "ASYNC(102|103|104|120)", "", A, "cancellation is swallowed, or awaits go on after it"),
    Row("ruff|flake8", "ASYNC1(01|05|09|13|15|16|18|19)", "", A, "asyncio is used wrongly"),
    Row("ruff|flake8", "RUF006|ASYNC300", "", A, "a task that nobody holds"),
    Row("ruff|flake8", "RUF029|ASYNC124", "", A | C, "an async function that awaits nothing: forgotten, or it blocks"),
    Row("ruff|flake8", "invalid-syntax|E9|F7|PLE", "", S, "it does not parse, or a statement stands where it may not"),
    Row("ruff|flake8", "F82[123]", "", S, "a name that is not there"),
    Row("ruff", "N805", "", S, "a method without self"),
    Row("ruff", "B006", "", C, "a mutable default is shared by all requests"),
    Row("pylint", "E0001|E0602|E0611|E0401", "", S, "it does not parse, or a name is not there"),
    Row("pylint", "E0213|E0211|E1120|E1121", "", S, "a signature or a call that does not fit"),
    Row("pylint", "W0236", "", S | A, "overrides a plain method by an asynchronous one"),
    Row("pylint", "E1142|E1143", "", S | A, "await outside of an async function"),
    Row("pylint", "E170[01]|E1129|E1133", "", A, "with or for where async with or async for belongs, or the reverse"),
    Row("pylint", "E1101|E113[56]", "", A, "a member that the coroutine does not have, only its result"),
    Row("pylint", "W0102", "", C, "a mutable default is shared by all requests"),
)
AWAITABLE = r"(?i)\bawait|coroutine|\bfuture\b|future\[|task\[|async(iter|gen)|__a(enter|exit|iter|next)__"
CHECKERS = (
    Row("mypy|pyright", "", "partially unknown|missing a( return)? type|untyped", NOBODY, "it asks for annotations"),
    Row("mypy", "syntax", "", S, "it does not parse"),
    Row("pyright", "no-rule|reportUndefinedVariable", "", S, "it does not parse, or a name is not there"),
    Row("mypy|pyright", "override|reportIncompatibleMethodOverride", "Coroutine", S | A, "plain where it overrides"),
    Row("mypy|pyright", "", AWAITABLE, A, "the type error is that something is not awaited, or cannot be"),
    Row("mypy", "unused-(coroutine|awaitable)", "", A, "a call that is not awaited"),
    Row("pyright", "reportUnusedCoroutine", "", A, "a call that is not awaited"),
    Row("mypy|pyright", "", "__(enter|exit|iter)__", A, "with or for where async with or async for belongs"),
    Row("mypy", "attr-defined|name-defined", "[Mm]odule|[Nn]ame", S, "a name that is not there"),
    Row("pyright", "report", "unknown import symbol|could not be resolved", S, "a name that is not there"),
    Row(
        "mypy|pyright", "", "does not return|to_thread", A | C, "the result of a call where the function itself belongs"
    ),
    Row("pyright", "reportSelfClsParameterName", "", S, "a method without self"),
    Row("mypy", "misc", "[Ss]elf argument|at least one argument", S, "a method without self"),
)
WATCHERS = (
    Row("blockbuster", "BlockingError", "", C, "a blocking call while the loop ran"),
    Row("asyncio", "asyncio", "^Executing ", C, "a step that took longer than slow_callback_duration"),
    Row("asyncio", "RuntimeWarning", "was never awaited", A, "a coroutine that nobody awaited"),
    Row("asyncio", "asyncio", "Task was destroyed|exception was never retrieved", A, "a task nobody waited for"),
)
# This grader says the family itself.
OURS = tuple(Row("grader", family, "", frozenset({family}), "the check of the family failed") for family in FAMILIES)
TABLE = (*LINTERS, *CHECKERS, *WATCHERS, *OURS)


def families(tool: str, remark: Remark) -> frozenset[Family]:
    return next((row.families for row in TABLE if _matches(row, tool, remark)), NOBODY)


def _matches(row: Row, tool: str, remark: Remark) -> bool:
    named = re.match(row.tools, tool) is not None and re.match(row.code, remark.code) is not None
    return named and re.search(row.text, remark.text) is not None
