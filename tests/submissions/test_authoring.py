"""Whoever writes assignments saves revisions; students meet those that were validated and published."""

import pytest

from checks.assignment import AssignmentError
from checks.validation import Problem, Validation
from submissions import publishing, starting, validations
from submissions.models import Assignment, Course, Enrolment, Revision, User
from submissions.publishing import Overtaken, Refused, Taken
from tests import world

WRONG = Problem(severity="error", where="reference/plain.py", message="gets 0 of 100 points")


@pytest.fixture
def teacher(db: None) -> User:
    return User.objects.create_user("teacher")


@pytest.fixture
def draft(teacher: User) -> Assignment:
    return publishing.create(Course.objects.create(slug="c", title="C"), "slow-view", world.FOLDER, teacher)


def found(revision: Revision, *problems: Problem) -> Validation:
    return Validation(
        assignment="slow-view",
        title="T",
        digest=revision.digest,
        max_score=100,
        checks=(),
        rows=(),
        problems=problems,
    )


def validated(revision: Revision, by: User, *problems: Problem) -> None:
    claim = validations.claim(validations.start(revision, by).pk)
    assert claim is not None
    assert validations.finish(claim, found(revision, *problems))


def test_a_new_course_has_its_maker_as_instructor(teacher: User) -> None:
    course = starting.create_course("mine", "Mine", teacher)
    assert course.enrolments.get().role == Enrolment.Role.INSTRUCTOR
    with pytest.raises(Taken, match="There is a course mine already"):
        starting.create_course("mine", "Mine too", teacher)


def test_a_new_assignment_is_not_published(draft: Assignment) -> None:
    assert (draft.published, draft.position) == (False, 1)
    with pytest.raises(Taken):
        publishing.create(draft.course, "slow-view", world.FOLDER, User.objects.get())


def test_staff_try_out_what_was_saved_as_long_as_nothing_is_published(draft: Assignment, teacher: User) -> None:
    saved = publishing.save(draft, world.FOLDER | {"README.md": b"New."}, publishing.newest(draft), teacher)
    draft.refresh_from_db()
    assert draft.current_revision == saved


def test_what_students_work_on_stays_until_the_next_is_published(draft: Assignment, teacher: User) -> None:
    first = publishing.newest(draft)
    validated(first, teacher)
    publishing.release(first, teacher)
    draft.refresh_from_db()
    titled = starting.titled(world.FOLDER, "Another title")
    second = publishing.save(draft, titled, first, teacher)
    draft.refresh_from_db()
    assert (draft.published, draft.current_revision, draft.title) == (True, first, "A slow view that blocks nobody")
    validated(second, teacher)
    publishing.release(second, teacher)
    draft.refresh_from_db()
    assert (draft.current_revision, draft.title) == (second, "Another title")


def test_publishing_is_refused_before_validation_and_after_errors(draft: Assignment, teacher: User) -> None:
    revision = publishing.newest(draft)
    with pytest.raises(Refused, match="Revision 1 has not been validated"):
        publishing.release(revision, teacher)
    validations.start(revision, teacher)
    with pytest.raises(Refused, match="has not been validated"):
        publishing.release(revision, teacher)
    validated(revision, teacher, WRONG, WRONG)
    with pytest.raises(Refused, match=r"reference/plain.py: gets 0 of 100 points. There are 2 errors"):
        publishing.release(revision, teacher)
    draft.refresh_from_db()
    assert not draft.published


def test_warnings_stand_in_nobody_s_way(draft: Assignment, teacher: User) -> None:
    revision = publishing.newest(draft)
    validated(revision, teacher, WRONG.model_copy(update={"severity": "warning"}))
    publishing.release(revision, teacher)
    publishing.hide(draft, teacher)
    draft.refresh_from_db()
    assert not draft.published


def test_saving_the_same_makes_no_revision(draft: Assignment, teacher: User) -> None:
    base = publishing.newest(draft)
    assert publishing.save(draft, world.FOLDER, base, teacher) == base


def test_two_who_change_different_files_lose_nothing(draft: Assignment, teacher: User) -> None:
    base = publishing.newest(draft)
    publishing.save(draft, world.FOLDER | {"README.md": b"One."}, base, teacher)
    saved = publishing.save(draft, world.FOLDER | {"starter/views.py": b"x = 1\n"}, base, teacher)
    assert saved.number == 3
    assert (saved.files["README.md"], saved.files["starter/views.py"]) == (b"One.", b"x = 1\n")


def test_the_second_of_two_who_change_one_file_is_told(draft: Assignment, teacher: User) -> None:
    base = publishing.newest(draft)
    publishing.save(draft, world.FOLDER | {"README.md": b"One.", "support/a.py": b"a = 1\n"}, base, teacher)
    with pytest.raises(Overtaken) as told:
        publishing.save(draft, world.FOLDER | {"README.md": b"Two."}, base, teacher)
    assert (told.value.newest.number, told.value.paths) == (2, ("README.md",))
    assert told.value.files == world.FOLDER | {"README.md": b"Two.", "support/a.py": b"a = 1\n"}


def test_what_is_wrong_is_not_saved(draft: Assignment, teacher: User) -> None:
    with pytest.raises(AssignmentError, match="Did you mean `title`"):
        publishing.save(draft, {"assignment.toml": b"titel = 1"}, publishing.newest(draft), teacher)
    assert draft.revisions.count() == 1


def test_a_title_is_changed_and_comments_stay() -> None:
    files = starting.titled({"assignment.toml": b'# Why\ntitle = "A" # because\n'}, "B")
    assert files["assignment.toml"] == b'# Why\ntitle = "B" # because\n'


def test_the_scaffold_and_every_sample_can_be_started_from(db: None) -> None:
    assert "assignment.toml" in starting.scaffold()
    assert "assignment.toml" in starting.sample("proxy")
    assert starting.samples()["proxy"] == "A proxy for another web service"


def test_only_what_one_writes_oneself_can_be_copied(draft: Assignment, teacher: User) -> None:
    assert not starting.copyable(teacher).exists()
    Enrolment.objects.create(course=draft.course, user=teacher, role=Enrolment.Role.INSTRUCTOR)
    assert starting.copyable(teacher).get() == draft
