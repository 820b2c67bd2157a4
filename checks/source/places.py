"""Where a node stands in a file: lines and columns in characters, although the parser counts in UTF-8 bytes."""

import ast
import re
from dataclasses import dataclass, field

from checks.source.facts import Span

TEXT_LIMIT = 120
NEWLINE = re.compile(r"\r\n|\r|\n")

Located = ast.expr | ast.stmt | ast.excepthandler | ast.arg | ast.keyword
Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(eq=False)
class SourceFile:
    """A parsed file. ``support`` files are the course's: they are read to know them, never accused."""

    path: str
    text: str
    tree: ast.Module
    support: bool = False
    lines: list[str] = field(init=False)
    rebound: frozenset[str] = field(init=False)  # names that an inner function may bind at any time
    snippets: dict[Located, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.lines = NEWLINE.split(self.text)
        nodes = ast.walk(self.tree) if "global " in self.text or "nonlocal " in self.text else ()
        outer = [node.names for node in nodes if isinstance(node, ast.Global | ast.Nonlocal)]
        self.rebound = frozenset(name for names in outer for name in names)

    def column(self, line: int, offset: int) -> int:
        """The character column, from 1, of a byte offset in a line."""
        text = self.line(line)
        if text.isascii():
            return offset + 1
        return len(text.encode()[:offset].decode(errors="replace")) + 1

    def line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def span(self, node: Located) -> Span:
        end_line = node.end_lineno or node.lineno
        end_offset = node.col_offset if node.end_col_offset is None else node.end_col_offset
        return Span(
            path=self.path,
            line=node.lineno,
            column=self.column(node.lineno, node.col_offset),
            end_line=end_line,
            end_column=self.column(end_line, end_offset),
        )

    def snippet(self, node: Located) -> str:
        """The node as it is written, on one line, cut to a bounded length."""
        if node not in self.snippets:
            self.snippets[node] = self._snippet(node)
        return self.snippets[node]

    def _snippet(self, node: Located) -> str:
        span = self.span(node)
        if span.line == span.end_line:
            return self.line(span.line)[span.column - 1 : span.end_column - 1][:TEXT_LIMIT]
        first = self.line(span.line)[span.column - 1 :]
        between = [self.line(n) for n in range(span.line + 1, min(span.end_line, span.line + TEXT_LIMIT))]
        parts = [first, *between, self.line(span.end_line)[: span.end_column - 1]]
        return _joined([part.strip()[:TEXT_LIMIT] for part in parts])

    def header(self, node: Definition | ast.ClassDef) -> Span:
        """From the ``def`` or ``class`` to the end of its header line; decorators stand before it."""
        last = max(node.lineno, min(_before(node.body[0]), _header_end(node)))
        return Span(
            path=self.path,
            line=node.lineno,
            column=self.column(node.lineno, node.col_offset),
            end_line=last,
            end_column=len(self.line(last).rstrip()) + 1,
        )


def _joined(parts: list[str]) -> str:
    text = ""
    for part in parts:
        glue = "" if not text or text[-1] in "([{." or part[:1] in ")]}." else " "
        text += glue + part
        if len(text) > TEXT_LIMIT:
            break
    return text[:TEXT_LIMIT]


def _before(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", [])
    return (decorators[0].lineno if decorators else statement.lineno) - 1


def _header_end(node: Definition | ast.ClassDef) -> int:
    if isinstance(node, ast.ClassDef):
        parts: list[Located] = [*node.bases, *node.keywords]
    else:
        arguments = node.args
        parts = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *arguments.defaults]
        parts += [part for part in (arguments.vararg, arguments.kwarg, node.returns, *arguments.kw_defaults) if part]
    # The closing parenthesis may stand on a line of its own; it is searched no further than the body.
    last = max([node.lineno, *(part.end_lineno or part.lineno for part in parts)])
    return last + 1 if last > node.lineno and last + 1 <= _before(node.body[0]) else last
