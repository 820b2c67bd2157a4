"""What a student reads of deadlines, attempts, tries and refunds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checks.report import Finding
from submissions import intake
from submissions.models import Assignment, Submission
from tests.web.conftest import VIEW, World, client_of, finish
from tests.web.reports import blocked, faulty, passed, report

PAGE = "/courses/async/slow-view/"
DAY = timedelta(days=1)


def page(world: World, address: str = PAGE) -> str:
    return client_of(world.owner).get(address).content.decode()


def test_what_will_count_is_said_before_submitting(world: World) -> None:
    Assignment.objects.update(
        due_at=timezone.now() - 1.5 * DAY, late="percent", late_percent=10, late_floor=20, attempt_limit=3
    )
    text = page(world)
    assert "A submission now is 2 days late: 20 % of the points are taken. It is attempt 2 of 3." in text
    assert "at least 20 % are left" in text


@pytest.mark.parametrize(
    ("terms", "sentence", "tries"),
    [
        ({"attempt_limit": 1}, "You have used your one attempt.", True),
        ({"due_at": timezone.now() - DAY, "late": "cut_off"}, "Nothing can be handed in any more.", True),
        ({"opens_at": timezone.now() + DAY}, "Until then nothing can be handed in.", False),
    ],
)
def test_where_nothing_counts_there_is_no_button_and_no_way_around(
    world: World, terms: dict[str, object], sentence: str, tries: bool
) -> None:
    Assignment.objects.update(**terms)
    text = page(world)
    assert sentence in text
    assert ">Submit</button>" not in text
    assert (">Try</button>" in text) == tries
    answer = client_of(world.owner).post(PAGE, {"text": "x = 1"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Submission.objects.count() == 1


def test_a_try_leads_to_a_page_that_says_what_it_is(world: World) -> None:
    answer = client_of(world.owner).post(PAGE, {"text": "x = 1", "kind": "try"})
    tried = Submission.objects.get(kind="try")
    finish(tried, blocked())
    assert "This was a try" in page(world, answer.headers["Location"])
    assert "A try, counts for nothing" in page(world)


def test_a_second_try_waits_for_the_first(world: World) -> None:
    client = client_of(world.owner)
    client.post(PAGE, {"text": "x = 1", "kind": "try"})
    answer = client.post(PAGE, {"text": "x = 2", "kind": "try"})
    assert answer.status_code == 422
    assert "Your last try is still being graded." in answer.content.decode()


def test_an_unknown_kind_is_refused(world: World) -> None:
    assert client_of(world.owner).post(PAGE, {"text": "x = 1", "kind": "bribe"}).status_code == 422


def test_the_submission_that_counts_is_marked(world: World) -> None:
    finish(world.submission, blocked())
    better = intake.submit(world.owner, world.assignment, {"views.py": VIEW})
    finish(better, report(score=100, checks=(passed("signature", 100),)))
    text = page(world)
    assert text.count("This one counts") == 1
    assert "Best so far: 100" in text
    Assignment.objects.update(counting="last")
    finish(intake.submit(world.owner, world.assignment, {"views.py": VIEW}), blocked())
    assert "Last so far: 60" in page(world)


def test_what_is_not_shown_does_not_choose_what_counts(world: World) -> None:
    """Two that look alike: that the later one is better by a hidden check is not told by the mark."""
    secret = passed("response", 40).model_copy(update={"visibility": "hidden", "points": 0})
    finish(world.submission, report(score=30, checks=(passed("signature", 30), secret)))
    better = intake.submit(world.owner, world.assignment, {"views.py": VIEW})
    finish(better, report(score=70, checks=(passed("signature", 30), secret.model_copy(update={"points": 40}))))
    rows = page(world).split("<tr>")
    assert "This one counts" not in next(row for row in rows if str(better.pk) in row)
    assert "This one counts" in next(row for row in rows if str(world.submission.pk) in row)


@pytest.mark.parametrize(("status", "owner"), [("instructor_error", "instructor"), ("platform_error", "platform")])
def test_a_fault_that_is_not_the_student_s_says_so_with_a_number(world: World, status: str, owner: str) -> None:
    finish(world.submission, faulty(status, owner, "The check “secret” raised."))
    text = page(world, f"/submissions/{world.submission.pk}/")
    assert "This is not your mistake, and no attempt was used." in text
    assert world.submission.attempts.get().reference in text
    assert "Traceback: secret" not in text
    assert "Used no attempt" in page(world)
    seen = client_of(world.instructor).get(f"/submissions/{world.submission.pk}/").content.decode()
    assert "Traceback: secret" in seen


def test_what_does_not_parse_says_that_it_used_no_attempt(world: World) -> None:
    broken = blocked().checks[2].model_copy(update={"findings": (Finding.of("syntax-error", "No Python."),)})
    finish(world.submission, report(checks=(broken,)))
    assert "could not be run, so no attempt was used." in page(world, f"/submissions/{world.submission.pk}/")


def test_a_late_submission_says_what_it_cost(world: World) -> None:
    Assignment.objects.update(due_at=timezone.now() - DAY / 2, late="percent", late_percent=10)
    world.assignment.refresh_from_db()
    late = intake.submit(world.owner, world.assignment, {"views.py": VIEW})
    finish(late, blocked())
    assert "1 day late: 10 % of the points are taken" in page(world, f"/submissions/{late.pk}/")
    assert '54 <span class="of">/ 100</span>' in page(world)


def test_report_and_source_are_downloads_and_hidden_checks_are_in_neither(world: World) -> None:
    secret = passed("response", 40).model_copy(update={"visibility": "hidden", "title": "A secret"})
    finish(world.submission, report(score=70, checks=(passed("signature", 30), secret)))
    for client, told in ((client_of(world.owner), False), (client_of(world.instructor), True)):
        answer = client.get(f"/submissions/{world.submission.pk}/report.json")
        assert ("A secret" in answer.content.decode()) == told
        assert answer.headers["Content-Disposition"].startswith("attachment")
    answer = client_of(world.owner).get(f"/submissions/{world.submission.pk}/files/views.py")
    assert answer.content == VIEW
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client_of(world.owner).get(f"/submissions/{world.submission.pk}/files/other.py").status_code == 404


def test_nothing_of_a_hidden_check_is_on_any_page(world: World) -> None:
    secret = passed("response", 40).model_copy(update={"visibility": "hidden", "title": "A secret", "points": 7})
    finish(world.submission, report(score=37, max_score=70, checks=(passed("signature", 30), secret)))
    addresses = (
        "/",
        "/courses/async/",
        PAGE,
        *(f"/submissions/{world.submission.pk}/{end}" for end in ("", "report/")),
    )
    for address in addresses:
        text = page(world, address)
        assert "A secret" not in text
        assert "/ 70" not in text
        assert "37 <span" not in text


def test_a_report_names_the_revision_that_it_was_graded_by(world: World) -> None:
    finish(world.submission, blocked())
    assert "Graded by revision 1" in page(world, f"/submissions/{world.submission.pk}/")
