"""An instructor's own checks: what they can ask, what students read, and whose fault it is when one goes wrong."""

import json

import pytest

from checks.assignment import Assignment
from checks.library import examination
from checks.library.examination import Examiner
from checks.report import CheckResult, Report
from checks.runtime.trial import Trial
from checks.sandbox import Sandbox
from checks.source.facts import SourceFacts
from tests.checks.engine import check, grade, outcomes, view, without_time
from tests.checks.own import ONLY_THESE, own_checks

POLITE = view("await asyncio.sleep(2)\nreturn HttpResponse('Finished waiting!')")
RUDE = view("time.sleep(2)\nreturn HttpResponse('Finished waiting!')")
ECHO = view(
    "said = {'method': request.method, 'body': request.body.decode(), 'name': request.headers.get('X-Name')}\n"
    "return JsonResponse(said | {'kind': request.headers.get('Content-Type')})",
    head="from django.http import JsonResponse",
)
COUNTER = view("global n\nn += 1\nreturn HttpResponse(str(n))", head="n = 0")


def only(sandbox: Sandbox, of: Assignment, text: str) -> CheckResult:
    (result,) = grade(sandbox, of, text).checks
    return result


def test_a_test_that_holds_is_a_check_with_its_points(sandbox: Sandbox) -> None:
    tests = own_checks('''
        @pytest.mark.points(10)
        @pytest.mark.hint("Do not hold the loop.")
        async def test_waits(client):
            """It waits for two seconds,
            whoever asks.

            More for those who read the test.
            """
            response = await client.get("/slow/")
            assert (response.status_code, response.text, response.elapsed) == (200, "Finished waiting!", 2.0)
            assert (await client.burst("GET", "/slow/", n=20)).makespan == 2.0
    ''')
    result = only(sandbox, tests, POLITE)
    assert (result.id, result.family, result.outcome) == ("test_waits", "custom", "passed")
    assert (result.title, result.hint) == ("It waits for two seconds, whoever asks.", "Do not hold the loop.")
    assert (result.points, result.max_points) == (10, 10)


def test_an_assertion_that_does_not_hold_is_the_students_and_says_what_was_found(sandbox: Sandbox) -> None:
    tests = own_checks('''
        async def test_overlap(client):
            """Requests do not wait for one another."""
            burst = await client.burst("GET", "/slow/", n=20)
            assert burst.makespan == 2.0
    ''')
    report = grade(sandbox, tests, RUDE)
    (result,) = report.checks
    assert (report.status, result.outcome, result.points) == ("graded", "failed", 0)
    (finding,) = result.findings
    assert finding.rule == "custom-check"
    assert finding.message == "`assert 40.0 == 2.0` does not hold.\nwhere 40.0 = <20 answers after 40 s>.makespan"


def test_the_words_of_an_assertion_stand_before_its_values(sandbox: Sandbox) -> None:
    tests = own_checks("""
        async def test_overlap(client):
            assert (await client.get("/slow/")).elapsed < 1, "one request must take less than a second"
    """)
    (finding,) = only(sandbox, tests, POLITE).findings
    assert finding.message == "one request must take less than a second"


def test_requests_carry_methods_bodies_and_headers(sandbox: Sandbox) -> None:
    tests = own_checks("""
        async def test_get(client):
            assert (await client.get("/slow/", headers={"X-Name": "Ada"})).json()["name"] == "Ada"

        @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
        async def test_methods(client, method):
            said = (await getattr(client, method)("/slow/", json={"a": 1})).json()
            assert (said["method"], said["body"], said["kind"]) == (method.upper(), '{"a": 1}', "application/json")

        async def test_form(client):
            said = (await client.request("POST", "/slow/", data={"a": "x y", "b": [1, 2]})).json()
            assert (said["body"], said["kind"]) == ("a=x+y&b=1&b=2", "application/x-www-form-urlencoded")

        async def test_text(client):
            said = (await client.post("/slow/", content="hällo", headers={"Content-Type": "text/x"})).json()
            assert (said["body"], said["kind"]) == ("hällo", "text/x")
    """)
    head = "from django.views.decorators.csrf import csrf_exempt\n"
    exempt = ECHO.replace("from django.http import JsonResponse", f"from django.http import JsonResponse\n{head}")
    report = grade(sandbox, tests, exempt.replace("async def slow_view", "@csrf_exempt\nasync def slow_view"))
    assert report.full_marks, report.checks


