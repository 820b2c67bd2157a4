import uuid

from django.conf import settings
from django.db import models

from submissions.models.assignment import Assignment, Revision


class Submission(models.Model):
    """What a student handed in: text files by name. ``counts`` says whether it uses one of the student's attempts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="submissions")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="submissions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions")
    files = models.JSONField()
    digest = models.CharField(max_length=71)
    counts = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["author", "assignment", "-created_at"], name="submissions_of_a_student"),
            models.Index(fields=["assignment", "-created_at"], name="submissions_to_an_assignment"),
        ]

    def __str__(self) -> str:
        return f"{self.author}'s {self.assignment} of {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def contents(self) -> dict[str, bytes]:
        """The files as the engine takes them."""
        return {path: text.encode() for path, text in self.files.items()}
