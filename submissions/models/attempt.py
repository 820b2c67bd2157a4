import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from submissions.models.assignment import Revision
from submissions.models.regrade import Regrade
from submissions.models.submission import Submission


class Attempt(models.Model):
    """One grading of a submission, by one revision of its assignment.

    Who works on it is said by ``token`` until ``lease_until``, and only there.
    """

    class Queue(models.TextChoices):
        GRADE = "grade"
        REGRADE = "regrade"

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"

    class Urgency(models.IntegerChoices):
        """What waits behind what."""

        SUBMIT = 0
        TRY = 1
        REGRADE = 2

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="attempts")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="attempts")
    regrade = models.ForeignKey(Regrade, models.CASCADE, null=True, related_name="attempts")
    queue = models.CharField(max_length=8, choices=Queue.choices, default=Queue.GRADE)
    before = models.ForeignKey("Report", models.SET_NULL, null=True, related_name="+")
    """What a regrade would replace."""
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.SUBMIT)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    not_before = models.DateTimeField(default=timezone.now, editable=False)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    last_sent_at = models.DateTimeField(null=True)
    resend_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created_at"]
        indexes = [
            # Finished attempts are most of the table and none of the sweeper's business.
            models.Index(fields=["state", "resend_at"], name="attempts_to_do", condition=~Q(state="done")),
            models.Index(fields=["urgency", "created_at"], name="attempts_in_line", condition=Q(state="queued")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", token__isnull=False, lease_until__isnull=False)
                | (~Q(state="running") & Q(token__isnull=True, lease_until__isnull=True)),
                name="running_means_claimed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"

    @property
    def reference(self) -> str:
        """The short number by which a student and whoever runs the service speak of this attempt."""
        return reference(self.id)


def reference(attempt_id: uuid.UUID) -> str:
    """The start of the attempt's id, as people read it: ``3F2A-91C0``."""
    return f"{attempt_id.hex[:4]}-{attempt_id.hex[4:8]}".upper()