def test_the_state_of_a_test_lives_on_between_its_requests_and_not_beyond_it(sandbox: Sandbox) -> None:
    tests = own_checks("""
        async def test_counts(client):
            assert [(await client.get("/slow/")).text for _ in range(3)] == ["1", "2", "3"]

        async def test_starts_afresh(client):
            assert (await client.get("/slow/")).text == "1"
    """)
    assert grade(sandbox, tests, COUNTER).full_marks


def test_requests_that_are_gathered_go_out_at_once(sandbox: Sandbox) -> None:
    tests = own_checks("""
        async def ask_later(client):
            await asyncio.sleep(0)
            return await client.get("/slow/")

        async def test_gather(client):
            loop = asyncio.get_running_loop()
            began = loop.time()
            await asyncio.gather(client.get("/slow/"), ask_later(client), client.burst("GET", "/slow/", n=3))
            assert loop.time() - began == pytest.approx(2.0)
    """)
    assert outcomes(grade(sandbox, tests, POLITE)) == {"test_gather": "passed"}
    assert outcomes(grade(sandbox, tests, RUDE)) == {"test_gather": "failed"}


def test_a_pause_of_the_test_is_a_pause_of_the_view(sandbox: Sandbox) -> None:
    """And it takes no real time: the clocks of both are virtual."""
    tests = own_checks("""
        async def test_forgets_after_an_hour(client):
            first = (await client.get("/slow/")).text
            await asyncio.sleep(3600)
            assert float((await client.get("/slow/")).text) - float(first) == 3600
    """)
    assert grade(sandbox, tests, view("return HttpResponse(str(time.monotonic()))")).full_marks


def test_a_client_that_leaves_sees_whether_the_view_was_cancelled_and_cleaned_up(sandbox: Sandbox) -> None:
    tests = own_checks(
        """
        async def test_leaves(client):
            gone = await client.get("/slow/", disconnect_after=0.5, state=["services.OPEN"])
            assert gone.cancelled, "the view goes on though nobody waits for it"
            assert gone.elapsed == 0.5
            assert gone.state["services.OPEN"] == [], "the view does not clean up"
        """,
        support="OPEN = []\n",
    )
    body = "services.OPEN.append(1)\ntry:\n    await asyncio.sleep(2)\nfinally:\n    services.OPEN.pop()\n"
    tidy = view(f"{body}return HttpResponse()", head="import services")
    assert only(sandbox, tests, tidy).outcome == "passed"
    untidy = tidy.replace("finally:\n        services.OPEN.pop()", "except ValueError:\n        pass")
    assert only(sandbox, tests, untidy).summary == "the view does not clean up"
    stubborn = tidy.replace("finally:", "except asyncio.CancelledError:")
    assert only(sandbox, tests, stubborn).summary == "the view goes on though nobody waits for it"


def test_the_parts_of_a_stream_have_their_times(sandbox: Sandbox) -> None:
    tests = own_checks("""
        async def test_stream(client):
            response = await client.get("/slow/")
            assert response.streamed
            assert response.parts == ((0.0, "0"), (0.1, "1"), (0.2, "2"))
    """)
    head = (
        "from django.http import StreamingHttpResponse\n\nasync def parts():\n    for n in range(3):\n"
        "        yield str(n)\n        await asyncio.sleep(0.1)\n"
    )
    assert grade(sandbox, tests, view("return StreamingHttpResponse(parts())", head)).full_marks


def test_source_tells_functions_calls_and_imports_by_name_and_line(sandbox: Sandbox) -> None:
    tests = own_checks("""
        def test_source(source):
            view = source.function("slow_view")
            assert (view.is_async, view.line, view.last_line) == (True, 6, 8)
            (sleep,) = source.calls("asyncio.sleep")
            assert (sleep.awaited, sleep.function, sleep.line) == (True, "slow_view", 7)
            assert [item.module for item in source.imports()] == ["asyncio", "time", "django.http"]
            assert source.imports("django")[0].name == "HttpResponse"
            assert not source.calls("time.sleep")
    """)
    assert only(sandbox, tests, POLITE).outcome == "passed"


def test_a_message_that_begins_with_a_place_marks_that_line(sandbox: Sandbox) -> None:
    tests = own_checks("""
        def test_sleep(source):
            for call in source.calls("time.sleep"):
                pytest.fail(f"{call} holds everybody up")
    """)
    (finding,) = only(sandbox, tests, RUDE).findings
    assert (finding.path, finding.line, finding.message) == ("views.py", 7, "time.sleep(2) holds everybody up")


