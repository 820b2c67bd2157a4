"""Where submissions stand, in the words and colours of the pages."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from submissions.models import Assignment, Attempt, Enrolment, Report, Submission, User


@dataclass(frozen=True)
class Score:
    points: float
    of: float

    def __str__(self) -> str:
        return f"{self.points:g}"

    @property
    def status(self) -> "Status":
        return FULL_MARKS if self.points >= self.of else POINTS_LOST

    @property
    def maximum(self) -> str:
        return f"{self.of:g}"


@dataclass(frozen=True)
class Status:
    word: str
    tone: str


@dataclass(frozen=True)
class Row:
    """A submission in a table."""

    submission: Submission
    status: Status
    score: Score | None


@dataclass(frozen=True)
class StudentRow:
    """A student in a class list, with their newest submission."""

    student: User
    row: Row | None


NOT_STARTED = Status("Not started", "none")
QUEUED = Status("Queued", "busy")
RUNNING = Status("Running", "busy")
FULL_MARKS = Status("Full marks", "good")
POINTS_LOST = Status("Points lost", "bad")
UNGRADED: dict[str, Status] = {
    Report.Status.REJECTED: Status("Rejected", "bad"),
    Report.Status.INSTRUCTOR_ERROR: Status("Check broken", "warn"),
    Report.Status.PLATFORM_ERROR: Status("Not graded", "warn"),
}


def rows(submissions: QuerySet[Submission]) -> list[Row]:
    """One query, however many; what was handed in and what the reports say in full stays in the database."""
    newest = Attempt.objects.filter(submission=OuterRef("pk")).order_by("-created_at")
    found = submissions.annotate(
        official=FilteredRelation("reports", condition=Q(reports__official=True)),
        state=Subquery(newest.values("state")[:1]),
        verdict=F("official__status"),
        points=F("official__score"),
        of=F("official__max_score"),
    )
    return [_row(each) for each in found.select_related("author").defer("files")]


def of_students(assignment: Assignment) -> list[StudentRow]:
    """Every student of the course, by name, with their newest submission. Two queries."""
    students = User.objects.filter(
        enrolments__course=assignment.course_id, enrolments__role=Enrolment.Role.STUDENT
    ).order_by("username")
    same_author = Submission.objects.filter(assignment=assignment, author=OuterRef("author")).order_by("-created_at")
    newest = Submission.objects.filter(assignment=assignment, pk=Subquery(same_author.values("pk")[:1]))
    found = {row.submission.author_id: row for row in rows(newest)}
    return [StudentRow(each, found.get(each.pk)) for each in students]


def _row(found: Any) -> Row:
    if found.verdict is None:
        return Row(found, RUNNING if found.state == Attempt.State.RUNNING else QUEUED, None)
    if found.verdict in UNGRADED:
        return Row(found, UNGRADED[found.verdict], None)
    score = Score(found.points, found.of)
    return Row(found, score.status, score)
