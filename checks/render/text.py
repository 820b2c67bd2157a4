"""The report for a terminal: one block for each check, findings as ``views.py:6:5: rule message``."""

from collections.abc import Iterator
from textwrap import indent

from checks.render import comparison
from checks.render.timeline import beside
from checks.render.words import ICONS, because, clean, place, points, verdict
from checks.report import CheckResult, Finding, Outcome, Report

BOLD, DIM, RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
COLOURS: dict[Outcome, str] = {"passed": "\x1b[32m", "failed": "\x1b[31m", "skipped": "\x1b[33m", "error": "\x1b[35m"}


def render(report: Report, *, colour: bool = False) -> str:
    text = "\n".join(lines(report))
    return (text if colour else without_colour(text)) + "\n"


def lines(report: Report) -> Iterator[str]:
    yield f"{BOLD}{clean(report.assignment.title)}{RESET}"
    yield ""
    for check in report.checks:
        yield from check_lines(check, report)
    if report.advice:
        yield f"{BOLD}Advice{RESET} {DIM}(costs no points){RESET}"
        for finding in report.advice:
            yield from finding_lines(finding)
        yield ""
    if report.status == "graded":
        yield f"{BOLD}{points(report.score)} of {points(report.max_score)} points.{RESET} {verdict(report)}"
    else:
        yield verdict(report)
        yield from fault_lines(report)


def check_lines(check: CheckResult, report: Report) -> Iterator[str]:
    mark = f"{COLOURS[check.outcome]}{ICONS[check.outcome]} {check.outcome:7}{RESET}"
    score = f"{points(check.points)}/{points(check.max_points)}"
    yield f"{mark} {score:>7}  {BOLD}{clean(check.title)}{RESET} {DIM}({clean(check.id)}){RESET}"
    if check.outcome == "skipped":
        yield from paragraph(because(check, report))
    yield from paragraph(check.summary)
    for finding in check.findings:
        yield from finding_lines(finding)
    for line in comparison.lines(check.comparison):
        yield from paragraph(line, "    ")
    if check.timeline:
        yield from paragraph(beside(check.timeline))
    if check.hint and check.outcome == "failed":
        yield from paragraph(f"hint: {check.hint}")
    yield ""


def finding_lines(finding: Finding) -> Iterator[str]:
    where = place(finding)
    yield from paragraph(f"{where}{': ' if where else ''}{finding.rule} {finding.message}")
    if finding.hint:
        yield from paragraph(f"instead: {finding.hint}", "      ")


def fault_lines(report: Report) -> Iterator[str]:
    if report.fault:
        yield from paragraph(report.fault.message)
        if report.fault.detail:
            yield from paragraph(report.fault.detail, "      ")


def paragraph(text: str, margin: str = "  ") -> Iterator[str]:
    if text:
        yield indent(clean(text), margin)


def without_colour(text: str) -> str:
    for code in (BOLD, DIM, RESET, *COLOURS.values()):
        text = text.replace(code, "")
    return text