def test_each_case_of_a_parametrised_test_is_named(sandbox: Sandbox) -> None:
    tests = own_checks("""
        @pytest.mark.parametrize("most", [1, 2, 3])
        async def test_quick(client, most):
            assert (await client.get("/slow/")).elapsed < most, "too slow"
    """)
    result = only(sandbox, tests, POLITE)
    assert [finding.message for finding in result.findings] == ["too slow (with 1)", "too slow (with 2)"]


def test_fixtures_and_helpers_of_the_folder_can_be_used(sandbox: Sandbox) -> None:
    tests = own_checks(
        """
        from helpers import OK

        async def test_it(answer):
            assert answer.status_code == OK
        """,
        helpers="OK = 200",
        conftest="""
            import pytest_asyncio

            @pytest_asyncio.fixture
            async def answer(client):
                return await client.get("/slow/")
        """,
    )
    assert only(sandbox, tests, POLITE).outcome == "passed"


def test_an_answer_that_lacks_what_the_test_reads_is_the_students_fault(sandbox: Sandbox) -> None:
    tests = own_checks("""
        async def test_key(client):
            assert (await client.get("/slow/")).json()["total"] == 3
    """)
    found = {
        "return JsonResponse({'sum': 3})": "the answer has no key 'total': {\"sum\": 3}",
        "return HttpResponse('3')": None,
        "return HttpResponse('<p>')": "the answer is not JSON: <p>",
    }
    for body, message in found.items():
        report = grade(sandbox, tests, view(body, head="from django.http import JsonResponse"))
        if message is None:
            assert report.status == "instructor_error"  # a number has no keys: the test must look before it reads
        else:
            assert (report.status, report.checks[0].summary) == ("graded", message)


def test_a_view_that_raises_is_shown_on_its_line_before_the_assertion(sandbox: Sandbox) -> None:
    tests = own_checks("""
        async def test_works(client):
            assert (await client.get("/slow/")).status_code == 200
    """)
    view_error, assertion = only(sandbox, tests, view("return 1 / 0")).findings
    assert (view_error.rule, view_error.line) == ("view-error", 7)
    assert assertion.message.startswith("`assert 500 == 200` does not hold.")


DEATHS = {
    "exits": ("import os; os._exit(3)", "died"),
    "never ends": ("while True: pass", "never-finishes"),
    "never answers": ("await asyncio.Event().wait()", "deadlock"),
}


@pytest.mark.parametrize(("body", "rule"), DEATHS.values(), ids=DEATHS)
def test_a_subject_that_dies_under_a_test_is_the_students_fault(sandbox: Sandbox, body: str, rule: str) -> None:
    tests = own_checks("""
        async def test_works(client):
            assert (await client.get("/slow/?now=1")).status_code == 200

        async def test_works_again(client):
            assert (await client.get("/slow/?now=2")).status_code == 200
    """)
    report = grade(sandbox, tests, view(f"if 'now' in request.GET:\n    {body}\nreturn HttpResponse()"))
    assert (report.status, [result.outcome for result in report.checks]) == ("graded", ["failed", "failed"])
    assert {finding.rule for result in report.checks for finding in result.findings} == {rule}


def test_a_fault_of_another_family_is_paid_for_once(sandbox: Sandbox) -> None:
    tests = own_checks(
        """
        async def test_works(client):
            assert (await client.get("/slow/")).status_code == 200
        """,
        '[[checks]]\nuse = "awaiting"\n[[checks]]\nuse = "pytest"\n',
    )
    report = grade(sandbox, tests, view("return asyncio.sleep(1)"))
    assert outcomes(report) == {"awaiting": "failed", "test_works": "skipped"}
    assert check(report, "test_works").because == "awaiting"


def test_a_hidden_check_says_no_value(sandbox: Sandbox) -> None:
    tests = own_checks("""
        @pytest.mark.visibility("hidden")
        async def test_secret(client):
            assert (await client.get("/slow/?word=xyzzy")).text == "plugh"
    """)
    report = grade(sandbox, tests, POLITE)
    assert report.checks[0].visibility == "hidden"
    assert report.checks[0].outcome == "failed"
    assert not any(word in report.to_json() for word in ("xyzzy", "plugh", "Finished"))


def test_the_report_is_the_same_each_time(sandbox: Sandbox) -> None:
    tests = own_checks("""
        async def test_burst(client):
            burst = await client.burst("POST", "/slow/?n={n}", n=7)
            assert [response.status_code for response in burst] == [200] * 6

        async def test_leaves(client):
            assert not (await client.get("/slow/", disconnect_after=1)).cancelled
    """)
    assert len({without_time(grade(sandbox, tests, POLITE)) for _ in range(3)}) == 1


