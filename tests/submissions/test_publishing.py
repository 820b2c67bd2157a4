"""Assignment folders become revisions, and the demo course is made of them."""

from pathlib import Path

import pytest

from checks.assignment import AssignmentError
from submissions import demo
from submissions.models import Assignment, Course, Enrolment, Revision, User
from submissions.publishing import publish
from tests import world

CHANGED = world.FOLDER | {"README.md": b"Wait exactly two seconds."}


@pytest.fixture
def course(db: None) -> Course:
    return Course.objects.create(slug="course", title="A course")


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    for lesson in ("slow-view", "hello", "extra"):
        for path, content in world.FOLDER.items():
            file = tmp_path / lesson / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    return tmp_path


def test_a_folder_becomes_the_first_revision(course: Course) -> None:
    assignment = publish(course, "slow-view", world.FOLDER)
    assert assignment.published
    assert assignment.title == "A slow view that blocks nobody"
    assert assignment.current_revision is not None
    assert assignment.current_revision.number == 1
    assert assignment.current_revision.files == world.FOLDER


def test_a_revision_reads_as_the_engine_reads_the_folder(course: Course) -> None:
    revision = publish(course, "slow-view", world.FOLDER).current_revision
    assert revision is not None
    parsed = revision.parsed()
    assert (parsed.id, parsed.digest) == ("slow-view", revision.digest)
    assert revision.parsed() is parsed


def test_the_same_files_again_make_no_revision(course: Course) -> None:
    publish(course, "slow-view", world.FOLDER)
    publish(course, "slow-view", world.FOLDER)
    assert Revision.objects.count() == 1


def test_changed_files_make_a_revision_and_the_old_one_stays(course: Course) -> None:
    publish(course, "slow-view", world.FOLDER)
    changed = publish(course, "slow-view", CHANGED)
    assert changed.current_revision is not None
    assert changed.current_revision.number == 2
    assert [revision.files for revision in changed.revisions.all()] == [world.FOLDER, CHANGED]


def test_what_was_hidden_from_students_stays_so(course: Course) -> None:
    publish(course, "slow-view", world.FOLDER)
    Assignment.objects.update(published=False)
    assert not publish(course, "slow-view", CHANGED).published


def test_a_folder_with_a_mistake_is_refused_and_nothing_changes(course: Course) -> None:
    with pytest.raises(AssignmentError):
        publish(course, "slow-view", {"assignment.toml": b"titel = 1"})
    assert not Assignment.objects.exists()


def test_the_demo_course_has_its_lessons_in_order(db: None, lessons: Path) -> None:
    course = demo.load(lessons)
    assert [assignment.slug for assignment in course.assignments.all()] == ["hello", "slow-view", "extra"]


def test_the_demo_people_can_log_in(db: None, lessons: Path) -> None:
    demo.load(lessons)
    for name, role in (("student", "student"), ("instructor", "instructor")):
        assert User.objects.get(username=name).check_password(name)
        assert Enrolment.objects.get(user__username=name).role == role


def test_the_demo_course_can_be_loaded_again(db: None, lessons: Path) -> None:
    demo.load(lessons)
    User.objects.get(username="student").delete()
    (lessons / "hello" / "README.md").write_bytes(b"changed")
    course = demo.load(lessons)
    assert course.enrolments.count() == 2
    assert course.assignments.count() == 3
    assert Revision.objects.count() == 4


def test_a_changed_password_is_not_set_back(db: None, lessons: Path) -> None:
    demo.load(lessons)
    student = User.objects.get(username="student")
    student.set_password("my own")
    student.save()
    demo.load(lessons)
    student.refresh_from_db()
    assert student.check_password("my own")
