"""Assignment folders become revisions, and revisions become what students work on.

Whoever writes an assignment saves revisions; students meet the one that was published last, so what is half done or not
validated never reaches them. As long as an assignment is not published, its newest revision is what staff try out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max

import checks.assignment
from submissions import log, validations
from submissions.models import Assignment, Course, Revision, User
from submissions.models.assignment import pack

Files = Mapping[str, bytes]


class Refused(Exception):
    """It must not be published; the message says why."""


class Taken(Exception):
    """There is an assignment of this name in the course."""


@dataclass
class Overtaken(Exception):
    """Somebody saved the same files meanwhile. ``files`` is what was to be saved with what else was changed."""

    newest: Revision
    paths: tuple[str, ...]
    files: dict[str, bytes]

    @property
    def listed(self) -> str:
        return ", ".join(self.paths)


def publish(course: Course, slug: str, files: Files, *, position: int = 0, by: User | None = None) -> Assignment:
    """The assignment with these files as its current revision; the same files again change nothing.

    For commands, which validate by themselves. A new one is published; one that was hidden from students meanwhile
    stays so. Raises checks.assignment.AssignmentError.
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


def create(course: Course, slug: str, files: Files, by: User) -> Assignment:
    """A new assignment at the end of the course, which students do not see yet.

    Raises Taken, and checks.assignment.AssignmentError.
    """
    parsed = checks.assignment.parse(files, id=slug)
    try:
        with transaction.atomic():
            last = course.assignments.aggregate(last=Max("position"))["last"] or 0
            assignment = Assignment.objects.create(course=course, slug=slug, title=parsed.title, position=last + 1)
            assignment.current_revision = _revise(assignment, files, parsed.digest, by)
            assignment.save(update_fields=["current_revision"])
            log.record(by, course, f"created the assignment {parsed.title}", assignment=assignment)
    except IntegrityError as error:
        raise Taken(f"There is an assignment {slug} in this course already.") from error
    return assignment


def newest(assignment: Assignment) -> Revision:
    found = Revision.objects.filter(assignment=assignment).select_related("assignment").order_by("-number").first()
    if found is None:
        raise ValueError(f"{assignment.slug} has no revision")
    return found


def save(assignment: Assignment, files: Files, base: Revision, by: User) -> Revision:
    """The files as the newest revision; the same as the newest make none. ``base`` is what was edited.

    What others changed meanwhile in other files stays. Raises Overtaken where it is in the same, and
    checks.assignment.AssignmentError.
    """
    with transaction.atomic():
        locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
        last = newest(locked)
        merged, both = merge(base.files, files, last.files)
        if both:
            raise Overtaken(last, both, merged)
        parsed = checks.assignment.parse(merged, id=locked.slug)
        if parsed.digest == last.digest:
            return last
        revision = _revise(locked, merged, parsed.digest, by)
        if not locked.published:
            _show(revision)
        log.record(by, locked.course, f"saved revision {revision.number}", assignment=locked)
    return revision


def merge(base: Files, mine: Files, theirs: Files) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Mine with what they changed in files that I left alone, and the paths that both of us changed."""
    paths = base.keys() | mine.keys() | theirs.keys()
    by_me = {path for path in paths if base.get(path) != mine.get(path)}
    by_them = {path for path in paths if base.get(path) != theirs.get(path)}
    chosen = {path: (mine if path in by_me else theirs).get(path) for path in sorted(paths)}
    both = tuple(sorted(path for path in by_me & by_them if mine.get(path) != theirs.get(path)))
    return {path: content for path, content in chosen.items() if content is not None}, both


def release(revision: Revision, by: User) -> None:
    """Students work on this revision from now on. Raises Refused."""
    if why := validations.obstacle(revision):
        raise Refused(why)
    with transaction.atomic():
        _show(revision)
        Assignment.objects.filter(pk=revision.assignment_id).update(published=True)
        summary = f"published revision {revision.number}"
        log.record(by, revision.assignment.course, summary, assignment=revision.assignment)


def hide(assignment: Assignment, by: User) -> None:
    """Students no longer see the assignment; what they handed in stays."""
    with transaction.atomic():
        if Assignment.objects.filter(pk=assignment.pk, published=True).update(published=False):
            log.record(by, assignment.course, "hid the assignment from students", assignment=assignment)


def _show(revision: Revision) -> None:
    title = revision.parsed().title
    Assignment.objects.filter(pk=revision.assignment_id).update(current_revision=revision, title=title)


def _revise(assignment: Assignment, files: Files, digest: str, by: User | None) -> Revision:
    number = assignment.revisions.count() + 1
    return assignment.revisions.create(number=number, digest=digest, bundle=pack(files), created_by=by)
