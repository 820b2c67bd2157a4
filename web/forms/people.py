from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from submissions import csvfiles, roster
from submissions.models import Enrolment

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class LinkForm(forms.Form):
    expires_at = forms.DateTimeField(label="Expires", required=False, widget=MOMENT)
    section = forms.CharField(required=False, max_length=100)

    def clean_expires_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["expires_at"]
        if moment is not None and moment <= timezone.now():
            raise forms.ValidationError("A link that has expired already lets nobody in. Choose a later moment.")
        return moment


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Enrolment.Role.choices)


class RosterForm(forms.Form):
    """A file or pasted text; ``digest`` says which plan was looked at."""

    file = forms.FileField(required=False, allow_empty_file=True, label="CSV file")
    text = forms.CharField(required=False, strip=False, widget=forms.Textarea, label="Or paste it")
    digest = forms.CharField(required=False, max_length=64)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if upload := cleaned.get("file"):
            cleaned["text"] = self._decoded(upload.read(roster.MOST_BYTES + 1))
        if not (cleaned.get("text") or "").strip():
            raise forms.ValidationError("There is nothing to import. Choose a file or paste a class list.")
        return cleaned

    def _decoded(self, data: bytes) -> str:
        if len(data) > roster.MOST_BYTES:
            raise forms.ValidationError("The file is larger than 1 MB. Split it.")
        try:
            return csvfiles.decoded(data)
        except csvfiles.Unreadable as error:
            raise forms.ValidationError(str(error)) from None
