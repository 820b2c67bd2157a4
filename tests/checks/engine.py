"""Small assignments and submissions for tests of the engine."""

import textwrap
from collections.abc import Mapping
from pathlib import Path

from checks import judge
from checks.assignment import Assignment, Request, load, parse
from checks.report import CheckResult, Report
from checks.runtime.trial import Run, Trial
from checks.sandbox import Sandbox

SAMPLES = Path(__file__).parents[2] / "assignments"
VIEW = """
[[routes]]
path = "slow/"
view = "slow_view"
"""
SLOW = Request(method="GET", path="/slow/")


def assignment(toml: str = VIEW, **support: str) -> Assignment:
    """An assignment of one route; ``support`` gives its modules by name."""
    files = {"assignment.toml": f'title = "A test"\n{toml}'.encode()}
    files |= {f"support/{name}.py": textwrap.dedent(text).encode() for name, text in support.items()}
    return parse(files, id="test")


def sample(name: str) -> Assignment:
    return load(SAMPLES / name)


def source(text: str) -> dict[str, bytes]:
    return {"views.py": textwrap.dedent(text).lstrip().encode()}


def view(body: str, head: str = "") -> str:
    """A module with one view; ``body`` stands from line 7 on where there is no ``head``."""
    imports = "import asyncio\nimport time\nfrom django.http import HttpResponse"
    lines = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return f"{imports}\n{head}\n\nasync def slow_view(request):\n{lines}\n"


def run(sandbox: Sandbox, text: str, *, n: int = 1, of: Assignment | None = None, request: Request = SLOW) -> Run:
    """What is seen of ``n`` requests at once."""
    with Trial(sandbox, of or assignment(), {"views.py": text}) as trial:
        return trial.run([request] * n)


def answers(seen: Run) -> list[str]:
    return [seen.answers[number].text for number in sorted(seen.answers)]


def times(seen: Run) -> list[float]:
    """When each request was answered, in virtual seconds."""
    return [seen.answers[number].at / 1e9 for number in sorted(seen.answers)]


def grade(sandbox: Sandbox, of: Assignment, text: str) -> Report:
    return judge.grade(of, source(text), sandbox)


def outcomes(report: Report) -> dict[str, str]:
    return {check.id: check.outcome for check in report.checks}


def check(report: Report, identifier: str) -> CheckResult:
    return next(result for result in report.checks if result.id == identifier)


def without_time(report: Report) -> str:
    """Everything of a report that must repeat."""
    return report.model_copy(update={"facts": report.facts.without_real()}).to_json()


def lines(result: CheckResult) -> Mapping[str, int | None]:
    return {finding.rule: finding.line for finding in result.findings}
