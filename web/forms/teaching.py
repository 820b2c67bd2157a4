from typing import Any

from django import forms

from submissions import policies
from submissions.models import Assignment, Comment, Course, Override, Regrade
from submissions.permissions import students
from web.forms.people import MOMENT

MOMENTS = ("opens_at", "due_at", "closes_at")


class DatesForm(forms.ModelForm):  # type: ignore[type-arg] # takes no type when it runs
    class Meta:
        model = Assignment
        fields = policies.FIELDS
        widgets = dict.fromkeys(MOMENTS, MOMENT)
        labels = {
            "late": "What is late",
            "late_percent": "Percent of the points for each day",
            "late_floor": "Percent that are left at least",
            "closes_at": "Closes, whatever the policy",
            "counting": "Which submission counts",
            "results_published": "Results are published",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        dates = [cleaned[name] for name in MOMENTS if cleaned.get(name)]
        if dates != sorted(dates):
            raise forms.ValidationError("It opens first, then it is due, then it closes. Put the dates in this order.")
        return cleaned


class ExtensionForm(forms.Form):
    student = forms.TypedChoiceField(coerce=int)
    due_at = forms.DateTimeField(label="Due", required=False, widget=MOMENT)
    extra_attempts = forms.IntegerField(label="More attempts", min_value=0, max_value=1000, initial=0)
    reason = forms.CharField(required=False, max_length=500)

    def __init__(self, data: Any = None, *, course: Course) -> None:
        super().__init__(data)
        people = [(each.user_id, each.user.shown_name) for each in students(course)]
        self.fields["student"] = forms.TypedChoiceField(choices=people, coerce=int)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("due_at") and not cleaned.get("extra_attempts"):
            raise forms.ValidationError("Give a later due date or more attempts.")
        return cleaned


class CourseForm(forms.Form):
    title = forms.CharField(max_length=200)


class OverrideForm(forms.ModelForm):  # type: ignore[type-arg] # takes no type when it runs
    class Meta:
        model = Override
        fields = ("check_id", "points", "reason")


class CommentForm(forms.ModelForm):  # type: ignore[type-arg] # takes no type when it runs
    class Meta:
        model = Comment
        fields = ("text", "path", "line")


class RegradeForm(forms.Form):
    which = forms.ChoiceField(label="Grade again", choices=Regrade.Which.choices)


class FilterForm(forms.Form):
    """What the address of the gradebook may carry; anything else is left out."""

    text = forms.CharField(required=False, max_length=100, label="Name or address")
    section = forms.ChoiceField(required=False)
    missing = forms.ChoiceField(required=False, label="Nothing handed in to")

    def __init__(self, data: Any, sections: list[str], assignments: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["section"] = forms.ChoiceField(
            required=False, choices=[("", "all"), *((each, each) for each in sections)]
        )
        self.fields["missing"] = forms.ChoiceField(
            required=False, label="Nothing handed in to", choices=[("", "any"), *assignments]
        )
