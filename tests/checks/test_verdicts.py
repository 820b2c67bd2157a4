"""How verdicts depend on one another, and on what the assignment allows."""

import pytest

from checks.sandbox import Sandbox
from tests.checks.engine import VIEW, assignment, check, grade, lines, outcomes, view

THREAD = view("await asyncio.to_thread(time.sleep, 2)\nreturn HttpResponse('x')")


@pytest.mark.parametrize(
    ("threads", "outcome", "advice"), [("allow", "passed", 0), ("advise", "passed", 1), ("forbid", "failed", 0)]
)
def test_threads_are_what_the_assignment_says(sandbox: Sandbox, threads: str, outcome: str, advice: int) -> None:
    report = grade(sandbox, assignment(f'{VIEW}\n[limits]\nthreads = "{threads}"'), THREAD)
    assert (outcomes(report)["concurrency"], len(report.advice)) == (outcome, advice)


RESPONSE = (
    VIEW + '\n[[checks]]\nuse="concurrency"\n[[checks]]\nuse="response"\nrequest="GET /slow/"\nexpect={text="x"}\n'
)


def test_what_is_wrong_alone_is_not_accused_twice(sandbox: Sandbox) -> None:
    report = grade(sandbox, assignment(RESPONSE), view("raise ValueError('no')"))
    assert outcomes(report) == {"concurrency": "skipped", "response": "failed"}
    assert check(report, "concurrency").because == "response"
    assert lines(check(report, "response")) == {"view-error": 7}


def test_a_view_that_is_wrong_only_among_others_fails_concurrency(sandbox: Sandbox) -> None:
    toml = VIEW + '\n[[checks]]\nuse="concurrency"\nrequests=["GET /slow/?n=v{n}"]\necho={n="v{n}"}\n'
    head = "from django.http import JsonResponse\nlast = None\n"
    body = "global last\nlast = request.GET['n']\nawait asyncio.sleep(1)\nreturn JsonResponse({'n': last})"
    report = grade(sandbox, assignment(toml), view(body, head))
    assert check(report, "concurrency").outcome == "failed"
    assert check(report, "concurrency").findings[0].rule == "race"


def test_a_hidden_wait_behind_a_long_await_is_found(sandbox: Sandbox) -> None:
    report = grade(sandbox, assignment(), view("time.sleep(0.09)\nawait asyncio.sleep(1.91)\nreturn HttpResponse('x')"))
    assert lines(check(report, "concurrency")) == {"blocking-sleep": 7}


def test_ten_milliseconds_are_forgiven(sandbox: Sandbox) -> None:
    report = grade(sandbox, assignment(), view("time.sleep(0.01)\nreturn HttpResponse('x')"))
    assert check(report, "concurrency").outcome == "passed"


def test_blocking_on_a_path_that_no_request_took_is_found(sandbox: Sandbox) -> None:
    report = grade(sandbox, assignment(), view("if request.GET:\n    time.sleep(1)\nreturn HttpResponse('x')"))
    assert lines(check(report, "concurrency")) == {"blocking-sleep": 8}


def test_a_database_is_asked_asynchronously_or_not_at_all(sandbox: Sandbox) -> None:
    head = "from django.db import connection"
    body = "with connection.cursor() as cursor:\n    cursor.execute('SELECT 1')\nreturn HttpResponse('x')"
    report = grade(sandbox, assignment(), view(body, head))
    assert list(lines(check(report, "concurrency"))) == ["blocking-database"]


def test_a_broken_course_is_not_the_students_fault(sandbox: Sandbox) -> None:
    broken = assignment(VIEW, services="import nothing_of_that_name")
    report = grade(sandbox, broken, view("return HttpResponse('x')", "import services"))
    assert (report.status, report.score) == ("instructor_error", 0)
    assert report.fault is not None
    assert report.fault.owner == "instructor"


def test_a_course_that_is_called_wrongly_is_the_students_fault(sandbox: Sandbox) -> None:
    course = assignment(VIEW, services="def load(number):\n    return {}[number]\n")
    report = grade(sandbox, course, view("return HttpResponse('x')", "import services\nservices.load(1)"))
    assert (report.status, outcomes(report)["signature"]) == ("graded", "failed")


def test_where_an_object_lay_in_memory_is_not_told(sandbox: Sandbox) -> None:
    """It is another place in each process, and the same submission gets the same report."""
    report = grade(sandbox, assignment(RESPONSE), view("return HttpResponse(str(object()))"))
    assert "object object at 0x…>" in report.model_dump_json()


LIAR = "class Delay(float):\n    def __float__(self):\n        return 0.0"


def test_a_number_that_lies_about_itself_is_slept_as_c_reads_it(sandbox: Sandbox) -> None:
    report = grade(sandbox, assignment(), view("time.sleep(Delay(2))\nreturn HttpResponse('x')", LIAR))
    assert check(report, "concurrency").outcome == "failed"


ODD = "class Odd:\n    @property\n    def __class__(self):\n        raise RuntimeError('odd')\nkept = [Odd()]"


def test_an_object_that_hides_its_class_harms_nobody(sandbox: Sandbox) -> None:
    report = grade(sandbox, assignment(), view("await asyncio.sleep(2)\nreturn HttpResponse('x')", ODD))
    assert report.full_marks
