"""Whether a report repeats to the byte on a machine with too much to do.

Ten submissions whose computing is near the budget of a step, and the ten programs of a first course, are graded again
and again while busy loops compete for the cores. Two reports that differ in anything but the real time are a fault.
"""

import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import click

from benchmarks import lessons, near_budget
from benchmarks.load import LOOPS, crowded
from benchmarks.table import replace_measured
from checks.assignment import Assignment, Request
from checks.judge import grade
from checks.library.computing import BUDGET
from checks.report import Report
from checks.runtime.trial import Run, Trial
from checks.sandbox import Sandbox
from grader.bench import machine
from grader.bench.table import markdown
from worker.sandbox import open_sandbox

PAGE = Path("docs/determinism.md")
HEADS = ("submission", "of the budget", "lost points", "repetitions", "distinct reports", "median ms", "slowest ms")
COMPUTE = Request(method="GET", path="/compute/")
MEASUREMENTS = 9
WHOLE = 100  # repetitions


@dataclass
class Repeated:
    """One submission, graded many times."""

    name: str
    assignment: Assignment
    source: str
    budget: float | None = None  # what one step computes, in budgets, on the machine as it was before the crowd came
    reports: Counter[str] = field(default_factory=Counter)
    milliseconds: list[int] = field(default_factory=list)
    lost: int = 0

    def grade(self, sandbox: Sandbox) -> None:
        report = grade(self.assignment, {"views.py": self.source.encode()}, sandbox)
        self.reports[without_time(report)] += 1
        self.milliseconds.append(report.facts.real_ms)
        self.lost += not report.full_marks

    def cells(self) -> tuple[str, ...]:
        share = "" if self.budget is None else f"{self.budget:.2f}"
        middle = f"{statistics.median(self.milliseconds):.0f}"
        times = len(self.milliseconds)
        return (
            self.name,
            share,
            str(self.lost),
            str(times),
            str(len(self.reports)),
            middle,
            str(max(self.milliseconds)),
        )


@click.command()
@click.option("--repetitions", type=click.IntRange(min=2), default=WHOLE, show_default=True)
@click.option("--only", default="", help="Only the submissions whose name contains this.")
@click.option("--write", is_flag=True, help=f"Put the figures of a whole run into {PAGE}.")
def main(repetitions: int, only: str, write: bool) -> None:
    """Exits 1 when a report differs from another of the same submission, and shows how."""
    submissions = [item for item in every_submission() if only in item.name]
    with closing(open_sandbox()) as sandbox:
        for item in submissions:
            measure(item, sandbox)
    with crowded(), closing(open_sandbox()) as sandbox:
        repeat(submissions, sandbox, repetitions)
    conclude(submissions, repetitions, write)


def every_submission() -> Iterator[Repeated]:
    compute = near_budget.assignment()
    for name, source in near_budget.programs().items():
        yield Repeated(name, compute, source, budget=0.0)
    for name, (assignment, source) in lessons.programs().items():
        yield Repeated(f"lesson: {name}", assignment, source)


def measure(item: Repeated, sandbox: Sandbox) -> None:
    if item.budget is None:
        return
    with Trial(sandbox, item.assignment, {"views.py": item.source}) as trial:
        item.budget = statistics.median(_share(trial.again([COMPUTE])) for _ in range(MEASUREMENTS))


def _share(run: Run) -> float:
    if run.end is None:
        return float("inf")
    return max(life.step_cpu for life in run.end.lives) / run.end.slowness / BUDGET


def repeat(submissions: list[Repeated], sandbox: Sandbox, repetitions: int) -> None:
    """In rounds, so that each submission meets the machine in every mood that it has."""
    for number in range(1, repetitions + 1):
        for item in submissions:
            item.grade(sandbox)
        differing = sum(len(item.reports) > 1 for item in submissions)
        click.echo(f"round {number} of {repetitions}: {differing} differ", err=True)


def conclude(submissions: list[Repeated], repetitions: int, write: bool) -> None:
    text = markdown(HEADS, [item.cells() for item in submissions])
    about = f"{machine.description()}; {LOOPS} busy loops; {repetitions} repetitions of each."
    click.echo(f"{about}\n\n{text}")
    if write and repetitions >= WHOLE and len(submissions) == len(list(every_submission())):
        replace_measured(PAGE, f"{about}\n\n{text}")
    differing = [item for item in submissions if len(item.reports) > 1]
    for item in differing:
        click.echo(f"\n{item.name}: {differences(item)}")
    sys.exit(1 if differing else 0)


def differences(item: Repeated) -> str:
    """What two reports do not agree on, key by key; the most frequent report is the measure."""
    (common, times), *others = item.reports.most_common()
    lines = [f"{times} reports agree"]
    for other, count in others:
        lines.append(f"  {count} differ:")
        lines += [f"    {line}" for line in changed(Report.from_json(common), Report.from_json(other))]
    return "\n".join(lines)


def changed(one: Report, other: Report) -> Iterator[str]:
    pairs = zip(_leaves(one.model_dump(mode="json")), _leaves(other.model_dump(mode="json")), strict=False)
    return (f"{a[0]}: {a[1]!r} and {b[0]}: {b[1]!r}" for a, b in pairs if a != b)


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{number}]")
    else:
        yield path.lstrip("."), value


def without_time(report: Report) -> str:
    """Everything of a report that must repeat."""
    return report.model_copy(update={"facts": report.facts.without_real()}).to_json()


if __name__ == "__main__":
    main()
