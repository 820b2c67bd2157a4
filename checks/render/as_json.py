"""One report on one line of JSON."""

from checks.report import Report


def render(report: Report) -> str:
    return report.to_json() + "\n"