# What is wrong with a test, and words of what its author is told.
FAULTS = {
    "raises": ("async def test_it(client):\n    await client.get('/slow/')\n    int('x')", "int('x')\nValueError: "),
    "raises at once": ("async def test_it(client):\n    raise RuntimeError('mine')", "RuntimeError: mine"),
    "fails before it asks": ("async def test_it(client):\n    assert 1 == 2", "AssertionError: assert 1 == 2"),
    "forgets to await a request": (
        "async def test_it(client):\n    client.get('/slow/')",
        "client.get(…) in line 6 is never",
    ),
    "forgets to await a burst": (
        "async def test_it(client):\n    await client.get('/slow/')\n    client.burst('GET', '/slow/', n=2)",
        "client.burst(…) in line 7 is never awaited",
    ),
    "forgets to await its own": (
        (
            "async def ask(c):\n    return await c.get('/slow/')\n\nasync def test_it(client):\n"
            "    await ask(client)\n    ask(client)"
        ),
        "ask(…) is never awaited",
    ),
    "asks nothing": ("async def test_it(client):\n    pass", "asks nothing of client or source"),
    "has no fixture": ("async def test_it():\n    assert True", "asks nothing of client or source"),
    "does not look at the source": ("def test_it(source):\n    assert True", "asks nothing of client or source"),
    "waits for ever": (
        "async def test_it(client):\n    await client.get('/slow/')\n    await asyncio.Event().wait()",
        "the test waits for something that never happens",
    ),
    "wants an unknown fixture": (
        "async def test_it(klient):\n    await klient.get('/slow/')",
        "fixture 'klient' not found",
    ),
    "skips": ("async def test_it(client):\n    await client.get('/slow/')\n    pytest.skip('no')", "Skipped: no"),
    "does not import": (
        "import nothing_like_it\n\nasync def test_it(client): ...",
        "No module named 'nothing_like_it'",
    ),
    "marks a case wrongly": (
        (
            "@pytest.mark.parametrize('n', [pytest.param(1, marks=pytest.mark.pionts(3))])\n"
            "async def test_it(client, n): ..."
        ),
        "'pionts' not found in `markers`",
    ),
    "leaves a case out": (
        "@pytest.mark.parametrize('n', [pytest.param(1, marks=pytest.mark.skip)])\nasync def test_it(client, n): ...",
        "Skipped",
    ),
    "vanishes": ("async def test_it(client): ...\n\ndel test_it", "Pytest did not find this test"),
    "appears": (
        "async def test_it(client):\n    await client.get('/slow/')\n\ntest_more = test_it",
        "Pytest found test_own.py::test_more, which is not written out",
    ),
    "sends at a bad time": (
        (
            "async def late(c):\n    await asyncio.sleep(1)\n    await c.get('/slow/')\n\n"
            "async def test_it(client):\n    await asyncio.gather(client.get('/slow/'), late(client))"
        ),
        "while others are on their way",
    ),
    "sends for ever": (
        "async def test_it(client):\n    while True:\n        await client.get('/slow/')",
        "at most 200 requests at once and does that 50 times",
    ),
    "asks for no path": ("async def test_it(client):\n    await client.get('slow/')", "the path is 'slow/'"),
    "reads a state that it did not ask for": (
        "async def test_it(client):\n    (await client.get('/slow/')).state['services.X']",
        "the request did not ask for this",
    ),
    "exits": (
        "import os\n\nasync def test_it(client):\n    os._exit(0)",
        "it ended the process that it runs in (exit code 0)",
    ),
    "stops pytest": ("async def test_it(client):\n    raise KeyboardInterrupt", "pytest was stopped before this test"),
    "speaks to the judge": (
        "import os\n\nasync def test_it(client):\n    os.write(3, b'\\0\\0\\0\\2{}')",
        "The tests said what no test says",
    ),
    "floods the judge": (
        "import os\n\nasync def test_it(client):\n    while True: os.write(3, b'\\xff' * 65536)",
        "The tests said what no test says",
    ),
    "takes all memory": ("async def test_it(client):\n    x = bytearray(2 << 30)", "MemoryError"),
    "forks without end": (
        "import os\n\nasync def test_it(client):\n    while True: os.fork() or os.read(os.pipe()[0], 1)",
        "",
    ),
}


@pytest.mark.parametrize(("tests", "words"), FAULTS.values(), ids=FAULTS)
def test_a_test_that_goes_wrong_is_the_instructors_fault(sandbox: Sandbox, tests: str, words: str) -> None:
    assert_instructors(grade(sandbox, own_checks(tests), POLITE), words)


