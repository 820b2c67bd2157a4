"""Carries a roster out: all of it in one transaction, if it is still what was looked at."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from submissions import log, roster
from submissions.models import Course, Enrolment, User
from submissions.roster import Change, Plan


class NotAsPlanned(Exception):
    """Nothing was changed; ``plan`` is how things are now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("The course has changed since, so nothing was done. Look at it again.")
        self.plan = plan


def carry_out(course: Course, text: str, digest: str, by: User) -> Plan:
    """Does what the plan with this digest says. Raises NotAsPlanned, and csvfiles.Unreadable."""
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)
        plan = roster.plan(course, text)
        if plan.problems or plan.digest != digest:
            raise NotAsPlanned(plan)
        _enrol(course, [each for each in plan.changes if each.enrolment is None])
        _update([each for each in plan.changes if each.kind == "changed"])
        if plan.effective:
            told = [f"{each.line.login}: {', '.join(each.differences)}" for each in plan.effective]
            log.record(by, course, f"imported a roster: {_sum(plan)}", changes=told)
    return plan


def _enrol(course: Course, changes: list[Change]) -> None:
    new = [_account(each) for each in changes if each.user is None]
    accounts = {user.username: user for user in User.objects.bulk_create(new)}
    Enrolment.objects.bulk_create(_enrolment(course, each, accounts) for each in changes)


def _account(change: Change) -> User:
    """With a password that nobody has: its owner sets one by the link that the instructor hands out."""
    line = change.line
    return User(
        username=line.login,
        email=line.email,
        first_name=line.first,
        last_name=line.last,
        password=make_password(None),
    )


def _enrolment(course: Course, change: Change, accounts: dict[str, User]) -> Enrolment:
    line = change.line
    return Enrolment(
        course=course,
        user=change.user or accounts[line.login],
        role=line.role or Enrolment.Role.STUDENT,
        section=line.section or "",
        number=line.student_number or "",
        invited=change.user is None,
    )


def _update(changes: list[Change]) -> None:
    for change in changes:
        if change.enrolment is None:
            continue
        line = change.line
        values = {"role": line.role, "section": line.section, "number": line.student_number}
        for name, value in values.items():
            setattr(change.enrolment, name, getattr(change.enrolment, name) if value is None else value)
    changed = [each.enrolment for each in changes if each.enrolment]
    Enrolment.objects.bulk_update(changed, ["role", "section", "number"])


def _sum(plan: Plan) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in plan.counts.items() if kind != "unchanged")
