"""Where submissions stand, in the words and colours of the pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from submissions import wording
from submissions.models import Assignment, Attempt, Enrolment, Report, Submission, User
from submissions.reading import official, with_seen


@dataclass(frozen=True)
class Score:
    points: float
    of: float

    def __str__(self) -> str:
        return f"{round(self.points, 2):g}"

    @property
    def status(self) -> "Status":
        if not self.of:
            return GRADED
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
    """A submission in a table. The score is what its reader may know of, less what lateness takes."""

    submission: Submission
    status: Status
    score: Score | None

    @property
    def remark(self) -> str:
        """What it counts for, where that is not plain."""
        if self.submission.kind == Submission.Kind.TRY:
            return "A try, counts for nothing"
        if not self.submission.counts:
            return "Used no attempt"
        late = self.submission.days_late
        return wording.lateness(late, self.submission.penalty).capitalize() if late else ""


@dataclass(frozen=True)
class StudentRow:
    """A student in a class list, with their newest submission."""

    student: User
    row: Row | None


NOT_STARTED = Status("Not started", "none")
QUEUED = Status("Queued", "busy")
RUNNING = Status("Running", "busy")
GRADED = Status("Graded", "none")
FULL_MARKS = Status("Full marks", "good")
POINTS_LOST = Status("Points lost", "bad")
UNGRADED: dict[str, Status] = {
    Report.Status.REJECTED: Status("Rejected", "bad"),
    Report.Status.INSTRUCTOR_ERROR: Status("Check broken", "warn"),
    Report.Status.PLATFORM_ERROR: Status("Not graded", "warn"),
}


def rows(submissions: QuerySet[Submission], *, staff: bool) -> list[Row]:
    """One query, however many; what was handed in and what the reports say in full stays in the database."""
    newest = Attempt.objects.filter(submission=OuterRef("pk")).order_by("-created_at")
    found = with_seen(submissions, timezone.now(), staff=staff).annotate(
        state=Subquery(newest.values("state")[:1]),
        verdict=F("result__status"),
        overridden=F("result__overridden"),
    )
    return [_row(each) for each in found.select_related("author").defer("files")]


def that_counts(student: User, assignment: Assignment, now: datetime, *, staff: bool) -> Row | None:
    """The student's submission that counts, as far as the reader may know. Two queries."""
    chosen = official(Assignment.objects.filter(pk=assignment.pk), student, now, staff=staff).get().official
    return next(iter(rows(Submission.objects.filter(pk=chosen), staff=staff)), None) if chosen else None


def of_students(assignment: Assignment) -> list[StudentRow]:
    """Every student of the course, by name, with their newest submission. Two queries."""
    students = User.objects.filter(
        enrolments__course=assignment.course_id, enrolments__role=Enrolment.Role.STUDENT
    ).order_by("username")
    handed_in = Submission.objects.filter(assignment=assignment, kind=Submission.Kind.SUBMIT)
    same_author = handed_in.filter(author=OuterRef("author")).order_by("-created_at")
    newest = handed_in.filter(pk=Subquery(same_author.values("pk")[:1]))
    found = {row.submission.author_id: row for row in rows(newest, staff=True)}
    return [StudentRow(each, found.get(each.pk)) for each in students]


def _row(found: Any) -> Row:
    if found.verdict is None:
        return Row(found, RUNNING if found.state == Attempt.State.RUNNING else QUEUED, None)
    if found.verdict in UNGRADED and not found.overridden:
        return Row(found, UNGRADED[found.verdict], None)
    score = Score(found.seen, found.seen_of)
    return Row(found, score.status, score)
