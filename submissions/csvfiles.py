"""Tables that other programs write and read: columns by many names in, no formula out."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
DELIMITERS = ",;\t"


class Unreadable(Exception):
    """The file is no table; says what to change."""


def decoded(data: bytes) -> str:
    """Spreadsheets save UTF-8 with a mark or UTF-16; anything else would be guessed, and is refused."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("The file is not UTF-8. Save it as “CSV UTF-8” and choose it again.") from None


def rows(text: str, aliases: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines below the heading, each with its number and the values of the columns that ``aliases`` knows."""
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    try:
        heading = next(reader, [])
        names = [_canonical(cell, aliases) for cell in heading]
        if not any(names):
            raise Unreadable("The first line names no column that is known: login, email, name, role or section.")
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, _values(names, cells)
    except csv.Error as error:
        raise Unreadable(f"Line {reader.line_num} cannot be read as CSV: {error}.") from None


def written(table: Iterable[Iterable[object]]) -> str:
    """CSV as spreadsheets open it; no cell of text is taken for a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in table)
    return out.getvalue()


def safe(cell: object) -> object:
    """Numbers stay numbers; a text that a spreadsheet would compute gets an apostrophe before it."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA):
        return f"'{cell}"
    return cell


def _delimiter(text: str) -> str:
    heading = text.partition("\n")[0]
    return max(DELIMITERS, key=heading.count)


def _canonical(cell: str, aliases: Mapping[str, tuple[str, ...]]) -> str:
    wanted = " ".join(cell.lower().replace("_", " ").replace("-", " ").split())
    return next((name for name, known in aliases.items() if wanted in known), "")


def _values(names: list[str], cells: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=False):
        if name and cell.strip():
            found.setdefault(name, cell.strip())
    return found
