"""What a new course or assignment starts from."""

from collections.abc import Mapping
from functools import cache

import tomlkit
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

import grader.starting
from checks.assignment import load, read_folder
from checks.assignment.errors import TOML
from submissions import demo, log
from submissions.models import Assignment, Course, Enrolment, User
from submissions.permissions import GRANTED, Permission
from submissions.publishing import Taken

MANAGERS = tuple(role for role, granted in GRANTED.items() if Permission.MANAGE in granted)


def create_course(slug: str, title: str, by: User) -> Course:
    """A course with its first instructor. Raises Taken."""
    try:
        with transaction.atomic():
            course = Course.objects.create(slug=slug, title=title)
            Enrolment.objects.create(course=course, user=by, role=Enrolment.Role.INSTRUCTOR)
            log.record(by, course, "created the course")
    except IntegrityError as error:
        raise Taken(f"There is a course {slug} already.") from error
    return course


def scaffold() -> dict[str, bytes]:
    """The small assignment of ``grader assignment new``."""
    return read_folder(grader.starting.FOLDER)


@cache
def samples() -> dict[str, str]:
    """The titles of the sample assignments by their names; none where they are not installed."""
    return {name: load(demo.FOLDER / name).title for name in demo.lessons(demo.FOLDER)}


def sample(name: str) -> dict[str, bytes]:
    """``name`` is one of ``samples``."""
    return read_folder(demo.FOLDER / name)


def copyable(user: User) -> QuerySet[Assignment]:
    """The assignments of all courses where this person writes them."""
    managed = Enrolment.objects.filter(user=user, role__in=MANAGERS).values("course")
    return Assignment.objects.filter(course__in=managed, revisions__isnull=False).distinct().select_related("course")


def titled(files: Mapping[str, bytes], title: str) -> dict[str, bytes]:
    """The files with another title, and everything else as it was written."""
    document = tomlkit.parse(files[TOML].decode("utf-8-sig"))
    document["title"] = title
    return {**files, TOML: tomlkit.dumps(document).encode()}
