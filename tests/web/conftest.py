"""A small world: a course with one assignment, its people, and one submission whose report is there."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from django.test import Client

import checks.report
from submissions import attempts, intake
from submissions.models import Assignment, Attempt, Course, Enrolment, Submission, User
from submissions.publishing import publish
from tests.web.reports import blocked

FILES: Mapping[str, bytes] = {
    "assignment.toml": b'title = "Slow view"\n[[routes]]\npath = "slow/"\nview = "slow_view"\n',
    "README.md": b"# Slow view\n\nWrite a view that **waits**.\n\n<script>alert(1)</script>\n",
    "starter/views.py": b"async def slow_view(request):\n    ...\n",
}
VIEW = b"import time\n\n\nasync def slow_view(request):\n    time.sleep(2)\n"


@dataclass(frozen=True)
class World:
    """``outsider`` is a student of another course, ``teammate`` another student of the same one."""

    course: Course
    assignment: Assignment
    owner: User
    teammate: User
    outsider: User
    assistant: User
    instructor: User
    submission: Submission


@pytest.fixture
def world(db: None) -> World:
    course = Course.objects.create(slug="async", title="Asynchronous views")
    other = Course.objects.create(slug="other", title="Another course")
    role = Enrolment.Role
    people = {
        "owner": enrolled(course, "owner", role.STUDENT),
        "teammate": enrolled(course, "teammate", role.STUDENT),
        "outsider": enrolled(other, "outsider", role.STUDENT),
        "assistant": enrolled(course, "assistant", role.ASSISTANT),
        "instructor": enrolled(course, "instructor", role.INSTRUCTOR),
    }
    assignment = publish(course, "slow-view", FILES, position=1)
    submission = intake.submit(people["owner"], assignment, {"views.py": VIEW})
    return World(course=course, assignment=assignment, submission=submission, **people)


@pytest.fixture
def graded(world: World) -> Submission:
    finish(world.submission, blocked())
    return world.submission


def enrolled(course: Course, name: str, role: Enrolment.Role) -> User:
    user = User.objects.create_user(name)
    Enrolment.objects.create(course=course, user=user, role=role)
    return user


def finish(submission: Submission, report: checks.report.Report) -> None:
    """Grades the submission as a worker does."""
    claim = attempts.claim(Attempt.objects.get(submission=submission).id, attempts.RESEND_AFTER)
    assert claim is not None
    assert attempts.finish(claim, report)


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client
