"""How people come into a course and what they become in it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from submissions import enrolment
from submissions.enrolment import LastInstructor
from submissions.models import Course, Enrolment, EnrolmentLink, Event, User
from submissions.models.event import AppendOnly

Role = Enrolment.Role


@pytest.fixture
def course(db: None) -> Course:
    return Course.objects.create(slug="course", title="A course")


@pytest.fixture
def teacher(course: Course) -> User:
    return member(course, "teacher", Role.INSTRUCTOR)


def member(course: Course, name: str, role: Role = Role.STUDENT) -> User:
    user = User.objects.create_user(name)
    Enrolment.objects.create(course=course, user=user, role=role)
    return user


def test_who_joins_by_a_link_is_a_student_of_its_section(course: Course, teacher: User, student: User) -> None:
    link = enrolment.create_link(course, teacher, section="B")
    assert enrolment.join(link, student)
    found = course.enrolments.get(user=student)
    assert (found.role, found.section) == ("student", "B")


def test_a_member_who_opens_a_link_stays_what_they_are(course: Course, teacher: User) -> None:
    assert not enrolment.join(enrolment.create_link(course, teacher), teacher)
    assert course.enrolments.get(user=teacher).role == "instructor"


def test_a_link_opens_until_it_is_revoked(course: Course, teacher: User) -> None:
    link = enrolment.create_link(course, teacher)
    assert enrolment.open_link(link.token) == link
    assert enrolment.revoke_link(link, teacher)
    assert enrolment.open_link(link.token) is None
    assert not enrolment.revoke_link(link, teacher)


def test_a_link_opens_until_it_expires(course: Course, teacher: User) -> None:
    link = enrolment.create_link(course, teacher, expires_at=timezone.now() + timedelta(hours=1))
    assert enrolment.open_link(link.token) == link
    EnrolmentLink.objects.update(expires_at=timezone.now())
    assert enrolment.open_link(link.token) is None


def test_two_links_have_nothing_in_common(course: Course, teacher: User) -> None:
    first, second = (enrolment.create_link(course, teacher).token for _ in range(2))
    assert first != second
    assert len(first) >= 32


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.STUDENT])
def test_the_last_instructor_stays_one(course: Course, teacher: User, role: Role) -> None:
    mine = course.enrolments.get(user=teacher)
    with pytest.raises(LastInstructor):
        enrolment.change_role(mine, role, teacher)
    with pytest.raises(LastInstructor):
        enrolment.remove(mine, teacher)
    assert course.enrolments.get().role == "instructor"
    assert not Event.objects.exists()


def test_one_of_two_instructors_may_go(course: Course, teacher: User) -> None:
    member(course, "second", Role.INSTRUCTOR)
    enrolment.remove(course.enrolments.get(user=teacher), teacher)
    assert course.enrolments.get().user.username == "second"


def test_every_change_is_in_the_log_with_who_and_what(course: Course, teacher: User) -> None:
    bob = member(course, "bob")
    enrolment.change_role(course.enrolments.get(user=bob), Role.ASSISTANT, teacher)
    enrolment.remove(course.enrolments.get(user=bob), teacher)
    link = enrolment.create_link(course, teacher)
    enrolment.revoke_link(link, teacher)
    assert [str(event) for event in course.events.all()] == [
        "teacher revoked an enrolment link",
        "teacher made an enrolment link",
        "teacher removed bob",
        "teacher made bob an assistant",
    ]
    assert course.events.get(summary__contains="assistant").detail == {"before": "student", "after": "assistant"}


def test_the_log_is_only_ever_added_to(course: Course, teacher: User) -> None:
    enrolment.create_link(course, teacher)
    event = Event.objects.get()
    for change in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(summary="nothing"),
        lambda: Event.objects.bulk_update([event], ["summary"]),
    ):
        with pytest.raises(AppendOnly):
            change()
    assert Event.objects.get().summary == "made an enrolment link"


def test_the_log_outlives_an_account(course: Course, teacher: User) -> None:
    bob = member(course, "bob", Role.INSTRUCTOR)
    enrolment.create_link(course, bob)
    bob.delete()
    assert str(Event.objects.get()) == "bob made an enrolment link"
