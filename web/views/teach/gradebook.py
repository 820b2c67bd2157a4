"""The grades of a class: all of them, one student's, one assignment's; and as files for other programs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from submissions import exports, gradebook, picture
from submissions.gradebook import Filters
from submissions.models import Assignment, Course, Extension, Grade, Submission
from submissions.permissions import students
from web import access, standing
from web.access import Permission
from web.forms import FilterForm

MOST_SUBMISSIONS = 500


@access.signed_in
@require_safe
def show(request: HttpRequest, course: str) -> HttpResponse:
    enrolment = access.enrolment_or_404(access.member(request), course, Permission.SEE_CLASS)
    form = filter_form(request, enrolment.course)
    page, book = gradebook.page(enrolment.course, filters(form), request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "course": enrolment.course,
        "manages": access.may(enrolment, Permission.MANAGE),
        "form": form,
        "page": page,
        "book": book,
        "formats": exports.FORMATS,
        "query": f"{query.urlencode()}&" if query else "",
    }
    return render(request, "web/teach/gradebook.html", context)


@access.signed_in
@require_safe
def export(request: HttpRequest, course: str, form: str) -> HttpResponse:
    found = access.enrolment_or_404(access.member(request), course, Permission.SEE_CLASS).course
    if form not in exports.FORMATS:
        raise Http404
    text = exports.export(found, filters(filter_form(request, found)), form)
    name = f"{found.slug}-{form}-{timezone.now():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@access.signed_in
@require_safe
def student(request: HttpRequest, course: str, user: int) -> HttpResponse:
    """One student's path: what they handed in to each assignment, and what came of it."""
    enrolment = access.enrolment_or_404(access.member(request), course, Permission.SEE_CLASS)
    found = get_object_or_404(students(enrolment.course), user=user)
    own = Submission.objects.filter(assignment__course=enrolment.course, author=found.user)
    rows = standing.rows(own.order_by("-created_at")[:MOST_SUBMISSIONS], staff=True)
    grades = {each.assignment_id: each for each in Grade.objects.filter(student=found.user)}
    extended = {each.assignment_id: each for each in Extension.objects.filter(student=found.user)}
    path = [
        (
            each,
            grades.get(each.pk),
            extended.get(each.pk),
            [row for row in rows if row.submission.assignment_id == each.pk],
        )
        for each in Assignment.objects.filter(course=enrolment.course)
    ]
    context = {"course": enrolment.course, "member": found, "path": path}
    return render(request, "web/teach/student.html", context | {"manages": access.may(enrolment, Permission.MANAGE)})


@access.signed_in
@require_safe
def assignment(request: HttpRequest, course: str, assignment: str) -> HttpResponse:
    """How the class does in one assignment."""
    enrolment = access.enrolment_or_404(access.member(request), course, Permission.SEE_CLASS)
    found = access.assignment_or_404(enrolment, assignment)
    context = {
        "course": enrolment.course,
        "assignment": found,
        "picture": picture.of(found),
        "manages": access.may(enrolment, Permission.MANAGE),
    }
    return render(request, "web/teach/picture.html", context)


def filter_form(request: HttpRequest, course: Course) -> FilterForm:
    named = Assignment.objects.filter(course=course).values_list("slug", "title")
    return FilterForm(request.GET, gradebook.sections(course), list(named))


def filters(form: FilterForm) -> Filters:
    form.is_valid()
    return Filters(**{name: form.cleaned_data.get(name, "") for name in ("text", "section", "missing")})
