"""Reports that differ are told apart by their keys; the real time is none of them."""

from benchmarks.determinism import changed, every_submission, without_time
from checks.report import AssignmentRef, Facts, Report, SubmissionRef


def report(score: int, real_ms: int = 1) -> Report:
    return Report(
        status="graded",
        assignment=AssignmentRef(id="a", title="A", digest="sha256:0"),
        submission=SubmissionRef(digest="sha256:0", files=("views.py",)),
        score=score,
        max_score=100,
        facts=Facts(python="3", django="5", thread_pool=32, virtual_seconds=0.0, real_ms=real_ms),
    )


def test_the_real_time_is_no_difference() -> None:
    assert without_time(report(100, real_ms=5)) == without_time(report(100, real_ms=9))


def test_a_difference_is_named_by_its_key() -> None:
    assert list(changed(report(100), report(80))) == ["score: 100 and score: 80"]


def test_twenty_submissions_are_repeated() -> None:
    assert len({item.name for item in every_submission()}) == 20
