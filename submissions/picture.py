"""How a class does in one assignment: scores, how many attempts success took, and what most of them fail by."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from checks.rules import RULES
from submissions.models import Assignment, Enrolment, Grade, Result

BINS = 10


@dataclass(frozen=True)
class Bar:
    label: str
    count: int


@dataclass(frozen=True)
class Failure:
    """``subject``: the code that it is about, such as ``requests.get``; empty where the rule says it all."""

    rule: str
    title: str
    subject: str
    count: int


@dataclass(frozen=True)
class Picture:
    """``graded``: the students whose submission counts, which all other numbers are of. ``mean`` is to be read."""

    students: int
    handed_in: int
    graded: int
    mean: str
    scores: tuple[Bar, ...]
    attempts: tuple[Bar, ...]
    failures: tuple[Failure, ...]


def of(assignment: Assignment) -> Picture:
    """Three queries, and as much work as the class has students."""
    everybody = Enrolment.objects.filter(course=assignment.course_id, role=Enrolment.Role.STUDENT)
    grades = list(_grades(assignment).values_list("points", "max_points", "first_full_marks"))
    parts = [points / of * 100 for points, of, _ in grades if points is not None and of]
    return Picture(
        students=everybody.count(),
        handed_in=len(grades),
        graded=len(parts),
        mean=f"{sum(parts) / len(parts):.0f} %" if parts else "none",
        scores=_scores(parts),
        attempts=_attempts([needed for _, _, needed in grades if needed]),
        failures=_failures(assignment),
    )


def _grades(assignment: Assignment) -> QuerySet[Grade]:
    """Of those who are students now: who teaches and who has left is not in the picture."""
    enrolled = Enrolment.objects.filter(course=assignment.course_id, role=Enrolment.Role.STUDENT)
    return Grade.objects.filter(assignment=assignment, student__in=enrolled.values("user"))


def _scores(parts: list[float]) -> tuple[Bar, ...]:
    """Ten parts of the scale and full marks."""
    found = Counter(min(int(part // (100 / BINS)), BINS) for part in parts)
    labels = [f"{each * 10} to {each * 10 + 9} %" for each in range(BINS)] + ["100 %"]
    return tuple(Bar(label, found[place]) for place, label in enumerate(labels))


def _attempts(needed: list[int]) -> tuple[Bar, ...]:
    found = Counter(min(each, BINS) for each in needed)
    last = max(found, default=0)
    return tuple(Bar(f"{each}{'+' if each == BINS else ''}", found[each]) for each in range(1, last + 1))


def _failures(assignment: Assignment) -> tuple[Failure, ...]:
    """Each student once for each rule and what it is about, by the submission that counts."""
    counting = Result.objects.filter(submission__in=_grades(assignment).values("submission"))
    found = Counter((rule, subject) for pairs in counting.values_list("failures", flat=True) for rule, subject in pairs)
    return tuple(
        Failure(rule, RULES[rule].title if rule in RULES else rule, subject, count)
        for (rule, subject), count in sorted(found.items(), key=lambda each: (-each[1], each[0]))
    )
