"""What a reader may see of a report, and of a score."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.utils import timezone

from checks.report import CheckResult, Fault, Finding, RequestTimeline, Timeline, Visibility
from submissions import visibility
from submissions.deadlines import Terms
from submissions.models import Assignment, Extension, Submission
from submissions.reading import reader_of, with_seen
from submissions.reports import store
from submissions.visibility import Reader
from tests import world

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
VISIBILITIES: tuple[Visibility, ...] = ("visible", "hidden", "after_due_date", "after_published")
POINTS = dict(zip(VISIBILITIES, (1, 2, 4, 8), strict=True))


def check(seen: Visibility, because: str | None = None) -> CheckResult:
    """A failed check whose every text says that it is secret."""
    return CheckResult(
        id=f"id-{seen}",
        family="response",
        title=f"title-{seen}",
        outcome="skipped" if because else "failed",
        points=POINTS[seen],
        max_points=POINTS[seen],
        visibility=seen,
        summary=f"summary-{seen}, {because}",
        hint=f"hint-{seen}",
        because=because,
        findings=(Finding.of("blocking-sleep", f"finding-{seen}", path="views.py", line=6),),
        timeline=Timeline(requests=(RequestTimeline(start=0, end=POINTS[seen]),)),
    )


REPORT = world.result(score=15).model_copy(
    update={
        "max_score": 15,
        "checks": tuple(check(each) for each in VISIBILITIES),
        "advice": (Finding.of("thread-offload", "advice-hidden"),),
    }
)


@pytest.mark.parametrize(
    ("due", "published", "seen"),
    [
        (NOW + SECOND, False, {"visible"}),
        (NOW, False, {"visible"}),
        (NOW - SECOND, False, {"visible", "after_due_date"}),
        (NOW + SECOND, True, {"visible", "after_published"}),
        (NOW - SECOND, True, {"visible", "after_due_date", "after_published"}),
        (None, False, {"visible"}),
        (None, True, {"visible", "after_due_date", "after_published"}),
    ],
)
def test_a_student_sees_checks_by_their_time(due: datetime | None, published: bool, seen: set[str]) -> None:
    reader = visibility.reader(Assignment(results_published=published), Terms(due_at=due), NOW, staff=False)
    assert {each for each in VISIBILITIES if reader.sees(each)} == seen
    shown = visibility.shown(REPORT, reader)
    assert {each.visibility for each in shown.checks} == seen
    assert shown.score == shown.max_score == sum(POINTS[each] for each in VISIBILITIES if each in seen)


def test_who_teaches_sees_the_report_as_it_is() -> None:
    assert visibility.shown(REPORT, Reader(staff=True)) is REPORT


def test_a_report_without_hidden_checks_is_shown_as_it_is() -> None:
    plain = REPORT.model_copy(update={"checks": (check("visible"),), "score": 1, "max_score": 1})
    assert visibility.shown(plain, Reader(staff=False)) == plain


@pytest.mark.parametrize("hidden", ["hidden", "after_due_date", "after_published"])
def test_what_is_not_shown_leaves_no_trace(hidden: str) -> None:
    text = visibility.shown(REPORT, Reader(staff=False)).to_json()
    assert hidden not in text
    assert "advice-" not in text
    assert '"virtual_seconds":1.0' in text


def test_a_check_that_depends_on_a_hidden_one_does_not_name_it() -> None:
    report = REPORT.model_copy(update={"checks": (check("hidden"), check("visible", because="id-hidden"))})
    shown = visibility.shown(report, Reader(staff=False))
    assert "hidden" not in shown.to_json()
    assert shown.checks[0].outcome == "skipped"
    assert shown.checks[0].summary == visibility.NOT_SHOWN


def test_an_instructor_s_broken_check_is_not_named_to_a_student() -> None:
    fault = Fault(owner="instructor", message="The check “secret” raised.", detail="Traceback: secret")
    broken = world.result("instructor_error", 0).model_copy(update={"fault": fault, "checks": ()})
    text = visibility.shown(broken, Reader(staff=False)).to_json()
    assert "secret" not in text
    assert "not your mistake" in text


@pytest.mark.parametrize(("past_due", "extended", "published"), list(product([True, False], repeat=3)))
def test_the_score_in_lists_is_the_score_of_the_report(
    submission: Submission, past_due: bool, extended: bool, published: bool
) -> None:
    now, hour = timezone.now(), timedelta(hours=1)
    Assignment.objects.update(due_at=now - hour if past_due else now + hour, results_published=published)
    if extended:
        Extension.objects.create(assignment=submission.assignment, student=submission.author, due_at=now + 2 * hour)
    store(submission.attempts.get(), REPORT)
    submission.assignment.refresh_from_db()
    shown = visibility.shown(REPORT, reader_of(submission, submission.author, now))
    found = with_seen(Submission.objects.all(), now, staff=False).get()
    assert (found.seen, found.seen_of) == (shown.score, shown.max_score)
    assert with_seen(Submission.objects.all(), now, staff=True).get().seen == 15


def test_a_student_of_another_course_is_no_staff(submission: Submission) -> None:
    assert not reader_of(submission, world.student("bob"), timezone.now()).staff


def test_lateness_takes_from_what_is_shown(submission: Submission) -> None:
    Submission.objects.update(penalty=50)
    store(submission.attempts.get(), REPORT)
    found = with_seen(Submission.objects.all(), timezone.now(), staff=False).get()
    assert (found.seen, found.seen_of) == (0.5, 1)
