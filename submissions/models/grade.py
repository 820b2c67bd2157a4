from django.conf import settings
from django.db import models

from submissions.models.assignment import Assignment
from submissions.models.report import Report
from submissions.models.submission import Submission


class Result(models.Model):
    """What a submission is worth now: its official report and what was overridden in it. See submissions.results.

    ``judged``: whether it can be taken for the grade. ``points``: what is left of ``score`` when lateness has taken its
    part. The score is divided by when a student may see it: always, after the due date, after publishing; what is
    missing from the sum is never shown. Where the whole score is overridden it is shown as it is.
    """

    submission = models.OneToOneField(Submission, models.CASCADE, primary_key=True, related_name="result")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    status = models.CharField(max_length=16, choices=Report.Status.choices)
    judged = models.BooleanField()
    overridden = models.BooleanField(default=False)
    score = models.FloatField()
    max_score = models.FloatField()
    points = models.FloatField()
    always_score = models.FloatField()
    always_max = models.FloatField()
    due_score = models.FloatField()
    due_max = models.FloatField()
    failures = models.JSONField(default=list)
    """What its findings are of: pairs of the rule and the code that it speaks of, such as ``requests.get``."""
    published_score = models.FloatField()
    published_max = models.FloatField()

    def __str__(self) -> str:
        return f"{self.points:g} of {self.max_score:g}"


class Grade(models.Model):
    """Where a student stands in an assignment: the submission that counts and its points. See submissions.grades."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="grades")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grades")
    submission = models.ForeignKey(Submission, models.SET_NULL, null=True, related_name="+")
    points = models.FloatField(null=True)
    max_points = models.FloatField(null=True)
    penalty = models.FloatField(default=0)
    overridden = models.BooleanField(default=False)
    submissions = models.PositiveIntegerField(default=0)
    first_full_marks = models.PositiveIntegerField(null=True)
    """Which of the student's submissions had full marks first, counted from 1."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "student"], name="one_grade_for_each_student")]

    def __str__(self) -> str:
        return f"{self.student} in {self.assignment}: {self.points}"
