from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

import checks.validation
from submissions.models.assignment import Revision


class ValidationRun(models.Model):
    """Whether the checks of a revision can be trusted: one run for each revision, which may be started again.

    Who works on it is said by ``token`` until ``lease_until``. ``doing`` is the solution that is graded now, ``graded``
    how many were before it. ``result`` is a checks.validation.Validation as JSON; ``fault`` says why there is none.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"

    revision = models.OneToOneField(Revision, models.CASCADE, related_name="validation")
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0)
    doing = models.CharField(max_length=250, blank=True)
    graded = models.PositiveIntegerField(default=0)
    result = models.TextField(blank=True)
    fault = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    resend_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["resend_at"], name="validations_to_do", condition=~Q(state="done"))]

    def __str__(self) -> str:
        return f"validation of {self.revision} ({self.state})"

    @property
    def finished(self) -> bool:
        return self.state == self.State.DONE

    def parsed(self) -> checks.validation.Validation | None:
        return checks.validation.Validation.model_validate_json(self.result) if self.result else None
