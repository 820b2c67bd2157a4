from typing import Any
from uuid import uuid4

from django import forms

from checks.intake import MAIN, MAX_BYTES
from submissions.models import Submission

# Without autocomplete="off", which would keep browsers from restoring the text when the student goes back.
EDITOR = {"rows": 18, "spellcheck": "false", "autocapitalize": "off", "wrap": "off"}


class HandInForm(forms.Form):
    """Pasted text or one uploaded file. What was prefilled and never touched does not count as pasted beside a file.

    ``once`` is this form's own number, so that pressing the button twice hands in once.
    """

    # A plain field: whether the text is one that can be read is for checks.intake to say, in one place.
    text = forms.Field(required=False, widget=forms.Textarea(attrs=EDITOR))
    kind = forms.ChoiceField(required=False, choices=Submission.Kind.choices)
    once = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    file = forms.FileField(required=False, allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ".py"}))

    def __init__(self, data: Any = None, files: Any = None, *, prefilled: str) -> None:
        super().__init__(data, files, initial={"text": prefilled, "once": uuid4()})
        self.prefilled = prefilled

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        pasted, uploaded = bool(self._pasted().strip()), cleaned.get("file") is not None
        if len(self.files.getlist("file")) > 1:
            raise forms.ValidationError("There are several files, and one is handed in. Choose the one with your view.")
        if uploaded and pasted and self._pasted().strip() != self.prefilled.strip():
            raise forms.ValidationError(
                "There is both text and a file, and only one can be handed in. Submit this text as it is, or empty it"
                " and choose the file again."
            )
        if not uploaded and not pasted:
            raise forms.ValidationError("There is nothing to hand in. Paste your code or choose a file.")
        return cleaned

    def clean_kind(self) -> Submission.Kind:
        return Submission.Kind(self.cleaned_data["kind"] or Submission.Kind.SUBMIT)

    def files_handed_in(self) -> dict[str, bytes]:
        """What was handed in, by name, as checks.intake takes it. Only for a valid form."""
        upload = self.cleaned_data["file"]
        if upload is None:
            return {MAIN: self._pasted().encode()}
        # Browsers rename downloads to "views (1).py"; a single Python file can only be the one that is asked for.
        name = MAIN if upload.name.endswith(".py") else upload.name
        return {name: upload.read(MAX_BYTES + 1)}

    def _pasted(self) -> str:
        """The text with the line ends that the student typed: a form sends every one of them as CR LF."""
        return (self.cleaned_data.get("text") or "").replace("\r\n", "\n")
