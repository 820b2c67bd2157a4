from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm

from submissions.models import User


@cache
def zones() -> list[tuple[str, str]]:
    """Those that people know by a place, and UTC."""
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix")))
    return [("", "UTC"), *((name, name.replace("_", " ")) for name in places)]


class AccountForm(forms.ModelForm):  # type: ignore[type-arg] # takes no type when it runs
    time_zone = forms.ChoiceField(choices=zones, required=False, help_text="Dates and deadlines are shown in it.")

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "time_zone"]


class SignUpForm(BaseUserCreationForm):  # type: ignore[type-arg] # takes no type when it runs
    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("first_name", "last_name", "email"):
            self.fields[name].required = True
