import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from submissions.models.assignment import Assignment, Revision


class Submission(models.Model):
    """What a student handed in: text files by name, with what was said of it when it came.

    ``counts``: whether it uses one of the student's attempts, and ``number`` is which. ``penalty``: the percent of its
    points that lateness takes. ``trying``: a try that is not graded yet; a student has one at a time.
    """

    class Kind(models.TextChoices):
        SUBMIT = "submit"
        TRY = "try"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="submissions")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="submissions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions")
    files = models.JSONField()
    digest = models.CharField(max_length=71)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.SUBMIT)
    counts = models.BooleanField(default=True)
    number = models.PositiveIntegerField(null=True)
    days_late = models.PositiveIntegerField(default=0)
    penalty = models.FloatField(default=0)
    trying = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["author", "assignment", "-created_at"], name="submissions_of_a_student"),
            models.Index(fields=["assignment", "-created_at"], name="submissions_to_an_assignment"),
        ]
        constraints = [
            # Of two that are sent at once for the last attempt the database takes one.
            models.UniqueConstraint(
                fields=["assignment", "author", "number"],
                condition=Q(counts=True),
                name="one_submission_for_each_attempt",
            ),
            models.UniqueConstraint(fields=["author"], condition=Q(trying=True), name="one_try_at_a_time"),
            models.CheckConstraint(
                condition=Q(kind="submit", trying=False) | Q(kind="try", counts=False),
                name="tries_use_no_attempt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}'s {self.assignment} of {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def contents(self) -> dict[str, bytes]:
        """The files as the engine takes them."""
        return {path: text.encode() for path, text in self.files.items()}
