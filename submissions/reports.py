"""Stores what came of an attempt."""

import checks.report
from submissions import results, trying
from submissions.models import Attempt, Report, Submission


def store(attempt: Attempt, result: checks.report.Report) -> Report:
    """Keeps ``result``, and takes the grade from it. Call it in the transaction that closes the attempt.

    A grade is not lost to a later attempt that could not be graded, and a regrade waits until it is accepted.
    """
    earlier = Report.objects.filter(submission_id=attempt.submission_id, official=True)
    lost = result.status != "graded" and earlier.filter(status=Report.Status.GRADED).exists()
    official = attempt.regrade_id is None and not lost
    if official:
        earlier.update(official=False)
    report = Report.objects.create(
        attempt=attempt,
        submission_id=attempt.submission_id,
        official=official,
        status=result.status,
        score=result.score,
        max_score=result.max_score,
        body=result.to_json(),
    )
    trying.ended(attempt.submission_id)
    if official:
        _refund(report)
        results.refresh(Submission.objects.get(pk=attempt.submission_id))
    return report


def _refund(report: Report) -> None:
    """What is not the student's fault, or does not parse, uses no attempt; what was given back stays so."""
    if not results.is_judged(report):
        Submission.objects.filter(pk=report.submission_id).update(counts=False)
