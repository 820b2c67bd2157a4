from django import forms

from web.forms.account import AccountForm, SignUpForm
from web.forms.authoring import ImportForm, NewAssignmentForm, NewCourseForm
from web.forms.hand_in import HandInForm
from web.forms.people import LinkForm, RoleForm, RosterForm
from web.forms.teaching import CommentForm, CourseForm, DatesForm, ExtensionForm, FilterForm, OverrideForm, RegradeForm

__all__ = [
    "AccountForm",
    "CommentForm",
    "CourseForm",
    "DatesForm",
    "ExtensionForm",
    "FilterForm",
    "HandInForm",
    "ImportForm",
    "LinkForm",
    "NewAssignmentForm",
    "NewCourseForm",
    "OverrideForm",
    "RegradeForm",
    "RoleForm",
    "RosterForm",
    "SignUpForm",
    "sentences",
]


def sentences(form: forms.BaseForm) -> str:
    """All that is wrong with a form that has no page of its own."""
    return " ".join(str(error["message"]) for errors in form.errors.get_json_data().values() for error in errors)
