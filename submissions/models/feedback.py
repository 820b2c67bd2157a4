from django.conf import settings
from django.db import models
from django.db.models import Q

from submissions.models.submission import Submission


class Override(models.Model):
    """Points that a person gave, for a check or, where ``check_id`` is empty, for the whole submission."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="overrides")
    check_id = models.CharField(max_length=100, blank=True)
    points = models.FloatField()
    reason = models.CharField(max_length=500)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "check_id"],
                condition=Q(withdrawn_at=None),
                name="one_override_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_id or 'score'}: {self.points:g}"


class Comment(models.Model):
    """What a person says of a submission, or of one of its lines."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="comments")
    path = models.CharField(max_length=200, blank=True)
    line = models.PositiveIntegerField(null=True)
    text = models.TextField(max_length=4000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["path", "line", "created_at"]

    def __str__(self) -> str:
        return self.text
