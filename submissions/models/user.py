from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models

DEFAULT_ZONE = "UTC"


def known_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(f"{name} is no time zone; they are written like Europe/Berlin.")


class User(AbstractUser):
    """A person; what they may do is said by their enrolments."""

    time_zone = models.CharField(max_length=64, blank=True, validators=[known_zone])

    @property
    def zone(self) -> ZoneInfo:
        """In which this person reads and writes times."""
        return ZoneInfo(self.time_zone or DEFAULT_ZONE)

    @property
    def shown_name(self) -> str:
        return self.get_full_name() or self.username
