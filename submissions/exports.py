"""The gradebook as files that other programs import. See csvfiles for what keeps names from becoming formulas."""

from collections.abc import Callable, Iterator, Sequence

from checks.assignment import AssignmentError
from submissions import csvfiles, gradebook
from submissions.gradebook import Filters, Gradebook, Line
from submissions.models import Assignment, Course, Grade, Revision

Row = list[object]


def canvas(book: Gradebook) -> Iterator[Row]:
    """What Canvas' gradebook takes: its five columns, a column for each assignment, and the maxima below."""
    yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *_titles(book)]
    yield ["    Points Possible", "", "", "", "", *maxima(book.assignments)]
    for line in book.lines:
        who = line.enrolment
        name = ", ".join(part for part in (who.user.last_name, who.user.first_name) if part) or who.user.username
        yield [name, "", who.number, who.user.username, who.section, *_points(line)]


def moodle(book: Gradebook) -> Iterator[Row]:
    """What Moodle's grade import maps: people by ID number, username or address, a column for each assignment."""
    yield ["First name", "Last name", "ID number", "Username", "Email address", *_titles(book)]
    for line in book.lines:
        who, user = line.enrolment, line.enrolment.user
        yield [user.first_name, user.last_name, who.number, user.username, user.email, *_points(line)]


def plain(book: Gradebook) -> Iterator[Row]:
    """Everything: points, maxima, lateness and how many submissions it took."""
    named = ("points", "of", "late %", "submissions")
    heading = [f"{each.title}: {name}" for each in book.assignments for name in named]
    yield ["Login", "First name", "Last name", "Email", "Number", "Section", *heading, "Total"]
    for line in book.lines:
        who, user = line.enrolment, line.enrolment.user
        cells: Row = []
        for grade in line.grades:
            cells += _cells(grade)
        yield [user.username, user.first_name, user.last_name, user.email, who.number, who.section, *cells, line.total]


FORMATS: dict[str, Callable[[Gradebook], Iterator[Row]]] = {"canvas": canvas, "moodle": moodle, "csv": plain}


def export(course: Course, filters: Filters, form: str) -> str:
    """All students that the filters leave, as CSV. Raises KeyError for an unknown form."""
    write = FORMATS[form]
    return csvfiles.written(write(gradebook.of(course, list(gradebook.matching(course, filters)))))


def maxima(assignments: Sequence[Assignment]) -> list[object]:
    """The points that each assignment gives now. One query."""
    revisions = Revision.objects.filter(pk__in=[each.current_revision_id for each in assignments])
    found = {each.assignment_id: _maximum(each) for each in revisions.select_related("assignment")}
    return [_number(found.get(each.pk, 0)) for each in assignments]


def _maximum(revision: Revision) -> float:
    """0 for one that cannot be read any more."""
    try:
        return revision.parsed().max_score
    except AssignmentError:
        return 0


def _titles(book: Gradebook) -> list[str]:
    return [each.title for each in book.assignments]


def _points(line: Line) -> Row:
    return [_number(grade.points) if grade else "" for grade in line.grades]


def _cells(grade: Grade | None) -> Row:
    if grade is None:
        return [""] * 4
    return [_number(grade.points), _number(grade.max_points), grade.penalty, grade.submissions]


def _number(points: float | None) -> object:
    """An empty cell leaves the other program's grade as it is; a 0 would not."""
    return "" if points is None else f"{round(points, 2):g}"
