"""The instructor's own checks, as far as they can be known without running them.

Each test function of checks/test_*.py is one check: its name is the check's id, its docstring the title, and its marks
say points, hint and visibility. All of that must be written out, so that what an assignment is worth is known before
anything runs; what the tests do is nobody's business here.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from checks.assignment.errors import AssignmentError, listed, shown, suggestion
from checks.assignment.table import as_points
from checks.report import Points, Visibility

# Marks of ours and of pytest's. Those that leave a test out are no marks for a check.
OWN = ("points", "hint", "visibility")
HARMLESS = ("asyncio", "parametrize", "usefixtures", "filterwarnings")
LEAVES_OUT = ("skip", "skipif", "xfail")
NAME = re.compile(r"test_[a-z0-9_]{1,59}")
MAX_TITLE = 200

Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class CustomTest:
    """``path`` is relative to checks/; ``qualified`` has the class, as in ``TestOrders::test_one``."""

    path: str
    qualified: str
    line: int
    docstring: str
    points: Points | None = None
    hint: str | None = None
    visibility: Visibility | None = None

    @property
    def id(self) -> str:
        return self.qualified.rpartition("::")[2]

    @property
    def title(self) -> str:
        """The first paragraph of the docstring on one line; of a test without one its name as words."""
        text = " ".join(self.docstring.partition("\n\n")[0].split())
        return text[:MAX_TITLE] or self.id.removeprefix("test_").replace("_", " ").capitalize()

    @property
    def node(self) -> str:
        """As pytest names it."""
        return f"{self.path}::{self.qualified}"


def tests_of(path: str, text: str) -> tuple[CustomTest, ...]:
    """The tests of one file, in their order. Raises AssignmentError for what could not be judged by."""
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise fault(path, getattr(error, "lineno", None), f"is not Python: {error}") from error
    found = tuple(_tests(path, module.body, "", marks_of(path, _pytestmark(module.body))))
    if not found:
        raise AssignmentError(f"checks/{path}", "", "holds no test function; their names begin with test_")
    return found


def _tests(path: str, body: Sequence[ast.stmt], prefix: str, inherited: Mapping[str, Any]) -> Iterator[CustomTest]:
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            marks = {**inherited, **marks_of(path, [*_pytestmark(node.body), *node.decorator_list])}
            yield from _tests(path, node.body, f"{prefix}{node.name}::", marks)
        elif isinstance(node, Definition) and node.name.startswith("test"):
            if not NAME.fullmatch(node.name):
                allowed = "allowed are at most 64 lower-case letters, digits and _ after test_"
                raise fault(path, node.lineno, f"the test {shown(node.name)} cannot be a check's id; {allowed}")
            marks = {**inherited, **marks_of(path, node.decorator_list)}
            yield CustomTest(path, prefix + node.name, node.lineno, ast.get_docstring(node) or "", **marks)


def _pytestmark(body: Sequence[ast.stmt]) -> list[ast.expr]:
    """What ``pytestmark = …`` says for a whole module or class."""
    for node in body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets):
            return list(node.value.elts) if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
    return []


def marks_of(path: str, decorators: Sequence[ast.expr]) -> dict[str, Any]:
    """What our marks say, by name."""
    found: dict[str, Any] = {}
    for decorator in decorators:
        call = decorator if isinstance(decorator, ast.Call) else None
        name = _mark_name(call.func if call else decorator)
        if name is None:
            continue
        if name in LEAVES_OUT:
            raise fault(path, decorator.lineno, f"the mark {name} would leave a check out; every check must run")
        if name not in (*OWN, *HARMLESS):
            known = (*OWN, *HARMLESS)
            raise fault(
                path, decorator.lineno, f"unknown mark {name}.{suggestion(name, known)} Allowed: {listed(known)}"
            )
        if name in OWN:
            found[name] = MEANINGS[name](path, decorator.lineno, _argument(path, name, decorator))
    return found


def _mark_name(node: ast.expr) -> str | None:
    """``points`` of ``pytest.mark.points``, also of ``mark.points``."""
    if isinstance(node, ast.Attribute) and getattr(node.value, "attr", getattr(node.value, "id", None)) == "mark":
        return node.attr
    return None


def _argument(path: str, name: str, decorator: ast.expr) -> Any:
    """The one literal that a mark of ours takes."""
    if isinstance(decorator, ast.Call) and len(decorator.args) == 1 and not decorator.keywords:
        try:
            return ast.literal_eval(decorator.args[0])
        except (ValueError, TypeError, RecursionError):
            pass
    raise fault(path, decorator.lineno, f"the mark {name} takes one value that is written out: @pytest.mark.{name}(…)")


def _points(path: str, line: int, value: Any) -> Points:
    try:
        return as_points(value)
    except ValueError as error:
        raise fault(path, line, f"the mark points: {error}") from error


def _hint(path: str, line: int, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise fault(path, line, f"the mark hint: found {shown(value)}; allowed is a text")
    return value


def _visibility(path: str, line: int, value: Any) -> Visibility:
    for known in get_args(Visibility):
        if value == known:
            return known  # type: ignore[no-any-return] # get_args knows no types
    allowed = listed(get_args(Visibility))
    raise fault(path, line, f"the mark visibility: found {shown(value)}; allowed: {allowed}")


MEANINGS = {"points": _points, "hint": _hint, "visibility": _visibility}


def fault(path: str, line: int | None, message: str) -> AssignmentError:
    return AssignmentError(f"checks/{path}", f"line {line}" if line else "", message)
