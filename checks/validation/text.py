"""A validation for a terminal: the matrix, then what is wrong."""

from collections.abc import Iterator
from textwrap import indent

from checks.render.words import ICONS, clean, points
from checks.validation.result import Problem, Row, Validation


def render(validation: Validation) -> str:
    return "\n".join(clean(line) for line in lines(validation)) + "\n"


def lines(validation: Validation) -> Iterator[str]:
    yield f"{validation.title} ({validation.assignment}), {points(validation.max_score)} points"
    yield ""
    for number, check in enumerate(validation.checks, 1):
        yield f"{number:>3}  {check.id}  {points(check.points)}  {check.title}"
    yield ""
    yield from _matrix(validation)
    yield ""
    for problem in (*validation.errors, *validation.warnings):
        yield from _problem(problem)
    yield _sum(validation)


def _matrix(validation: Validation) -> Iterator[str]:
    """One line a solution, one column a check, by the numbers above."""
    names = [_name(row) for row in validation.rows]
    width = max((len(name) for name in names), default=0)
    columns = range(1, len(validation.checks) + 1)
    yield f"{'':10} {'':{width}} {''.join(f'{number:>4}' for number in columns)}  points"
    for row, name in zip(validation.rows, names, strict=True):
        marks = (ICONS[row.outcomes[check.id]] if check.id in row.outcomes else "!" for check in validation.checks)
        more = f"  {row.mutation}" if row.mutation else ""
        yield f"{row.kind:10} {name:{width}} {''.join(f'{mark:>4}' for mark in marks)}  {points(row.score):>6}{more}"
    yield f"{'caught':10} {'':{width}} {''.join(f'{check.caught:>4}' for check in validation.checks)}"


def _name(row: Row) -> str:
    return f"{row.name.partition('#')[0]}:{row.change.line}" if row.change else row.name


def _problem(problem: Problem) -> Iterator[str]:
    yield f"{problem.severity}: {problem.where}: {problem.message}"
    if problem.detail:
        yield indent(problem.detail, "    ")


def _sum(validation: Validation) -> str:
    counts = [(len(validation.errors), "error"), (len(validation.warnings), "warning")]
    words = [f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts if number]
    end = "It can be published." if validation.may_be_published else "It must not be published like this."
    return f"{', '.join(words) or 'Nothing is wrong'}. {end}"
