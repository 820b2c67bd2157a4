"""An assignment as a form: what it asks for, its checks and its files, and what students will see of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from checks.assignment import Assignment as Parsed
from checks.assignment import AssignmentError, parse
from checks.assignment.bundle import FOLDERS
from checks.assignment.specs import EXPLAINED, POINTS
from submissions import publishing
from submissions.models import Assignment, Enrolment, Revision
from submissions.publishing import Overtaken
from submissions.trying import visible_part
from web import access, markdown
from web.access import Permission
from web.authoring import changing
from web.authoring.draft import Draft


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, course: str, assignment: str) -> HttpResponse:
    """The newest revision; each button sends the whole form, and only "save" keeps it."""
    needed = Permission.MANAGE if request.method == "POST" else Permission.SEE_CLASS
    enrolment = access.enrolment_or_404(access.member(request), course, needed)
    found = access.assignment_or_404(enrolment, assignment)
    last = publishing.newest(found)
    if request.method != "POST":
        return page(request, enrolment, found, Draft.of(last.number, last.files))
    base = base_of(found, request.POST.get("base", ""), last)
    fields = {key: str(request.POST[key]) for key in request.POST}
    draft = Draft.sent(base.number, base.files, [str(name) for name in request.POST.getlist("row")], fields)
    draft.add_uploads(fields.get("folder", ""), request.FILES.getlist("upload"))
    action = fields.get("do", "save")
    if action == "save":
        return save(request, enrolment, found, draft, base)
    if action == "preview":
        return preview_of(request, enrolment, found, draft)
    focus = (
        ""
        if action == "upload"
        else changing.change(draft, action, use=fields.get("use", ""), path=fields.get("path", ""))
    )
    return page(request, enrolment, found, draft, focus)


@access.signed_in
@require_safe
def preview(request: HttpRequest, course: str, assignment: str) -> HttpResponse:
    """The newest revision as a student will see it."""
    enrolment = access.enrolment_or_404(access.member(request), course, Permission.SEE_CLASS)
    found = access.assignment_or_404(enrolment, assignment)
    return shown(request, enrolment, found, publishing.newest(found).parsed())


def save(
    request: HttpRequest, enrolment: Enrolment, assignment: Assignment, draft: Draft, base: Revision
) -> HttpResponse:
    files = draft.bundle()
    if not draft.problems:
        try:
            saved = publishing.save(assignment, files, base, enrolment.user)
        except AssignmentError as error:
            draft.blame(error)
        except Overtaken as overtaken:
            draft = overtaken_draft(overtaken, draft)
        else:
            messages.success(request, f"Saved as revision {saved.number}. Students see it when it is published.")
            return redirect("edit", assignment.course.slug, assignment.slug)
    return page(request, enrolment, assignment, draft)


def preview_of(request: HttpRequest, enrolment: Enrolment, assignment: Assignment, draft: Draft) -> HttpResponse:
    files = draft.bundle()
    if not draft.problems:
        try:
            return shown(request, enrolment, assignment, parse(files, id=assignment.slug))
        except AssignmentError as error:
            draft.blame(error)
    return page(request, enrolment, assignment, draft)


def overtaken_draft(overtaken: Overtaken, mine: Draft) -> Draft:
    """What was typed, over the revision that came in between and with all of it that stands in other files."""
    newest = overtaken.newest
    draft = Draft.of(newest.number, overtaken.files)
    draft.was, draft.overtaken = newest.files, True
    who = newest.created_by.shown_name if newest.created_by else "Somebody"
    draft.complain(
        f"{who} saved revision {newest.number} meanwhile and changed {overtaken.listed} too. This is what you typed;"
        " nothing is saved yet. Look at what that revision changed, then save again to put yours in its place."
    )
    return draft


def page(
    request: HttpRequest, enrolment: Enrolment, assignment: Assignment, draft: Draft, focus: str = ""
) -> HttpResponse:
    context = {
        "course": enrolment.course,
        "assignment": assignment,
        "draft": draft,
        "routes": draft.section("routes"),
        "checks": draft.section("checks"),
        "answers": draft.section("answers"),
        "limits": draft.section("limits"),
        "catalogue": [(use, text, POINTS[use]) for use, text in EXPLAINED.items()],
        "explained": EXPLAINED,
        "folders": FOLDERS,
        "focus": focus,
        "manages": access.may(enrolment, Permission.MANAGE),
    }
    wrong = bool(draft.problems) and not access.is_in_place(request)
    return render(request, "web/teach/edit.html", context, status=422 if wrong else 200)


def shown(request: HttpRequest, enrolment: Enrolment, assignment: Assignment, parsed: Parsed) -> HttpResponse:
    context = {
        "course": enrolment.course,
        "assignment": assignment,
        "title": parsed.title,
        "task": markdown.render(parsed.readme, without_title=True),
        "rubric": visible_part(parsed).checks,
        "starter": parsed.starter or "",
        "hidden": [check for check in parsed.checks if check.visibility != "visible"],
        "manages": access.may(enrolment, Permission.MANAGE),
    }
    return render(request, "web/teach/preview.html", context)


def base_of(assignment: Assignment, number: str, last: Revision) -> Revision:
    """The revision that the form was opened on."""
    if not number:
        return last
    if not number.isdecimal() or len(number) > 9:
        raise Http404
    return get_object_or_404(Revision, assignment=assignment, number=int(number))
