import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from submissions.models.course import Course


def new_token() -> str:
    return secrets.token_urlsafe(24)


class EnrolmentLink(models.Model):
    """Whoever has it and an account becomes a student of the course, until it expires or is revoked."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="links")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    section = models.CharField(max_length=100, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"link to {self.course}"

    @classmethod
    def open_at(cls, now: datetime) -> QuerySet["EnrolmentLink"]:
        return cls.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)
