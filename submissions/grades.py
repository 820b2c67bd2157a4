"""Which submission counts for a student, kept as one row for each student and assignment.

Call ``refresh`` in the transaction that changes what it is made of. The row is locked first, so that of two reports
that come at once the second sees what the first has written.
"""

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from submissions.models import Assignment, Grade, Submission


def refresh(assignment_id: int, student_id: int) -> Grade:
    """The best or the last judged submission, as the assignment says; of equals the earlier one."""
    Grade.objects.get_or_create(assignment_id=assignment_id, student_id=student_id)
    grade = Grade.objects.select_for_update().get(assignment_id=assignment_id, student_id=student_id)
    counting = Assignment.objects.values_list("counting", flat=True).get(pk=assignment_id)
    handed_in = Submission.objects.filter(assignment=assignment_id, author=student_id, kind=Submission.Kind.SUBMIT)
    official = in_order(handed_in.filter(result__judged=True), counting).select_related("result").first()
    grade.submissions = handed_in.count()
    grade.first_full_marks = _first_full_marks(handed_in)
    _take(grade, official)
    grade.save()
    return grade


def refresh_all(assignment: Assignment) -> None:
    """After a change that concerns everybody."""
    for student in Grade.objects.filter(assignment=assignment).values_list("student_id", flat=True):
        refresh(assignment.pk, student)


def in_order(judged: QuerySet[Submission], counting: str) -> QuerySet[Submission]:
    """The one that counts first."""
    if counting == Assignment.Counting.LAST:
        return judged.order_by("-created_at")
    return judged.order_by("-result__points", "created_at")


def _take(grade: Grade, official: Submission | None) -> None:
    grade.submission = official
    grade.points = official.result.points if official else None
    grade.max_points = official.result.max_score if official else None
    grade.penalty = official.penalty if official else 0
    grade.overridden = official.result.overridden if official else False


def _first_full_marks(handed_in: QuerySet[Submission]) -> int | None:
    """Which judged submission, counted from 1, was the first without a lost point."""
    judged = handed_in.filter(result__judged=True).annotate(
        place=Window(RowNumber(), order_by=F("created_at").asc()), lost=F("result__max_score") - F("result__score")
    )
    return next((place for place, lost in judged.order_by("place").values_list("place", "lost") if lost <= 0), None)
