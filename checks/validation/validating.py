"""Grades everything that an assignment's author knows the answer to, and says where the answer is another one."""

from collections.abc import Callable, Iterator
from typing import Any

from checks.assignment import Assignment
from checks.assignment.custom import tests_of
from checks.intake import MAIN
from checks.judge import grade
from checks.report import Report
from checks.sandbox import Sandbox
from checks.validation.mutants import mutants_of
from checks.validation.result import Change, Column, Kind, Problem, Row, Validation

Progress = Callable[[str], None]


def validate(assignment: Assignment, sandbox: Sandbox, progress: Progress = lambda name: None) -> Validation:
    """``progress`` is told the name of each solution before it is graded. Raises SandboxError."""
    return Validating(assignment, sandbox, progress).result()


class Validating:
    def __init__(self, assignment: Assignment, sandbox: Sandbox, progress: Progress) -> None:
        self._assignment = assignment
        self._sandbox = sandbox
        self._progress = progress
        self._rows: list[Row] = []
        self._problems: list[Problem] = []

    def result(self) -> Validation:
        """1. What needs no run. 2. References. 3. Wrong solutions and starter. 4. Mutants of what has full marks."""
        self._look_at_tests()
        good = list(self._references())
        self._wrong_solutions()
        self._starter()
        for name in good:
            self._mutants(name)
        self._look_at_checks()
        assignment = self._assignment
        return Validation(
            assignment=assignment.id,
            title=assignment.title,
            digest=assignment.digest,
            max_score=assignment.max_score,
            checks=tuple(self._columns()),
            rows=tuple(self._rows),
            problems=tuple(self._problems),
        )

    def _look_at_tests(self) -> None:
        for path, data in self._assignment.custom.items():
            if path.startswith("test_") and path.endswith(".py"):
                for test in tests_of(path, data.decode("utf-8-sig")):
                    if not test.docstring:
                        message = f"{test.id} has no docstring; students read “{test.title}” instead"
                        self._warn(f"checks/{path}:{test.line}", message)

    def _references(self) -> Iterator[str]:
        """The names of those with full marks."""
        if not self._assignment.references:
            self._warn("reference/", "there is no reference solution, so nothing shows that full marks can be reached")
        for name, text in sorted(self._assignment.references.items()):
            report = self._grade("reference", name, text)
            where = f"reference/{name}"
            if self._is_faulty(where, report):
                continue
            if report.full_marks:
                yield name
            else:
                missed = ", ".join(check.id for check in report.checks if check.outcome != "passed")
                message = f"gets {report.score:g} of {report.max_score:g} points; it does not pass {missed}"
                self._error(where, message, _findings(report))

    def _wrong_solutions(self) -> None:
        for name, solution in sorted(self._assignment.wrong.items()):
            report = self._grade("wrong", name, solution.text, fails=tuple(sorted(solution.fails)))
            failed = {check.id for check in report.checks if check.outcome == "failed"}
            if self._is_faulty(f"wrong/{name}", report):
                continue
            if passed := sorted(solution.fails - failed):
                self._error(f"wrong/{name}", f"does not fail {', '.join(passed)}, as its first line says it does")
            if more := sorted(failed - solution.fails):
                message = f"fails {', '.join(more)} too, which its first line does not say"
                self._error(f"wrong/{name}", message, _findings(report, more))

    def _starter(self) -> None:
        if self._assignment.starter is not None:
            report = self._grade("starter", MAIN, self._assignment.starter)
            if report.full_marks:
                self._warn(f"starter/{MAIN}", "gets full marks already, so there is nothing left to do")

    def _mutants(self, name: str) -> None:
        views = [route.view for route in self._assignment.routes]
        for mutant in mutants_of(name, self._assignment.references[name], views):
            change = Change(line=mutant.line, before=mutant.before, after=mutant.after)
            report = self._grade("mutant", mutant.name, mutant.text, mutation=mutant.mutation, change=change)
            where = f"reference/{name}:{mutant.line}"
            if not self._is_faulty(where, report) and report.full_marks:
                code = f"- {mutant.before}\n+ {mutant.after}"
                self._warn(where, f"with {mutant.mutation} gets full marks all the same", code)

    def _look_at_checks(self) -> None:
        ran = {check for row in self._rows for check, outcome in row.outcomes.items() if outcome != "skipped"}
        caught = {check for row in self._rows if row.kind in ("wrong", "mutant") for check in row.caught_by}
        graded = any(row.kind in ("wrong", "mutant") for row in self._rows)
        for check in self._assignment.checks:
            if check.id not in ran:
                self._error(check.id, "was run by no solution, so nothing shows that it works; write a reference")
            elif graded and check.id not in caught:
                self._warn(
                    check.id, "is failed by no wrong solution and by no mutant, so nothing shows what it is good for"
                )

    def _grade(self, kind: Kind, name: str, text: str, **more: Any) -> Report:
        self._progress(f"{kind} {name}")
        report = grade(self._assignment, {MAIN: text.encode()}, self._sandbox)
        outcomes = {check.id: check.outcome for check in report.checks}
        self._rows.append(
            Row(kind=kind, name=name, status=report.status, score=report.score, outcomes=outcomes, **more)
        )
        return report

    def _is_faulty(self, where: str, report: Report) -> bool:
        """Whether there is no grade; said once for each reason, since a broken check breaks every solution."""
        if report.status == "graded" or report.fault is None:
            return False
        fault = report.fault
        if not any((known.message, known.detail) == (fault.message, fault.detail) for known in self._problems):
            self._error(where, fault.message, fault.detail)
        return True

    def _columns(self) -> Iterator[Column]:
        mistaken = [row for row in self._rows if row.kind in ("wrong", "mutant")]
        for check in self._assignment.checks:
            yield Column(
                id=check.id,
                title=check.title,
                points=check.points,
                visibility=check.visibility,
                caught=sum(check.id in row.caught_by for row in mistaken),
            )

    def _error(self, where: str, message: str, detail: str | None = None) -> None:
        self._problems.append(Problem(severity="error", where=where, message=message, detail=detail))

    def _warn(self, where: str, message: str, detail: str | None = None) -> None:
        self._problems.append(Problem(severity="warning", where=where, message=message, detail=detail))


def _findings(report: Report, checks: list[str] | None = None) -> str | None:
    """What was found, one a line, with its place."""
    lines = [
        f"{check.id}: {f'line {finding.line}: ' if finding.line else ''}{finding.message}"
        for check in report.checks
        if check.outcome == "failed" and (checks is None or check.id in checks)
        for finding in check.findings
    ]
    return "\n".join(lines) or None
