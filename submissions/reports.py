"""Stores what came of an attempt."""

import checks.report
from submissions.models import Attempt, Report, Submission

# A submission that does not parse is graded, so that the student sees where, and uses no attempt.
FREE_RULES = frozenset({"syntax-error"})


def store(attempt: Attempt, result: checks.report.Report) -> Report:
    """Keeps ``result``, and takes the grade from it. Call it in the transaction that closes the attempt.

    A grade is not lost to a later attempt that could not be graded.
    """
    earlier = Report.objects.filter(submission_id=attempt.submission_id, official=True)
    official = result.status == "graded" or not earlier.filter(status=Report.Status.GRADED).exists()
    if official:
        earlier.update(official=False)
    if not uses_an_attempt(result):
        Submission.objects.filter(id=attempt.submission_id).update(counts=False)
    return Report.objects.create(
        attempt=attempt,
        submission_id=attempt.submission_id,
        official=official,
        status=result.status,
        score=result.score,
        max_score=result.max_score,
        body=result.to_json(),
    )


def uses_an_attempt(result: checks.report.Report) -> bool:
    """Only what the student is answerable for counts, and of that only what could be judged."""
    rules = {finding.rule for check in result.checks for finding in check.findings}
    return result.status == "graded" and rules.isdisjoint(FREE_RULES)
