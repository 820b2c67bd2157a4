"""Tables in Markdown, and the generated part of a page."""

from collections.abc import Sequence
from pathlib import Path

START, END = "<!-- measured: start -->", "<!-- measured: end -->"


def markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column to the left, the others to the right, each as wide as its widest cell."""
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    rule = [":" + "-" * (widths[0] - 1), *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(row, widths) for row in (heads, rule, *rows))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
    return f"| {' | '.join(cells)} |"


def replace_measured(page: Path, text: str) -> None:
    """Writes ``text`` between the page's two markers. Raises ValueError where the page has none."""
    before, found, rest = page.read_text().partition(START)
    _, closed, after = rest.partition(END)
    if not found or not closed:
        raise ValueError(f"{page} has no place for figures: it needs the lines {START} and {END}")
    page.write_text(f"{before}{START}\n\n{text}\n\n{END}{after}")
