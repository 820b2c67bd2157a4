from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from submissions.models.assignment import Assignment
from submissions.models.course import Course


class AppendOnly(Exception):
    """Somebody tried to change what has been written down."""


class EventQuerySet(models.QuerySet["Event"]):
    """Reads, and adds."""

    def _refuse(self, *_args: Any, **_values: Any) -> NoReturn:
        raise AppendOnly("The log is only ever added to.")

    update = delete = bulk_update = update_or_create = _refuse


class Event(models.Model):
    """Who changed what in a course. Names are kept as they were, so the log outlives what it speaks of."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="events")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    assignment = models.ForeignKey(Assignment, models.SET_NULL, null=True, related_name="events")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    summary = models.CharField(max_length=500)
    detail = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["course", "-id"], name="events_of_a_course")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.summary}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("The log is only ever added to.")
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise AppendOnly("The log is only ever added to.")
