"""How people come into a course, change what they are in it, and leave it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from submissions import log
from submissions.models import Course, Enrolment, EnrolmentLink, User

Role = Enrolment.Role


class LastInstructor(Exception):
    """A course is left with nobody who could run it."""

    message = "A course needs an instructor, and this is the last one. Make somebody else an instructor first."


def create_link(course: Course, by: User, *, expires_at: datetime | None = None, section: str = "") -> EnrolmentLink:
    with transaction.atomic():
        link = EnrolmentLink.objects.create(course=course, created_by=by, expires_at=expires_at, section=section)
        log.record(by, course, "made an enrolment link", expires_at=expires_at.isoformat() if expires_at else None)
    return link


def revoke_link(link: EnrolmentLink, by: User) -> bool:
    """False when it was revoked before."""
    with transaction.atomic():
        if not EnrolmentLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
            return False
        log.record(by, link.course, "revoked an enrolment link")
    return True


def open_link(token: str) -> EnrolmentLink | None:
    """None for what never was a link, and for one that expired or was revoked."""
    return EnrolmentLink.open_at(timezone.now()).filter(token=token).select_related("course").first()


def join(link: EnrolmentLink, user: User) -> bool:
    """Whether the user is new in the course; a member stays what they are."""
    values = {"role": Role.STUDENT, "section": link.section}
    with transaction.atomic():
        _, created = Enrolment.objects.get_or_create(course=link.course, user=user, defaults=values)
        if created:
            log.record(user, link.course, "joined by an enrolment link", student=user)
    return created


def change_role(enrolment: Enrolment, role: str, by: User) -> None:
    """Raises LastInstructor."""
    with transaction.atomic():
        before, course, user = enrolment.role, enrolment.course, enrolment.user
        Enrolment.objects.filter(pk=enrolment.pk).update(role=role)
        _keep_an_instructor(course)
        log.record(by, course, f"made {user.shown_name} {_a(role)}", student=user, before=before, after=role)


def remove(enrolment: Enrolment, by: User) -> None:
    """What the member handed in stays. Raises LastInstructor."""
    with transaction.atomic():
        course, user, role = enrolment.course, enrolment.user, enrolment.role
        Enrolment.objects.filter(pk=enrolment.pk).delete()
        _keep_an_instructor(course)
        log.record(by, course, f"removed {user.shown_name}", student=user, before=role)


def _keep_an_instructor(course: Course) -> None:
    """Two instructors who remove each other at once: the course's row decides who comes second."""
    Course.objects.select_for_update().get(pk=course.pk)
    if not course.enrolments.filter(role=Role.INSTRUCTOR).exists():
        raise LastInstructor(LastInstructor.message)


def _a(role: str) -> str:
    return f"{'an' if role[0] in 'ai' else 'a'} {role}"
