"""The generated part of a page."""

from pathlib import Path

START, END = "<!-- measured: start -->", "<!-- measured: end -->"


def replace_measured(page: Path, text: str) -> None:
    """Writes ``text`` between the page's two markers. Raises ValueError where the page has none."""
    before, found, rest = page.read_text().partition(START)
    _, closed, after = rest.partition(END)
    if not found or not closed:
        raise ValueError(f"{page} has no place for figures: it needs the lines {START} and {END}")
    page.write_text(f"{before}{START}\n\n{text}\n\n{END}{after}")
