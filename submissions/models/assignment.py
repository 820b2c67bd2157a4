from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

import checks.assignment
from submissions.models.course import Course


class Assignment(models.Model):
    """What is asked of a course, and by when; submissions.deadlines says what its dates mean for one student."""

    class Late(models.TextChoices):
        NONE = "none", "Counts in full"
        PERCENT = "percent", "Loses a part for each day"
        CUT_OFF = "cut_off", "Is refused"

    class Counting(models.TextChoices):
        BEST = "best", "The best"
        LAST = "last", "The last"

    course = models.ForeignKey(Course, models.CASCADE, related_name="assignments")
    slug = models.SlugField()
    title = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)
    published = models.BooleanField(default=False)
    current_revision = models.ForeignKey("Revision", models.PROTECT, null=True, blank=True, related_name="+")
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    late = models.CharField(max_length=8, choices=Late.choices, default=Late.NONE)
    late_percent = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(100)])
    late_floor = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(100)])
    attempt_limit = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    counting = models.CharField(max_length=4, choices=Counting.choices, default=Counting.BEST)
    results_published = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "slug"]
        constraints = [models.UniqueConstraint(fields=["course", "slug"], name="one_assignment_for_each_slug")]

    def __str__(self) -> str:
        return self.title


class Revision(models.Model):
    """An assignment folder as it was at one time; it never changes, so a report can always be explained."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=71)
    bundle = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="revisions"
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["assignment", "number"], name="one_revision_for_each_number")]

    def __str__(self) -> str:
        return f"{self.assignment} #{self.number}"

    @property
    def files(self) -> dict[str, bytes]:
        return unpack(self.bundle)

    def parsed(self) -> checks.assignment.Assignment:
        """The folder as the engine understands it. Raises checks.assignment.AssignmentError."""
        return _parse(_Folder(self.assignment.slug, self.digest, self.bundle))


def pack(files: Mapping[str, bytes]) -> dict[str, str]:
    """Files as a JSON column holds them: any bytes, so base64."""
    return {path: b64encode(content).decode("ascii") for path, content in files.items()}


def unpack(bundle: Mapping[str, str]) -> dict[str, bytes]:
    return {path: b64decode(content) for path, content in bundle.items()}


@dataclass(frozen=True)
class _Folder:
    """What is parsed; two with the same digest are the same, so the bundle is not compared."""

    slug: str
    digest: str
    bundle: Mapping[str, str] = field(compare=False)


@lru_cache(maxsize=64)
def _parse(folder: _Folder) -> checks.assignment.Assignment:
    return checks.assignment.parse(unpack(folder.bundle), id=folder.slug)
