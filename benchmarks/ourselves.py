"""This grader on the same cases. A check that failed says its family; so does each finding on its line."""

import time
from collections.abc import Iterator
from contextlib import closing

from benchmarks.corpus import Case, Corpus
from benchmarks.fitting import Remark
from benchmarks.scoring import Result
from checks.judge import grade
from checks.report import Report
from worker.sandbox import open_sandbox

NAME = "grader"


def ask(corpus: Corpus) -> Result:
    assignments = corpus.assignments
    start = time.monotonic()
    with closing(open_sandbox()) as sandbox:
        remarks = tuple(
            remark
            for case in corpus.cases
            for remark in _remarks(
                case, grade(assignments[case.assignment], {"views.py": case.path.read_bytes()}, sandbox)
            )
        )
    return Result(NAME, remarks, time.monotonic() - start)


def _files(case: Case) -> dict[str, bytes]:
    return {"views.py": case.path.read_bytes()}


def _remarks(case: Case, report: Report) -> Iterator[Remark]:
    """A correct submission that loses a point anywhere counts as accused, whichever check it was."""
    for check in report.checks:
        if check.outcome == "failed" and check.family in ("signature", "awaiting", "concurrency"):
            yield Remark(case.id, 0, check.family, check.summary)
            for finding in check.findings:
                yield Remark(case.id, finding.line or 0, check.family, finding.message)
    if case.correct and not report.full_marks:
        yield Remark(case.id, 0, "concurrency", f"{report.score} of {report.max_score} points, {report.status}")
