"""Two versions of a file as one list of lines: what is gone, what has come, and what was found on each.

Stretches that did not change and on which nothing was found are folded.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from checks.render import changes
from checks.render.changes import Row
from checks.render.code import Token, bounded, marked_tokens, token_lines
from checks.render.words import clean

CONTEXT = 3
MOST_ROWS = 4_000  # nobody reads more
MINUS = "\u2212"


@dataclass(frozen=True)
class Version:
    """``notes``: what stands below a line, as HTML by its number."""

    source: str
    notes: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def tokens(self) -> list[list[Token]]:
        return [bounded(line) for line in token_lines(clean(self.source))] if self.source else []

    @cached_property
    def lines(self) -> list[str]:
        return ["".join(text for _, text in line) for line in self.tokens]


def listing(before: Version, after: Version) -> str:
    found = list(changes.rows(before.lines, after.lines))
    rows = found[:MOST_ROWS]
    shown = visible(rows, before, after)
    items = []
    for is_shown, stretch in groupby(range(len(rows)), lambda index: index in shown):
        indexes = list(stretch)
        if is_shown:
            items += [item(rows[index], before, after) for index in indexes]
        else:
            items.append(f'<li class="report-folded">{unchanged(len(indexes))}</li>\n')
    if len(found) > len(rows):
        items.append(f'<li class="report-folded">{len(found) - len(rows)} more lines, which are not shown</li>\n')
    return f'<ol class="report-code report-changes">{"".join(items)}</ol>'


def visible(rows: Sequence[Row], before: Version, after: Version) -> set[int]:
    """The rows near a change, and those with a note."""
    shown: set[int] = set()
    for index, row in enumerate(rows):
        if row.before is None or row.after is None:
            shown.update(range(index - CONTEXT, index + CONTEXT + 1))
        elif row.before in before.notes or row.after in after.notes:
            shown.add(index)
    return shown


def unchanged(count: int) -> str:
    return f"{count} unchanged lines" if count > 1 else "1 unchanged line"


def item(row: Row, before: Version, after: Version) -> str:
    kind, sign = ("gone", MINUS) if row.after is None else ("new", "+") if row.before is None else ("same", " ")
    tokens = after.tokens[row.after - 1] if row.after else before.tokens[(row.before or 1) - 1]
    code = "".join(marked_tokens(tokens, row.marks))
    numbers = "".join(f'<span class="report-number">{number or ""}</span>' for number in (row.before, row.after))
    return (
        f'<li class="report-line report-{kind}">{numbers}<span class="report-sign">{sign}</span>'
        f"<code>{code}\n</code>{''.join(notes(row, before, after))}</li>\n"
    )


def notes(row: Row, before: Version, after: Version) -> Iterator[str]:
    """On a line that stayed, what was found before is said only where it is not found any more."""
    was = before.notes.get(row.before or 0, "")
    now = after.notes.get(row.after or 0, "")
    if was and was != now:
        yield f'<div class="report-past"><p class="report-when">Before</p>{was}</div>' if row.after else was
    yield now
