"""The report for programs."""

from checks.render import render
from checks.report import Report
from tests.checks.render.reports import sleepy


def test_a_report_is_one_line_that_reads_back_as_itself() -> None:
    text = render(sleepy(), "json")
    assert text.count("\n") == 1
    assert Report.from_json(text) == sleepy()
    assert text.startswith('{"schema":1,"status":"graded"')
