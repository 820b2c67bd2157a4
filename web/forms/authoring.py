"""New courses and assignments, and folders that are uploaded."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_slug
from django.utils.text import slugify

from checks.assignment import AssignmentError
from checks.assignment.archive import MAX_ARCHIVE, unpack
from submissions import publishing, starting
from submissions.models import User

SHORT_NAME = "Stands in addresses and reports: letters, digits, - and _. Leave it empty and it is made of the title."
SCRATCH, SAMPLE, COPY, UPLOAD = "scratch", "sample", "copy", "upload"


class NewCourseForm(forms.Form):
    title = forms.CharField(max_length=200)
    slug = forms.SlugField(label="Short name", required=False, help_text=SHORT_NAME)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "slug" not in self.errors and not cleaned.get("slug"):
            cleaned["slug"] = short_name(cleaned.get("title", ""))
        return cleaned


class NewAssignmentForm(forms.Form):
    """``files`` and ``slug`` of a valid form are what the assignment starts as."""

    start = forms.ChoiceField(label="Start from")
    file = forms.FileField(
        label="Zip file of a folder",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text="As “Export” and <code>grader assignment export</code> make it. Only where you start from a file.",
    )
    title = forms.CharField(max_length=200, required=False, help_text="Leave it empty to keep the one in the files.")
    slug = forms.SlugField(label="Short name", required=False, help_text=SHORT_NAME)

    def __init__(self, data: Any = None, files: Any = None, *, user: User) -> None:
        super().__init__(data, files)
        self.user = user
        samples = [(f"{SAMPLE} {name}", title) for name, title in starting.samples().items()]
        own = [(f"{COPY} {each.pk}", f"{each.course.title}: {each.title}") for each in starting.copyable(user)]
        self.fields["start"] = forms.ChoiceField(
            label="Start from",
            choices=[
                (SCRATCH, "A small assignment that validates"),
                (UPLOAD, "A zip file"),
                ("Samples", samples),
                ("Copies of yours", own),
            ],
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        files, name = self._start(*cleaned["start"].partition(" ")[::2])
        if cleaned["title"]:
            files = starting.titled(files, cleaned["title"])
        slug = cleaned["slug"] or (short_name(cleaned["title"]) if cleaned["title"] else name)
        return cleaned | {"files": files, "slug": slug}

    def _start(self, kind: str, which: str) -> tuple[dict[str, bytes], str]:
        """The files, and what they are called."""
        if kind == UPLOAD:
            upload = self.cleaned_data["file"]
            if upload is None:
                raise forms.ValidationError("Choose the zip file to start from.")
            return unpacked(upload), short_name(upload.name.removesuffix(".zip"))
        if kind == SAMPLE:
            return starting.sample(which), which
        if kind == COPY:
            source = starting.copyable(self.user).get(pk=which)
            return publishing.newest(source).files, source.slug
        return starting.scaffold(), "weather"


class ImportForm(forms.Form):
    """``files`` of a valid form are the folder that was uploaded."""

    file = forms.FileField(
        label="Zip file",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text="It takes the place of the whole folder, as a new revision.",
    )
    base = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return cleaned if self.errors else cleaned | {"files": unpacked(cleaned["file"])}


def unpacked(upload: "UploadedFile[Any]") -> dict[str, bytes]:
    """As the command line reads an archive."""
    try:
        return unpack(upload.read(MAX_ARCHIVE + 1))
    except AssignmentError as error:
        raise forms.ValidationError(str(error)) from error


def short_name(text: str) -> str:
    name = slugify(text)[:50].strip("-")
    if not name:
        raise forms.ValidationError("Give it a short name of letters and digits.")
    validate_slug(name)
    return name
