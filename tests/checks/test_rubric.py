"""What is known of an instructor's own checks before they run: ids, titles, points, hints, visibility."""

import pytest

from checks.assignment import AssignmentError, CheckSpec, parse
from tests.checks.own import ONLY_THESE, own_checks

THREE = "def test_a(source): ...\n@pytest.mark.points(5)\ndef test_b(source): ...\ndef test_c(source): ...\n"


def points(tests: str, toml: str = ONLY_THESE) -> list[float]:
    return [check.points for check in own_checks(tests, toml).checks]


def only(tests: str) -> CheckSpec:
    (check,) = own_checks(tests).checks
    return check


def test_without_a_table_of_checks_the_tests_stand_beside_the_three_families() -> None:
    ids = [check.id for check in own_checks(THREE, "").checks]
    assert ids == ["signature", "awaiting", "concurrency", "test_a", "test_b", "test_c"]


def test_tests_without_points_share_twenty_in_whole_points() -> None:
    assert points("def test_a(source): ...\ndef test_b(source): ...\ndef test_c(source): ...") == [7, 7, 6]
    assert points(THREE) == [10, 5, 10]


def test_the_points_of_the_table_are_those_of_all_its_tests() -> None:
    assert points(THREE, f"{ONLY_THESE}points = 20\n") == [8, 5, 7]
    assert points(THREE, f"{ONLY_THESE}points = 5\n") == [0, 5, 0]
    assert sum(points(THREE, f"{ONLY_THESE}points = 7.5\n")) == 7.5


@pytest.mark.parametrize("given", [4, 6])
def test_points_that_contradict_the_marks_are_refused(given: int) -> None:
    marked = "@pytest.mark.points(5)\ndef test_a(source): ...\n"
    message = rf"checks\[1\]\.points: found {given}; the marks of its tests make 5"
    with pytest.raises(AssignmentError, match=message):
        own_checks(marked, f"{ONLY_THESE}points = {given}\n")


def test_a_docstring_is_the_title_and_a_name_in_words_where_there_is_none() -> None:
    assert only('def test_it(source):\n    """Calls\n    overlap.\n\n    More."""').title == "Calls overlap."
    assert only("async def test_calls_overlap(client): ...").title == "Calls overlap"


def test_marks_of_the_test_come_before_those_of_class_file_and_table() -> None:
    tests = """
        pytestmark = [pytest.mark.points(1), pytest.mark.hint("file")]

        def test_a(source): ...

        @pytest.mark.visibility("hidden")
        class TestMore:
            pytestmark = pytest.mark.points(2)

            def test_b(self, source): ...

            @pytest.mark.points(3)
            @pytest.mark.hint("test")
            def test_c(self, source): ...
    """
    checks = own_checks(tests, f'{ONLY_THESE}visibility = "after_due_date"\nhint = "table"\n').checks
    assert [(check.id, check.points, check.hint, check.visibility) for check in checks] == [
        ("test_a", 1, "file", "after_due_date"),
        ("test_b", 2, "file", "hidden"),
        ("test_c", 3, "test", "hidden"),
    ]
    assert checks[2].test == "test_own.py::TestMore::test_c"


def test_a_table_may_name_its_files_and_the_next_takes_the_rest() -> None:
    toml = f'{ONLY_THESE}files = ["test_b.py"]\npoints = 30\n{ONLY_THESE}points = 10\n'
    checks = own_checks("def test_own(source): ...", toml, test_b="def test_first(source): ...").checks
    assert [(check.id, check.points) for check in checks] == [("test_first", 30), ("test_own", 10)]


WRONG = {
    "a file that no check runs": ('[[checks]]\nuse = "signature"\n', "", "checks/test_own.py: is run by no check"),
    "a file that is not there": (f'{ONLY_THESE}files = ["test_x.py"]', "", r"'test_x.py' is not in checks/"),
    "a file twice": (
        f'{ONLY_THESE}{ONLY_THESE}files = ["test_own.py"]',
        "",
        r"checks\[2\]\.files: 'test_own.py' is run by another check already",
    ),
    "a key of other checks": (f'{ONLY_THESE}id = "mine"', "", r"id: does not belong to a check with use = 'pytest'"),
    "no Python": (ONLY_THESE, "def test_it(:", "checks/test_own.py: line 5: is not Python"),
    "no test": (ONLY_THESE, "def check_it(source): ...", "holds no test function"),
    "a name that is no id": (ONLY_THESE, "def test_It(source): ...", "line 5: the test 'test_It' cannot be"),
    "a name twice": (ONLY_THESE, "def test_it(source): ...\ndef test_it(client): ...", "'test_it' is there 2 times"),
    "an unknown mark": (ONLY_THESE, "@pytest.mark.pionts(3)\ndef test_it(source): ...", "Did you mean `points`"),
    "a mark that leaves out": (ONLY_THESE, "@pytest.mark.skip\ndef test_it(source): ...", "every check must run"),
    "points that are computed": (ONLY_THESE, "@pytest.mark.points(N)\ndef test_it(source): ...", "written out"),
    "points below nought": (ONLY_THESE, "@pytest.mark.points(-1)\ndef test_it(source): ...", "from 0 to 10000"),
    "points without a number": (ONLY_THESE, "@pytest.mark.points\ndef test_it(source): ...", "takes one value"),
    "a hint that is no text": (ONLY_THESE, "@pytest.mark.hint(3)\ndef test_it(source): ...", "allowed is a text"),
    "an unknown visibility": (ONLY_THESE, "@pytest.mark.visibility('x')\ndef test_it(source): ...", "after_due_date"),
}


@pytest.mark.parametrize(("toml", "tests", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_place(toml: str, tests: str, message: str) -> None:
    with pytest.raises(AssignmentError, match=message):
        own_checks(tests or "def test_own(source): ...", toml)


@pytest.mark.parametrize(
    ("path", "message"),
    [("checks/helpers.py", "has no tests"), ("checks/more/test_x.py", "checks/more/test_x.py: .* directly in checks/")],
)
def test_a_table_without_tests_is_refused(path: str, message: str) -> None:
    toml = f'title = "T"\n[[routes]]\npath = ""\nview = "v"\n{ONLY_THESE}'
    with pytest.raises(AssignmentError, match=message):
        parse({"assignment.toml": toml.encode(), path: b"def test_x(source): ..."}, id="t")
