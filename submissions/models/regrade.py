from django.conf import settings
from django.db import models

from submissions.models.assignment import Assignment, Revision


class Regrade(models.Model):
    """Submissions that are graded again. What comes of it is looked at before it is made official, or dropped."""

    class Which(models.TextChoices):
        ALL = "all", "All submissions"
        LATEST = "latest", "The latest of each student"
        BEST = "best", "The one that counts of each student"
        FAILED = "failed", "Those without full marks"

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="regrades")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    which = models.CharField(max_length=6, choices=Which.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"regrade of {self.assignment}: {self.get_which_display()}"

    @property
    def decided(self) -> bool:
        return self.accepted_at is not None or self.dropped_at is not None
