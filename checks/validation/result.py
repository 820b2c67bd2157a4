"""What validating an assignment has shown: a matrix of solutions and checks, and what is wrong with it."""

from typing import Literal

from checks.report import Outcome, Points, Record, Status, Visibility

Kind = Literal["reference", "wrong", "mutant", "starter"]
Severity = Literal["error", "warning"]


class Column(Record):
    """A check. ``caught``: how many wrong solutions and mutants it failed."""

    id: str
    title: str
    points: Points
    visibility: Visibility
    caught: int = 0


class Change(Record):
    """What a mutant has on a line of its reference."""

    line: int
    before: str
    after: str


class Row(Record):
    """One graded solution; ``outcomes`` by check id. ``change`` and ``mutation`` are those of a mutant."""

    kind: Kind
    name: str
    status: Status
    score: Points
    outcomes: dict[str, Outcome]
    fails: tuple[str, ...] = ()  # of a wrong solution: what it says that it fails
    mutation: str | None = None
    change: Change | None = None

    @property
    def caught_by(self) -> tuple[str, ...]:
        return tuple(check for check, outcome in self.outcomes.items() if outcome == "failed")


class Problem(Record):
    """``where``: the file in the assignment's folder. ``detail``: more lines, such as a traceback or code."""

    severity: Severity
    where: str
    message: str
    detail: str | None = None


class Validation(Record):
    """The whole, in the order in which it was graded."""

    assignment: str
    title: str
    digest: str
    max_score: Points
    checks: tuple[Column, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "warning")

    @property
    def may_be_published(self) -> bool:
        return not self.errors
