"""Assignments in the database of a service, for commands that run beside it."""

import os
from collections.abc import Mapping
from pathlib import Path

import click


def files_of(course: str, name: str, data: Path | None) -> dict[str, bytes]:
    """The files of the current revision."""
    set_up(data)
    from submissions.models import Assignment

    found = Assignment.objects.filter(course__slug=course, slug=name).select_related("current_revision").first()
    if found is None or found.current_revision is None:
        raise click.ClickException(f"There is no assignment {name} in a course {course}.")
    return found.current_revision.files


def publish(course: str, name: str, files: Mapping[str, bytes], data: Path | None) -> str:
    """A new revision, or a new assignment at the end of the course; a sentence that says which."""
    set_up(data)
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_slug

    from submissions import publishing
    from submissions.models import Course

    found = Course.objects.filter(slug=course).first()
    if found is None:
        known = ", ".join(Course.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise click.ClickException(f"There is no course {course}. There are: {known}.")
    try:
        validate_slug(name)
    except ValidationError as error:
        raise click.ClickException(
            f"{name!r} cannot be a short name: use letters, digits, - and _. Give one with --name."
        ) from error
    before = found.assignments.filter(slug=name).first()
    position = before.position if before else found.assignments.count() + 1
    published = publishing.publish(found, name, files, position=position)
    number = published.current_revision.number if published.current_revision else 0
    return f"{course}/{name}: revision {number} is published."


def set_up(data: Path | None) -> None:
    """Django with the settings of the service whose folder is ``data``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grader.settings")
    if data is not None:
        os.environ["GRADER_DATA"] = str(data.resolve())
    import django
    from django.db import DatabaseError, connection

    django.setup()
    try:
        tables = connection.introspection.table_names()
    except DatabaseError as error:
        raise click.ClickException(f"The database of the service cannot be used: {error}.") from error
    if "submissions_course" not in tables:
        raise click.ClickException("There is no service here yet. Start it once with `grader up`, or name its --data.")
