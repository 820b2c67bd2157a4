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
    tools: str  # a regular expression, as the two that follow; all match from the start but ``text``
    code: str
    text: str
    families: frozenset[Family]
    reason: str


TABLE = (
    # Linters
    Row("ruff|flake8", r"ASYNC(210|212|220|221|222|230|240|250|251)", "", C, "a blocking call in an async function"),
    Row("ruff|flake8", r"ASYNC110", "", C, "a loop that sleeps instead of waiting for an event"),
    Row("flake8", r"ASYNC(102|103|104|120)", "", A, "cancellation is swallowed or awaits go on after it"),
    Row("ruff|flake8", r"ASYNC1(01|05|09|13|15|16|18|19)", "", A, "a construct of asyncio or trio that is used wrongly"),
    Row("ruff|flake8", r"RUF006|ASYNC300", "", A, "a task that nobody holds"),
    Row("ruff.*RUF029", r"RUF029", "", A | C, "an async function that awaits nothing: forgotten, or it blocks"),
    Row("flake8.*ASYNC124", r"ASYNC124", "", A | C, "an async function that awaits nothing: forgotten, or it blocks"),
    Row("ruff|flake8", r"invalid-syntax|E9\d\d", "", S, "it does not parse"),
    Row("ruff|flake8", r"F(821|822|823|706|704|701)", "", S, "a name that is not there, or a statement that may not stand there"),
    Row("ruff", r"N805", "", S, "a method without self"),
    Row("ruff", r"B006", "", C, "a mutable default is shared by all requests"),
    Row("ruff|flake8", r"PLE|F7", "", S, "an error in the form of a function or class"),
    Row("pylint", r"E0001|E0602|E0611|E0401", "", S, "it does not parse, or a name is not there"),
    Row("pylint", r"E0213|E0211|E1120|E1121", "", S, "a signature or a call that does not fit"),
    Row("pylint", r"W0236", "", S | A, "an overriding method that is asynchronous where the base class's is not"),
    Row("pylint", r"E1142|E1143", "", S | A, "await outside of an async function"),
    Row("pylint", r"E1701|E1700|E1129|E1133", "", A, "with and for where async with and async for belong, or the reverse"),
    Row("pylint", r"E1101|E1135|E1136", r"coroutine|Future|Task|Lock|dict|generator", A, "a member that a coroutine does not have"),
    Row("pylint", r"W0102", "", C, "a mutable default is shared by all requests"),
    # Type checkers
    Row("mypy", r"syntax", "", S, "it does not parse"),
    Row("pyright", r"-|reportUndefinedVariable", "", S, "it does not parse, or a name is not there"),
    Row("mypy|pyright", r"override|reportIncompatibleMethodOverride", r"Coroutine", S | A, "overrides a plain method by an asynchronous one"),
    Row("mypy|pyright", r"unused-(coroutine|awaitable)|reportUnusedCoroutine", "", A, "a call that is not awaited"),
    Row("mypy|pyright", r"", r"(?i)\bawait|coroutine|\bfuture\b|Future\[|Task\[|async(iter|gen)|__a(enter|exit|iter|next)__", A, "a type error about a coroutine, a future or a task: it is not awaited, or should not be"),
    Row("mypy|pyright", r"attr-defined|reportGeneralTypeIssues|reportAttributeAccessIssue", r"__(enter|exit|iter)__", A, "with and for where async with and async for belong"),
    Row("mypy", r"attr-defined|name-defined", r"[Mm]odule|[Nn]ame", S, "a name that is not there"),
    Row("pyright", r"reportAttributeAccessIssue|reportMissingImports", r"import symbol|could not be resolved", S, "a name that is not there"),
    Row("mypy|pyright", r"func-returns-value|reportCallIssue|reportArgumentType", r"(does not return|to_thread)", A | C, "the result of a call is given where the function itself belongs"),
    Row("pyright", r"reportSelfClsParameterName", "", S, "a method without self"),
    Row("mypy", r"misc", r"[Ss]elf argument|at least one argument", S, "a method without self"),
    # At run time
    Row("blockbuster", r"BlockingError", "", C, "a blocking call while the loop ran"),
    Row("asyncio", r"asyncio", r"^Executing ", C, "a step that took longer than slow_callback_duration"),
    Row("asyncio", r"RuntimeWarning", r"was never awaited", A, "a coroutine that nobody awaited"),
    Row("asyncio", r"asyncio", r"Task was destroyed|exception was never retrieved", A, "a task that nobody waited for"),
    # This grader says the family itself.
    *(Row("grader", family, "", frozenset({family}), "the check of the family failed") for family in FAMILIES),
)  # fmt: skip


def families(tool: str, remark: Remark) -> frozenset[Family]:
    for row in TABLE:
        if re.match(row.tools, tool) and re.match(row.code, remark.code or "-") and re.search(row.text, remark.text):
            return row.families
    return NOBODY
