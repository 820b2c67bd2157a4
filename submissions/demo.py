"""The demo course: the sample assignments, a student and an instructor whose passwords are their names."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from checks.assignment import read_folder
from submissions.models import Course, Enrolment, Revision, User
from submissions.publishing import publish

FOLDER: Path = settings.BASE_DIR / "assignments"
SLUG = "async-views"
LESSONS = ("hello", "slow-view", "fetch-data", "dashboard", "book-list", "proxy")
PEOPLE = {"student": Enrolment.Role.STUDENT, "instructor": Enrolment.Role.INSTRUCTOR}


def load(folder: Path = FOLDER) -> Course:
    """Makes what is missing and renews what has changed; may be called at every start."""
    with transaction.atomic():
        course, _ = Course.objects.get_or_create(slug=SLUG, defaults={"title": "Asynchronous views"})
        for name, role in PEOPLE.items():
            Enrolment.objects.get_or_create(course=course, user=_person(name), defaults={"role": role})
        for position, lesson in enumerate(lessons(folder), 1):
            if not _is_edited(course, lesson):
                publish(course, lesson, read_folder(folder / lesson), position=position)
    return course


def lessons(folder: Path) -> list[str]:
    """The first course in its order, then whatever else is there."""
    found = {path.parent.name for path in folder.glob("*/assignment.toml")}
    return [name for name in LESSONS if name in found] + sorted(found.difference(LESSONS))


def _is_edited(course: Course, lesson: str) -> bool:
    """What somebody wrote here is not taken from them by a newer sample."""
    return Revision.objects.filter(
        assignment__course=course, assignment__slug=lesson, created_by__isnull=False
    ).exists()


def _person(name: str) -> User:
    """The password is set once only: one that was changed stays changed. Who teaches may make courses."""
    teaches = PEOPLE[name] == Enrolment.Role.INSTRUCTOR
    user, created = User.objects.get_or_create(username=name, defaults={"is_staff": teaches})
    if created:
        user.set_password(name)
        user.save(update_fields=["password"])
    return user
