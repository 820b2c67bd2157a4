"""A class list becomes enrolments: first as a plan to look at, then all of it or nothing.

1. ``read`` takes the columns of Canvas, of Moodle and of hand-made lists.
2. ``plan`` says line by line what would change, and what is wrong; it changes nothing.
3. ``carry_out`` plans again and does it, if that is still what was looked at.

An account that exists keeps its name, address and password: another course is no place to change them from.
"""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower

from submissions import csvfiles
from submissions.models import Course, Enrolment, User

COLUMNS = {
    "name": ("name", "student", "student name", "full name"),
    "first": ("first name", "firstname", "given name"),
    "last": ("last name", "lastname", "surname", "family name"),
    "email": ("email", "email address", "e mail", "mail"),
    "login": ("login", "login id", "sis login id", "username", "user name", "user"),
    "number": ("number", "sis user id", "id number", "student number", "student id"),
    "role": ("role", "roles"),
    "section": ("section", "sections", "group", "groups"),
}
ROLES = {
    **{role.value: role for role in Enrolment.Role},
    "teacher": Enrolment.Role.INSTRUCTOR,
    "ta": Enrolment.Role.ASSISTANT,
    "teaching assistant": Enrolment.Role.ASSISTANT,
    "non-editing teacher": Enrolment.Role.ASSISTANT,
    "learner": Enrolment.Role.STUDENT,
}
MOST_LINES = 5000
MOST_BYTES = 1 << 20


class Unclear(Exception):
    """A line that cannot be carried out; says why."""


Kind = Literal["new account", "enrolled", "changed", "unchanged"]


@dataclass(frozen=True)
class Line:
    """One person of the file, every value as it will be stored."""

    number: int
    login: str
    email: str
    first: str
    last: str
    role: str | None
    section: str | None
    student_number: str | None


@dataclass(frozen=True)
class Problem:
    line: int
    message: str


@dataclass(frozen=True)
class Change:
    """``differences``: what is set, and for a member from what to what."""

    line: Line
    kind: Kind
    user: User | None
    enrolment: Enrolment | None
    differences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def effective(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind != "unchanged")

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(change.kind for change in self.changes))

    @property
    def digest(self) -> str:
        """Two plans with the same digest do the same."""
        said = [(each.kind, each.line.login, each.user and each.user.pk, each.differences) for each in self.changes]
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass
class Lookup:
    """Who is there already, in three queries however long the file."""

    course: Course
    lines: list[Line]
    by_login: dict[str, User] = field(default_factory=dict)
    by_email: dict[str, list[User]] = field(default_factory=dict)
    members: dict[int, Enrolment] = field(default_factory=dict)

    def __post_init__(self) -> None:
        logins = [line.login for line in self.lines]
        emails = [line.email.lower() for line in self.lines if line.email]
        self.by_login = {user.username: user for user in User.objects.filter(username__in=logins)}
        for user in User.objects.annotate(address=Lower("email")).filter(address__in=emails):
            self.by_email.setdefault(user.email.lower(), []).append(user)
        self.members = {each.user_id: each for each in Enrolment.objects.filter(course=self.course)}

    def account(self, line: Line) -> User | None:
        """By login, else by address. Raises Unclear where that is not one person."""
        user, namesakes = self.by_login.get(line.login), self.by_email.get(line.email.lower(), [])
        if user is None and len(namesakes) > 1:
            raise Unclear(f"Several accounts have the address {line.email}. Add a login to this line.")
        if user is not None and namesakes and user not in namesakes:
            raise Unclear(
                f"The login {line.login} and the address {line.email} belong to different accounts. Remove one of them."
            )
        return user or (namesakes[0] if namesakes else None)


def plan(course: Course, text: str) -> Plan:
    """What ``text`` would change in the course. Raises csvfiles.Unreadable where it is no table at all."""
    lines, problems = read(text)
    lookup = Lookup(course, lines)
    changes: list[Change] = []
    seen: dict[object, int] = {}
    for line in lines:
        try:
            change = _change(line, lookup)
        except Unclear as error:
            problems.append(Problem(line.number, str(error)))
            continue
        who: object = change.user.pk if change.user else line.login
        if who in seen:
            problems.append(Problem(line.number, f"{line.login} is in line {seen[who]} already. Remove one of them."))
            continue
        seen[who] = line.number
        changes.append(change)
    problems += _without_instructor(changes, lookup)
    return Plan(tuple(changes), tuple(sorted(problems, key=lambda problem: problem.line)))


