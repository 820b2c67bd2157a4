from django.conf import settings
from django.db import models


class Course(models.Model):
    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Enrolment", related_name="courses")

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Enrolment(models.Model):
    """``invited``: the account was made for this enrolment, so who teaches here may hand out its first login."""

    class Role(models.TextChoices):
        INSTRUCTOR = "instructor"
        ASSISTANT = "assistant"
        STUDENT = "student"

    course = models.ForeignKey(Course, models.CASCADE, related_name="enrolments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.STUDENT)
    section = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=100, blank=True)
    """What the institution calls this member: Canvas' SIS User ID, Moodle's ID number."""
    invited = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "user"], name="one_enrolment_for_each_member")]

    def __str__(self) -> str:
        return f"{self.user} in {self.course}: {self.role}"
