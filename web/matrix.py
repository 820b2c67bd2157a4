"""Which check caught which solution, as a table."""

from dataclasses import dataclass

from checks.report import Outcome
from checks.validation import Row, Validation

KINDS = {
    "reference": "References",
    "wrong": "Wrong solutions",
    "starter": "What students start from",
    "mutant": "Mutants",
}


@dataclass(frozen=True)
class Cell:
    """``expected``: whether a wrong solution says that it fails here."""

    outcome: Outcome | None
    expected: bool


@dataclass(frozen=True)
class Line:
    row: Row
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Group:
    title: str
    lines: tuple[Line, ...]


def groups(found: Validation) -> list[Group]:
    """One group for each kind of solution that there is."""
    kinds = {kind: [row for row in found.rows if row.kind == kind] for kind in KINDS}
    return [Group(KINDS[kind], tuple(_line(row, found) for row in rows)) for kind, rows in kinds.items() if rows]


def _line(row: Row, found: Validation) -> Line:
    cells = tuple(Cell(row.outcomes.get(check.id), check.id in row.fails) for check in found.checks)
    name = f"{row.name.partition('#')[0]}, line {row.change.line}" if row.change else row.name
    return Line(row, name, cells)
