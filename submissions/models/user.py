from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person; what they may do is said by their enrolments."""
