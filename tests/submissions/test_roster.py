"""A class list is planned, shown, and carried out whole or not at all."""

import pytest

from submissions import csvfiles, enrolling, roster
from submissions.csvfiles import Unreadable
from submissions.enrolling import NotAsPlanned
from submissions.models import Course, Enrolment, Event, User

Role = Enrolment.Role
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Slow view (17)
    Points Possible,,,,,100
"Lovelace, Ada",31,s-1,ada,Group A,90
"Hopper, Grace",32,s-2,grace,Group B,
"Student, Test",33,,f00ba7,Group A,
"""
MOODLE = """First name;Last name;ID number;Email address;Roles;Groups
Ada;Lovelace;s-1;ada@example.org;Student;Group A
Grace;Hopper;s-2;grace@example.org;Teacher;
"""


@pytest.fixture
def course(db: None) -> Course:
    return Course.objects.create(slug="course", title="A course")


@pytest.fixture
def teacher(course: Course) -> User:
    return enrol(course, "teacher", Role.INSTRUCTOR)


def enrol(course: Course, name: str, role: Role = Role.STUDENT) -> User:
    user = User.objects.create_user(name, email=f"{name}@example.org")
    Enrolment.objects.create(course=course, user=user, role=role)
    return user


def carry_out(course: Course, text: str, by: User) -> roster.Plan:
    return enrolling.carry_out(course, text, roster.plan(course, text).digest, by)


def kinds(plan: roster.Plan) -> dict[str, str]:
    return {change.line.login: change.kind for change in plan.changes}


def complaints(course: Course, text: str) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in roster.plan(course, text).problems]


def test_an_export_of_canvas_is_understood(course: Course, teacher: User) -> None:
    carry_out(course, CANVAS, teacher)
    ada = course.enrolments.get(user__username="ada")
    assert (ada.user.first_name, ada.user.last_name, ada.number, ada.section) == ("Ada", "Lovelace", "s-1", "Group A")
    assert not course.enrolments.filter(user__first_name="Test").exists()
    assert course.enrolments.count() == 3


def test_an_export_of_moodle_is_understood(course: Course, teacher: User) -> None:
    carry_out(course, MOODLE, teacher)
    grace = course.enrolments.get(user__email="grace@example.org")
    assert (grace.user.username, grace.role, grace.number) == ("grace@example.org", "instructor", "s-2")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_as_spreadsheets_save_it(course: Course, encoding: str) -> None:
    text = csvfiles.decoded("name,login\r\nZoë Ünal,zoe\r\n".encode(encoding))
    [change] = roster.plan(course, text).changes
    assert (change.line.first, change.line.last) == ("Zoë", "Ünal")


def test_a_file_in_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(Unreadable, match="Save it as “CSV UTF-8”"):
        csvfiles.decoded("name,login\nZoë,zoe\n".encode("latin-1"))


@pytest.mark.parametrize("text", ["\n", "colour,size\nred,4\n", ",,\n"])
def test_a_file_without_a_known_column_is_refused(course: Course, text: str) -> None:
    with pytest.raises(Unreadable, match="names no column that is known"):
        roster.plan(course, text)


def test_a_file_that_is_no_csv_is_refused_with_its_line(course: Course) -> None:
    with pytest.raises(Unreadable, match="Line 2"):
        roster.plan(course, 'login\n"ada')


def test_a_plan_changes_nothing(course: Course) -> None:
    roster.plan(course, CANVAS)
    assert not User.objects.exists()


def test_a_plan_says_what_happens_to_each_line(course: Course) -> None:
    User.objects.create_user("known")
    for name in ("same", "other"):
        enrol(course, name)
    text = "login,role,section\nnew,,\nknown,assistant,\nsame,student,\nother,assistant,B\n"
    plan = roster.plan(course, text)
    assert kinds(plan) == {"new": "new account", "known": "enrolled", "same": "unchanged", "other": "changed"}
    assert plan.changes[3].differences == ("role: student → assistant", "section: none → B")


def test_what_a_file_does_not_say_is_left_as_it_is(course: Course, teacher: User) -> None:
    plan = carry_out(course, "login,section\nteacher,Staff\n", teacher)
    assert kinds(plan) == {"teacher": "changed"}
    found = course.enrolments.get(user=teacher)
    assert (found.role, found.section) == ("instructor", "Staff")


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        (",,Ada", 3, "There is neither login nor email."),
        ("a b,,", 3, "The login “a b” has other characters"),
        ("ada,nowhere,", 3, "“nowhere” is no email address."),
        ("one,,\ntwo,,\none,,", 5, "one is in line 3 already."),
        ("ada,,Ada,dean", 3, "The role “dean” is unknown"),
        ("teacher,teacher2@example.org,", 3, "belong to different accounts"),
        ("x,,,student\nteacher,,,student", 4, "without an instructor"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    course: Course, teacher: User, lines: str, line: int, message: str
) -> None:
    User.objects.create_user("teacher2", email="teacher2@example.org")
    [(number, sentence)] = complaints(course, f"login,email,name,role\nfine,,,\n{lines}\n")
    assert number == line
    assert message in sentence


def test_an_address_of_several_accounts_needs_a_login(course: Course) -> None:
    for name in ("one", "two"):
        User.objects.create_user(name, email="shared@example.org")
    assert "Add a login" in complaints(course, "email\nshared@example.org\n")[0][1]


def test_one_wrong_line_keeps_all_others_out(course: Course, teacher: User) -> None:
    text = "login\nada\na b\n"
    with pytest.raises(NotAsPlanned):
        carry_out(course, text, teacher)
    assert course.enrolments.count() == 1
    assert User.objects.count() == 1


def test_what_was_not_looked_at_is_not_done(course: Course, teacher: User) -> None:
    digest = roster.plan(course, "login\nada\n").digest
    User.objects.create_user("ada")
    with pytest.raises(NotAsPlanned) as changed:
        enrolling.carry_out(course, "login\nada\n", digest, teacher)
    assert kinds(changed.value.plan) == {"ada": "enrolled"}
    assert course.enrolments.count() == 1


def test_an_account_that_exists_keeps_its_name_and_password(course: Course, teacher: User) -> None:
    User.objects.create_user("ada", email="ada@example.org", password="secret", first_name="Ada")
    carry_out(course, "login,email,name\nada,ada@example.org,Mallory Mallet\n", teacher)
    ada = User.objects.get(username="ada")
    assert ada.first_name == "Ada"
    assert ada.check_password("secret")
    assert not course.enrolments.get(user=ada).invited


def test_an_address_leads_to_its_account_whatever_its_case(course: Course, teacher: User) -> None:
    ada = User.objects.create_user("ada", email="Ada@example.org")
    carry_out(course, "email\nADA@EXAMPLE.ORG\n", teacher)
    assert course.enrolments.filter(user=ada).exists()


def test_a_new_account_has_a_password_that_nobody_knows(course: Course, teacher: User) -> None:
    carry_out(course, "login\nada\n", teacher)
    found = course.enrolments.get(user__username="ada")
    assert found.invited
    assert not found.user.has_usable_password()


def test_an_import_is_in_the_log_and_one_that_changes_nothing_is_not(course: Course, teacher: User) -> None:
    for _ in range(2):
        carry_out(course, "login,role\nada,\ngrace,assistant\n", teacher)
    event = Event.objects.get()
    assert event.summary == "imported a roster: 2 new account"
    assert event.detail == {"changes": ["ada: student", "grace: assistant"]}


def test_too_many_people_are_refused(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster, "MOST_LINES", 2)
    with pytest.raises(Unreadable, match="more than 2 people"):
        roster.plan(course, "login\na\nb\nc\n")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_no_text_that_is_written_becomes_a_formula(cell: str) -> None:
    assert csvfiles.safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Ada", "a-b", 4.5, -1, ""])
def test_other_cells_are_written_as_they_are(cell: object) -> None:
    assert csvfiles.safe(cell) == cell