def read(text: str) -> tuple[list[Line], list[Problem]]:
    """The people of the file, and the lines that cannot be understood."""
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, values in csvfiles.rows(text, COLUMNS):
        if len(lines) == MOST_LINES:
            raise csvfiles.Unreadable(f"There are more than {MOST_LINES} people in the file. Split it.")
        if _is_not_a_person(values):
            continue
        try:
            lines.append(_line(number, values))
        except Unclear as error:
            problems.append(Problem(number, str(error)))
    return lines, problems


def _is_not_a_person(values: dict[str, str]) -> bool:
    """Canvas writes a line of maxima below the heading, and a student for trying things out."""
    name = values.get("name", "")
    return name == "Points Possible" or (name in ("Student, Test", "Test Student") and "email" not in values)


def _line(number: int, values: dict[str, str]) -> Line:
    email, login = values.get("email", ""), values.get("login") or values.get("email", "")
    first, last = _names(values)
    role = values.get("role")
    if not login:
        raise Unclear("There is neither login nor email.")
    _check(login, email)
    if role is not None and role.lower() not in ROLES:
        raise Unclear(f"The role “{role}” is unknown; allowed are instructor, assistant and student.")
    for name, value, most in (("name", first, 150), ("name", last, 150), ("login", login, 150)):
        if len(value) > most:
            raise Unclear(f"The {name} is longer than {most} characters.")
    return Line(
        number=number,
        login=login,
        email=email,
        first=first,
        last=last,
        role=ROLES[role.lower()] if role is not None else None,
        section=_short(values.get("section")),
        student_number=_short(values.get("number")),
    )


def _check(login: str, email: str) -> None:
    try:
        UnicodeUsernameValidator()(login)
    except ValidationError:
        message = f"The login “{login}” has other characters than letters, digits and @ . + - _."
        raise Unclear(message) from None
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise Unclear(f"“{email}” is no email address.") from None


def _names(values: dict[str, str]) -> tuple[str, str]:
    """First and last name, also from "Last, First" and "First Last"."""
    if "first" in values or "last" in values:
        return values.get("first", ""), values.get("last", "")
    name = values.get("name", "")
    if "," in name:
        last, _, first = name.partition(",")
        return first.strip(), last.strip()
    first, _, last = name.rpartition(" ")
    return (first, last) if first else (last, "")


def _short(value: str | None) -> str | None:
    return re.sub(r"\s+", " ", value)[:100] if value is not None else None


def _change(line: Line, lookup: Lookup) -> Change:
    user = lookup.account(line)
    if user is None:
        return Change(line, "new account", None, None, _set(line))
    enrolment = lookup.members.get(user.pk)
    if enrolment is None:
        return Change(line, "enrolled", user, None, _set(line))
    differences = _differences(line, enrolment)
    return Change(line, "changed" if differences else "unchanged", user, enrolment, differences)


def _set(line: Line) -> tuple[str, ...]:
    return (line.role or Enrolment.Role.STUDENT.value, *(f"section {line.section}" for _ in (1,) if line.section))


def _differences(line: Line, enrolment: Enrolment) -> tuple[str, ...]:
    wanted = {"role": line.role, "section": line.section, "number": line.student_number}
    pairs = {name: (getattr(enrolment, name), value) for name, value in wanted.items() if value is not None}
    return tuple(f"{name}: {was or 'none'} → {now}" for name, (was, now) in pairs.items() if was != now)


def _without_instructor(changes: list[Change], lookup: Lookup) -> list[Problem]:
    """A file may not take the last instructor from a course."""
    roles = {user: enrolment.role for user, enrolment in lookup.members.items()}
    was_run = Enrolment.Role.INSTRUCTOR in roles.values()
    demoted = [each for each in changes if each.enrolment and each.line.role not in (None, each.enrolment.role)]
    roles |= {each.user.pk: str(each.line.role) for each in demoted if each.user}
    instructors = [each for each in changes if each.line.role == Enrolment.Role.INSTRUCTOR]
    if not was_run or instructors or Enrolment.Role.INSTRUCTOR in roles.values():
        return []
    return [Problem(demoted[-1].line.number, "This would leave the course without an instructor.")]
