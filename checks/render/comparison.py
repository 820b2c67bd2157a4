"""What was asked of an answer beside what came, as a table and as lines."""

from collections.abc import Iterator, Sequence
from textwrap import indent

from checks.render.changes import marked, marks
from checks.render.markup import esc
from checks.render.words import clean
from checks.report import AnswerPart, Compared

PARTS: dict[AnswerPart, str] = {
    "status": "Status",
    "text": "Text",
    "json": "JSON",
    "json_keys": "JSON keys",
    "header": "Header",
    "streamed": "Leaves",
    "time": "Time",
    "state": "Value",
}
NOTHING = "nothing"


def table(rows: Sequence[Compared]) -> str:
    if not rows:
        return ""
    return (
        '<table class="report-comparison">\n<thead><tr><th scope="col">Answer</th><th scope="col">Expected</th>'
        f'<th scope="col">Actual</th></tr></thead>\n<tbody>\n{"".join(map(table_row, rows))}</tbody></table>\n'
    )


def table_row(row: Compared) -> str:
    expected, actual = (None if text is None else clean(text) for text in (row.expected, row.actual))
    gone, new = marks(expected or "", actual or "") if not row.holds else ([], [])
    state, word = ("", "") if row.holds else (' class="report-differs"', " <small>differs</small>")
    name = f" <code>{esc(row.name)}</code>" if row.name else ""
    return (
        f'<tr{state}><th scope="row">{PARTS[row.part]}{name}{word}</th>'
        f"<td>{cell(expected, gone)}</td><td>{cell(actual, new)}</td></tr>\n"
    )


def cell(text: str | None, ranges: list[range]) -> str:
    if text is None:
        return f'<span class="report-quiet">{NOTHING}</span>'
    return f"<code>{marked(text, ranges)}</code>" if text else '<span class="report-quiet">empty</span>'


def lines(rows: Sequence[Compared]) -> Iterator[str]:
    """For a terminal: only what differs."""
    for row in rows:
        if not row.holds:
            yield f"{PARTS[row.part].lower()}{f' {row.name}' if row.name else ''}"
            yield from labelled("expected:", row.expected)
            yield from labelled("actual:", row.actual)


def labelled(label: str, text: str | None) -> Iterator[str]:
    """Of a text of several lines, the others stand below its first."""
    first, *rest = (NOTHING if text is None else text).split("\n")
    yield f"  {label:9} {first}"
    yield from (indent(line, " " * 12) for line in rest)
