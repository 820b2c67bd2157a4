"""Dates, gradebook, pictures, overrides, regrades and revisions as pages; who may open them stands in test_access."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from submissions import feedback, intake, policies, regrading
from submissions.models import Assignment, Attempt, Enrolment, Grade, Submission
from submissions.publishing import publish
from submissions.reports import store
from tests.web.conftest import FILES, VIEW, World, client_of, enrolled, finish
from tests.web.reports import blocked, passed, report

OF = "/teach/async/assignments/slow-view/"
GRADEBOOK = "/teach/async/gradebook/"
DATES = {"late": "percent", "late_percent": "10", "late_floor": "0", "counting": "best"}


def page(world: World, address: str) -> str:
    return client_of(world.instructor).get(address).content.decode()


def post(world: World, address: str, **form: object) -> str:
    return client_of(world.instructor).post(address, form, follow=True).content.decode()


def seen(world: World, submission: Submission) -> str:
    return client_of(world.owner).get(f"/submissions/{submission.pk}/").content.decode()


def test_dates_are_read_in_the_time_zone_of_who_sets_them(world: World) -> None:
    world.instructor.time_zone = "Asia/Kolkata"
    world.instructor.save()
    text = post(world, f"{OF}dates/", **DATES, due_at="2030-03-06T12:00")
    assert "Times are in Asia/Kolkata" in text
    assert 'value="2030-03-06T12:00"' in text
    found = Assignment.objects.get().due_at
    assert found is not None
    assert found.isoformat() == "2030-03-06T06:30:00+00:00"


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"due_at": "2030-03-06T12:00", "opens_at": "2030-03-07T12:00"}, "Put the dates in this order."),
        ({"late_percent": "101"}, "less than or equal to 100"),
        ({"attempt_limit": "0"}, "greater than or equal to 1"),
        ({"counting": "worst"}, "Select a valid choice"),
        ({"due_at": "tomorrow"}, "Enter a valid date/time"),
    ],
)
def test_dates_that_make_no_sense_are_refused(world: World, form: dict[str, str], sentence: str) -> None:
    answer = client_of(world.instructor).post(f"{OF}dates/", DATES | form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Assignment.objects.get().due_at is None


def test_an_extension_is_given_and_withdrawn(world: World) -> None:
    text = post(world, f"{OF}extensions/", student=world.owner.pk, extra_attempts="2", reason="Ill.")
    assert "Ill." in text
    extension = world.assignment.extensions.get()
    post(world, f"{OF}extensions/{extension.pk}/withdraw/")
    assert not world.assignment.extensions.exists()


@pytest.mark.parametrize("form", [{"extra_attempts": "0"}, {"extra_attempts": "-1"}])
def test_an_extension_of_nothing_is_refused(world: World, form: dict[str, str]) -> None:
    text = post(world, f"{OF}extensions/", student=world.owner.pk, **form)
    assert 'class="notice bad"' in text
    assert not world.assignment.extensions.exists()


def test_an_extension_is_for_students_of_the_course(world: World) -> None:
    post(world, f"{OF}extensions/", student=world.outsider.pk, extra_attempts="1")
    assert not world.assignment.extensions.exists()


def test_the_gradebook_has_grades_by_student_and_assignment(world: World, graded: Submission) -> None:
    text = page(world, GRADEBOOK)
    assert f'<a href="/submissions/{graded.pk}/">60</a>' in text
    assert "teammate" in text
    assert "outsider" not in text
    assert "owner" not in page(world, f"{GRADEBOOK}?missing=slow-view").split("<tbody>")[1]
    assert "owner" in page(world, f"{GRADEBOOK}?text=own&section=nonsense&page=x")


@pytest.mark.parametrize("form", ["canvas", "moodle", "csv"])
def test_the_gradebook_is_exported(world: World, graded: Submission, form: str) -> None:
    answer = client_of(world.instructor).get(f"{GRADEBOOK}{form}.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="async-')
    assert ",60" in answer.content.decode()
    assert client_of(world.instructor).get(f"{GRADEBOOK}sap.csv").status_code == 404


def test_a_student_s_path_has_all_that_was_handed_in(world: World, graded: Submission) -> None:
    worse = intake.submit(world.owner, world.assignment, {"views.py": VIEW})
    finish(worse, report(score=10, max_score=100, checks=(passed("signature", 10),)))
    text = page(world, f"/teach/async/students/{world.owner.pk}/")
    rows = text.split("<tr>")
    assert "This one counts" in next(row for row in rows if str(graded.pk) in row)
    assert str(worse.pk) in text
    assert client_of(world.instructor).get(f"/teach/async/students/{world.outsider.pk}/").status_code == 404


def test_the_picture_says_what_most_fail_by(world: World, graded: Submission) -> None:
    text = page(world, OF)
    assert "1 of 2 have handed in" in text
    assert "<strong>1 of 1</strong>" in text
    assert "<code>time.sleep</code>" in text
    assert "<svg" in text


def test_an_override_and_a_comment_are_shown_to_the_student(world: World, graded: Submission) -> None:
    post(world, f"/submissions/{graded.pk}/overrides/", check_id="concurrency", points="30", reason="Good idea.")
    post(world, f"/submissions/{graded.pk}/comments/", text="See <b>here</b>.", path="views.py", line="5")
    text = seen(world, graded)
    assert "Good idea." in text
    assert "<strong>90</strong> of 100 points" in text
    assert "views.py, line 5" in text
    assert "See &lt;b&gt;here&lt;/b&gt;." in text
    assert "Override points" not in text
    assert Grade.objects.get().points == 90


def test_an_override_of_a_hidden_check_is_not_shown(world: World) -> None:
    secret = passed("response", 40).model_copy(update={"visibility": "hidden", "points": 0})
    finish(world.submission, report(score=30, max_score=70, checks=(passed("signature", 30), secret)))
    feedback.override(world.submission, 40, "You were right there.", world.instructor, check_id="response")
    assert "You were right there." not in seen(world, world.submission)
    assert Grade.objects.get().points == 70


def test_what_does_not_fit_is_said(world: World, graded: Submission) -> None:
    address = f"/submissions/{graded.pk}/"
    assert "0 to 100 points to give" in post(world, f"{address}overrides/", points="900", reason="x")
    assert "This field is required" in post(world, f"{address}overrides/", points="9")
    assert "There is no line 99" in post(world, f"{address}comments/", text="x", path="views.py", line="99")


def test_overrides_and_comments_are_withdrawn(world: World, graded: Submission) -> None:
    override = feedback.override(graded, 90, "Good idea.", world.instructor)
    comment = feedback.comment(graded, "Well done.", world.instructor)
    post(world, f"/submissions/{graded.pk}/overrides/{override.pk}/withdraw/")
    post(world, f"/submissions/{graded.pk}/comments/{comment.pk}/withdraw/")
    assert "Good idea." not in seen(world, graded)
    assert "Well done." not in seen(world, graded)


def test_a_regrade_is_started_looked_at_and_made_official(world: World, graded: Submission) -> None:
    text = post(world, f"{OF}regrades/", which="all")
    assert "1 still to be graded" in text
    assert "Make it official" not in text
    regrade = world.assignment.regrades.get()
    attempt = regrade.attempts.get()
    store(attempt, report(score=100, checks=(passed("signature", 30), passed("concurrency", 70))))
    regrade.attempts.update(state="done")
    text = page(world, f"{OF}regrades/{regrade.pk}/")
    assert "concurrency: failed → passed" in text
    assert "Make it official" in text
    assert "<strong>60</strong> of 100" in seen(world, graded)
    assert "Made official" in post(world, f"{OF}regrades/{regrade.pk}/decide/", decision="accept")
    assert "<strong>100</strong> of 100" in seen(world, graded)
    assert "somebody has decided already" in post(world, f"{OF}regrades/{regrade.pk}/decide/", decision="drop")


def test_a_regrade_needs_a_choice_and_a_decision(world: World, graded: Submission) -> None:
    assert client_of(world.instructor).post(f"{OF}regrades/", {"which": "some"}).status_code == 422
    regrade = regrading.start(world.assignment, "all", world.instructor)
    post(world, f"{OF}regrades/{regrade.pk}/decide/", decision="maybe")
    regrade.refresh_from_db()
    assert not regrade.decided


def test_a_revision_shows_what_it_changed(world: World) -> None:
    publish(world.course, "slow-view", dict(FILES) | {"README.md": b"# Slow <b>view</b>\n"}, position=1)
    text = page(world, f"{OF}revisions/")
    assert "What revision 2 changed" in text
    assert "+# Slow &lt;b&gt;view&lt;/b&gt;" in text
    assert "What revision 1 changed" in page(world, f"{OF}revisions/1/")
    assert client_of(world.instructor).get(f"{OF}revisions/9/").status_code == 404


def test_the_log_has_all_of_it(world: World, graded: Submission) -> None:
    policies.change(world.assignment, {"attempt_limit": 3}, world.instructor)
    feedback.override(graded, 90, "Good idea.", world.instructor)
    text = page(world, "/teach/async/log/")
    assert "instructor changed the dates and rules" in text
    assert "instructor overrode the score of owner" in text
    assert "Good idea." in text


MOST_QUERIES = {
    GRADEBOOK: 10,
    f"{GRADEBOOK}canvas.csv": 10,
    "/teach/async/students/{owner}/": 9,
    OF: 8,
    f"{OF}dates/": 8,
    f"{OF}regrades/": 6,
    f"{OF}regrades/{{regrade}}/": 6,
    f"{OF}revisions/": 8,
    "/submissions/{submission}/": 11,
    "/courses/async/slow-view/": 13,
    "/courses/async/": 6,
    "/": 6,
}


@pytest.fixture
def crowded(world: World, graded: Submission) -> World:
    """Ten thousand submissions of forty students, straight into the tables, and a regrade of some that are graded."""
    students = [enrolled(world.course, f"student-{place}", Enrolment.Role.STUDENT) for place in range(40)]
    regrading.start(world.assignment, "all", world.instructor)
    revision = graded.revision
    copies = [
        Submission(
            assignment=world.assignment,
            revision=revision,
            author=students[place % 40],
            files=graded.files,
            digest=graded.digest,
            number=place + 1,
            created_at=timezone.now() - timedelta(seconds=place),
        )
        for place in range(10_000)
    ]
    Submission.objects.bulk_create(copies)
    Attempt.objects.bulk_create([Attempt(submission=each, revision=revision, state="done") for each in copies])
    for each in copies[:80]:
        store(Attempt.objects.get(submission=each), blocked())
    return world


def test_ten_thousand_submissions_cost_no_page_more_queries(
    crowded: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    regrade = crowded.assignment.regrades.get().pk
    numbers = {"owner": crowded.owner.pk, "submission": crowded.submission.pk, "regrade": regrade}
    clients = {"instructor": client_of(crowded.instructor), "owner": client_of(crowded.owner)}
    for page_of, most in MOST_QUERIES.items():
        address = page_of.format(**numbers)
        for client in (clients["instructor"], *([] if address.startswith("/teach") else [clients["owner"]])):
            with django_assert_max_num_queries(most, info=address):
                assert client.get(address).status_code == 200
