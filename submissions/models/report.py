from django.db import models
from django.db.models import Q

import checks.report
from submissions.models.attempt import Attempt
from submissions.models.submission import Submission


class Report(models.Model):
    """What came of an attempt. A submission's official report is the one that its grade is taken from."""

    class Status(models.TextChoices):
        GRADED = "graded"
        REJECTED = "rejected"
        INSTRUCTOR_ERROR = "instructor_error"
        PLATFORM_ERROR = "platform_error"

    attempt = models.OneToOneField(Attempt, models.CASCADE, related_name="report")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="reports")
    official = models.BooleanField(default=True)
    status = models.CharField(max_length=16, choices=Status.choices)
    score = models.FloatField()
    max_score = models.FloatField()
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(official=True), name="one_official_report_for_each_submission"
            )
        ]

    def __str__(self) -> str:
        return f"{self.status}, {self.score:g} of {self.max_score:g}"

    def parsed(self) -> checks.report.Report:
        """The result object that every page and renderer reads."""
        return checks.report.Report.from_json(self.body)