def assert_instructors(report: Report, words: str) -> None:
    assert report.status == "instructor_error"
    assert report.fault is not None
    assert report.fault.owner == "instructor"
    assert words in (report.fault.detail or "")
    assert "Traceback" not in report.fault.message
    assert {result.outcome for result in report.checks} <= {"error", "passed"}
    assert all(result.points == 0 for result in report.checks if result.outcome == "error")


@pytest.mark.parametrize("hang", ["while True: pass", "import time; time.sleep(1000)"])
def test_a_test_that_hangs_is_ended_and_the_instructors_fault(
    sandbox: Sandbox, hang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examination, "SILENCE", 2.0)
    tests = own_checks(f"async def test_it(client):\n    await client.get('/slow/')\n    {hang}\n")
    report = grade(sandbox, tests, view("return HttpResponse()"))
    assert_instructors(report, "test_own.py::test_it: Nothing was heard for 2 s: it hangs.")


def test_a_broken_test_leaves_the_others_as_they_are(sandbox: Sandbox) -> None:
    tests = own_checks("""
        async def test_broken(client):
            int("x")

        async def test_whole(client):
            assert (await client.get("/slow/")).status_code == 200
    """)
    report = grade(sandbox, tests, POLITE)
    assert outcomes(report) == {"test_broken": "error", "test_whole": "passed"}
    assert report.fault is not None
    assert report.fault.message == "The check “Broken” of the course could not be carried out."


def test_a_broken_hidden_check_is_not_named_to_students(sandbox: Sandbox) -> None:
    tests = own_checks("""
        @pytest.mark.visibility("hidden")
        async def test_secret_word(client):
            int("x")
    """)
    report = grade(sandbox, tests, POLITE)
    assert report.fault is not None
    assert report.fault.message == "A check of the course could not be carried out."


def test_a_check_that_writes_files_leaves_none_for_the_next_attempt(sandbox: Sandbox) -> None:
    tests = own_checks("""
        import os, pathlib

        async def test_it(client, tmp_path):
            await client.get("/slow/")
            mark = pathlib.Path("/tmp/beans")
            assert not mark.exists(), "something is left"
            mark.write_text("x")
            for place in ("/usr", "/grader", "/etc"):
                with pytest.raises(OSError):
                    pathlib.Path(place, "beans").write_text("x")
    """)
    assert [grade(sandbox, tests, POLITE).full_marks for _ in range(2)] == [True, True]


def test_a_student_finds_nothing_of_what_is_expected(sandbox: Sandbox) -> None:
    """Neither in the memory of its process, nor in a file, nor by asking for other processes."""
    tests = own_checks(
        """
        EXPECTED = "xyz" + "zy-expected"

        @pytest.mark.visibility("hidden")
        async def test_secret(client):
            found = (await client.get("/slow/?q=1")).json()
            assert found == [], EXPECTED
        """,
        ONLY_THESE,
    )
    spy = """
        found = []
        needle = bytes(reversed(b"terces_tset")).decode()
        for thing in gc.get_objects():
            if isinstance(thing, (dict, list, tuple)) and needle in repr(thing)[:100_000]:
                found.append(str(type(thing)))
        for folder, _, names in os.walk("/tmp"):
            for name in names:
                if "test_own" in name or needle.encode() in pathlib.Path(folder, name).read_bytes():
                    found.append(name)
        found += os.listdir("/proc")
        return JsonResponse(found, safe=False)
    """
    files = {"views.py": view(spy, "import gc, os, pathlib\nfrom django.http import JsonResponse")}
    with Trial(sandbox, tests, files) as trial:
        (case,) = Examiner(sandbox, tests, files, SourceFacts()).examine(trial).cases["test_own.py::test_secret"]
        assert json.loads(case.runs[0].answers[0].text) == []
        assert [seen.what for seen in trial.reaches] == ["gc.get_objects"]


def test_checks_that_cannot_run_are_skipped_because_of_what_failed(sandbox: Sandbox) -> None:
    tests = own_checks(
        "async def test_it(client):\n    await client.get('/slow/')\n",
        '[[checks]]\nuse = "signature"\n[[checks]]\nuse = "pytest"\n',
    )
    report = grade(sandbox, tests, "import nothing_like_it\n")
    assert outcomes(report) == {"signature": "failed", "test_it": "skipped"}


def test_a_test_that_thinks_for_long_is_not_held_against_the_student(sandbox: Sandbox) -> None:
    tests = own_checks("""
        import time

        async def test_it(client):
            await client.get("/slow/?n=1")
            time.sleep(2.5)
            assert (await client.get("/slow/?n=2")).status_code == 200
    """)
    assert only(sandbox, tests, POLITE).outcome == "passed"
