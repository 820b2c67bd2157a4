"""Assignment folders become revisions."""

from collections.abc import Mapping

from django.db import transaction

import checks.assignment
from submissions.models import Assignment, Course, Revision, User
from submissions.models.assignment import pack


def publish(
    course: Course, slug: str, files: Mapping[str, bytes], *, position: int = 0, by: User | None = None
) -> Assignment:
    """The assignment with these files as its current revision; the same files again change nothing.

    A new one is published; one that was hidden from students meanwhile stays so.

    Raises checks.assignment.AssignmentError.
    """
    parsed = checks.assignment.parse(files, id=slug)
    described = {"title": parsed.title, "position": position}
    with transaction.atomic():
        assignment, _ = Assignment.objects.update_or_create(
            course=course,
            slug=slug,
            defaults=described,
            create_defaults=described | {"published": True},
        )
        if assignment.current_revision is None or assignment.current_revision.digest != parsed.digest:
            assignment.current_revision = _revise(assignment, files, parsed.digest, by)
            assignment.save(update_fields=["current_revision"])
    return assignment


def _revise(assignment: Assignment, files: Mapping[str, bytes], digest: str, by: User | None) -> Revision:
    number = assignment.revisions.count() + 1
    return assignment.revisions.create(number=number, digest=digest, bundle=pack(files), created_by=by)
