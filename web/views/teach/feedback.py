"""What those who teach say of a submission: points and comments."""

from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from submissions import feedback
from submissions.feedback import NotPossible
from submissions.models import Comment, Override
from web import access
from web.access import Permission
from web.forms import CommentForm, OverrideForm, sentences


@access.signed_in
@require_POST
def override(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = access.member(request)
    submission = access.submission_or_404(user, pk, Permission.OVERRIDE)
    form = OverrideForm(request.POST)
    if valid(request, form):
        said = form.cleaned_data
        try:
            feedback.override(submission, said["points"], said["reason"], user, check_id=said["check_id"])
        except NotPossible as refused:
            messages.error(request, str(refused))
    return redirect("submission", pk)


@access.signed_in
@require_POST
def withdraw_override(request: HttpRequest, pk: UUID, override: int) -> HttpResponse:
    user = access.member(request)
    submission = access.submission_or_404(user, pk, Permission.OVERRIDE)
    feedback.withdraw_override(get_object_or_404(Override, pk=override, submission=submission), user)
    return redirect("submission", pk)


@access.signed_in
@require_POST
def comment(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = access.member(request)
    submission = access.submission_or_404(user, pk, Permission.COMMENT)
    form = CommentForm(request.POST)
    if valid(request, form):
        try:
            feedback.comment(submission, **form.cleaned_data, by=user)
        except NotPossible as refused:
            messages.error(request, str(refused))
    return redirect("submission", pk)


@access.signed_in
@require_POST
def withdraw_comment(request: HttpRequest, pk: UUID, comment: int) -> HttpResponse:
    user = access.member(request)
    submission = access.submission_or_404(user, pk, Permission.COMMENT)
    feedback.withdraw_comment(get_object_or_404(Comment, pk=comment, submission=submission), user)
    return redirect("submission", pk)


def valid(request: HttpRequest, form: BaseForm) -> bool:
    if not form.is_valid():
        messages.error(request, sentences(form))
    return form.is_valid()
