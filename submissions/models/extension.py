from django.conf import settings
from django.db import models

from submissions.models.assignment import Assignment


class Extension(models.Model):
    """More time or more attempts for one student."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="extensions")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="extensions")
    due_at = models.DateTimeField(null=True, blank=True)
    extra_attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["assignment", "student"], name="one_extension_for_each_student")]

    def __str__(self) -> str:
        return f"extension of {self.assignment} for {self.student}"
