"""The student's source: syntax colours by class, a number and an anchor for each line, findings under their lines."""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import pairwise

from pygments.lexers.python import PythonLexer
from pygments.token import STANDARD_TYPES

from checks.render.markup import esc, prose
from checks.render.page import Remark
from checks.render.words import clean
from checks.report import Finding

LONGEST_LINE = 2_000
Token = tuple[str, str]  # CSS class, text without line feeds
Note = Callable[[Finding], str]


def anchor(path: str, line: int) -> str:
    return escape(f"{clean(path)}-line-{line}")


def listing(path: str, source: str, findings: Sequence[Finding], note: Note, remarks: Sequence[Remark] = ()) -> str:
    """The file as a list of lines; ``note`` draws a finding below its own, and remarks come after those."""
    by_line = on_lines(path, findings)
    said: dict[int, str] = {}
    for each in remarks:
        if each.path == path:
            said[each.line] = said.get(each.line, "") + remark(each)
    items = (
        line_item(path, number, bounded(tokens), by_line.get(number, ()), note, said.get(number, ""))
        for number, tokens in enumerate(token_lines(clean(source)), 1)
    )
    return f'<ol class="report-code">{"".join(items)}</ol>'


def on_lines(path: str, findings: Sequence[Finding]) -> dict[int, list[Finding]]:
    by_line: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.path == path and finding.line:
            by_line.setdefault(finding.line, []).append(finding)
    return by_line


def remark(said: Remark) -> str:
    return f'<div class="report-remark"><p><b>{esc(said.author)}</b></p><p>{prose(said.text)}</p></div>'


def line_item(
    path: str, number: int, tokens: Sequence[Token], findings: Sequence[Finding], note: Note, said: str
) -> str:
    marked = {finding.severity for finding in findings}
    state = " report-bad" if "error" in marked else " report-noted" if marked else ""
    name = anchor(path, number)
    code = "".join(marked_tokens(tokens, [columns(finding, number) for finding in findings]))
    return (
        f'<li class="report-line{state}" id="{name}"><a class="report-number" href="#{name}" '
        f'aria-label="Line {number}">{number}</a><code>{code}\n</code>{"".join(map(note, findings))}{said}</li>'
    )


def plain(source: str) -> str:
    """Source in colours without numbers, line by line."""
    return "\n".join("".join(coloured(*token) for token in line) for line in token_lines(clean(source)))


def token_lines(source: str) -> Iterator[list[Token]]:
    line: list[Token] = []
    for kind, text in PythonLexer(stripnl=False, ensurenl=False).get_tokens(source.rstrip("\n")):
        first, *rest = text.split("\n")
        line.append((css_class(kind), first))
        for part in rest:
            yield line
            line = [(css_class(kind), part)]
    yield line


def bounded(tokens: list[Token]) -> list[Token]:
    """A line that nobody could read is cut and loses its colours, so that no page grows out of bounds."""
    text = "".join(part for _, part in tokens)
    return tokens if len(text) <= LONGEST_LINE else [("", f"{text[:LONGEST_LINE]} …")]


def css_class(kind: object) -> str:
    return STANDARD_TYPES.get(kind, "")  # type: ignore[call-overload, no-any-return]  # a token type is a tuple


def columns(finding: Finding, line: int) -> range:
    """The columns to mark, counted from 0; to the end of the line where a finding goes on below it."""
    start = (finding.column or 1) - 1
    if finding.column is None or finding.end_line is None:
        return range(start, start)
    return range(start, 1 << 20 if finding.end_line > line else max((finding.end_column or 1) - 1, start))


def marked_tokens(tokens: Sequence[Token], marks: Sequence[range]) -> Iterator[str]:
    column = 0
    for css, text in tokens:
        edges = {column, column + len(text)}
        edges |= {edge for mark in marks for edge in (mark.start, mark.stop) if column < edge < column + len(text)}
        ordered = sorted(edges)
        for start, stop in pairwise(ordered):
            piece = coloured(css, text[start - column : stop - column])
            yield f'<mark class="report-mark">{piece}</mark>' if any(start in mark for mark in marks) else piece
        column += len(text)


def coloured(css: str, text: str) -> str:
    return f'<span class="report-syntax-{css}">{escape(text)}</span>' if css else escape(text)
