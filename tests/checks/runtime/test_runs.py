"""Runs do not see one another, and the subject says all that the judge needs to know."""

import pytest

from checks.assignment import Request
from checks.runtime import says
from checks.runtime.trial import Trial
from checks.sandbox import Sandbox
from tests.checks.engine import SLOW, VIEW, answers, assignment, run, view


def test_a_run_does_not_see_what_an_earlier_one_left(sandbox: Sandbox) -> None:
    text = view("seen.append(1)\nreturn HttpResponse(str(len(seen)))", "seen = []")
    with Trial(sandbox, assignment(), {"views.py": text}) as trial:
        first, second = trial.run([SLOW]), trial.run([SLOW, SLOW])
    assert (answers(first), answers(second)) == (["1"], ["1", "2"])


def test_a_run_does_not_see_the_files_that_an_earlier_one_wrote(sandbox: Sandbox) -> None:
    body = """
        import os
        names = sorted(os.listdir("/tmp"))
        os.makedirs("/tmp/mine/deeper")
        open("/tmp/mine/deeper/file", "x").close()
        os.symlink("/tmp/site", "/tmp/link")
        return HttpResponse(" ".join(names))
    """
    other = Request(method="GET", path="/slow/?again")
    with Trial(sandbox, assignment(), {"views.py": view(body)}) as trial:
        seen = [trial.run([SLOW]), trial.run([other]), trial.run([SLOW, SLOW])]
    assert answers(seen[0]) == answers(seen[1]) == ["site"]
    assert seen[2].of(says.Raised), "the second of two requests at once finds what the first one left"


def test_processes_that_a_run_leaves_end_with_it(sandbox: Sandbox) -> None:
    """Those of two runs together would be too many."""
    body = """
        import os, signal
        for _ in range(40):
            if os.fork() == 0:
                signal.pause()
        return HttpResponse("x")
    """
    requests = [Request(method="GET", path=f"/slow/?{number}") for number in range(3)]
    with Trial(sandbox, assignment(), {"views.py": view(body)}) as trial:
        assert [answers(trial.run([request])) for request in requests] == [["x"]] * 3


def test_a_child_of_the_submission_does_not_speak_for_it(sandbox: Sandbox) -> None:
    seen = run(sandbox, view("import os\nchild = os.fork()\nreturn HttpResponse('child' if child == 0 else 'parent')"))
    assert answers(seen) == ["parent"]
    assert seen.lost is None


def test_state_is_read_when_the_answer_leaves(sandbox: Sandbox) -> None:
    toml = """
        [[routes]]
        path = "slow/"
        view = "slow_view"
        [[checks]]
        use = "response"
        request = "GET /slow/"
        state = {"services.OUTBOX" = ["a"]}
    """
    of = assignment(toml, services="OUTBOX = []")
    body = """
        services.OUTBOX.append("a")
        asyncio.get_running_loop().call_later(1, services.OUTBOX.append, "b")
        return HttpResponse("x")
    """
    seen = run(sandbox, view(body, "import services"), of=of)
    assert seen.answers[0].state == {"services.OUTBOX": ["a"]}


def test_a_coroutine_that_nobody_awaits_is_told_with_its_line(sandbox: Sandbox) -> None:
    seen = run(sandbox, view("asyncio.sleep(2)\nreturn HttpResponse('x')"))
    assert [(found.name, found.place[:2]) for found in seen.of(says.NeverAwaited)] == [("sleep", ("views.py", 7))]


def test_one_that_is_kept_for_ever_is_told_too(sandbox: Sandbox) -> None:
    seen = run(sandbox, view("kept.append(asyncio.sleep(2))\nreturn HttpResponse('x')", "kept = []"))
    assert len(seen.of(says.NeverAwaited)) == 1


def test_one_that_is_closed_on_purpose_is_not(sandbox: Sandbox) -> None:
    seen = run(sandbox, view("asyncio.sleep(2).close()\nreturn HttpResponse('x')"))
    assert seen.of(says.NeverAwaited) == []


def test_a_task_that_still_runs_when_the_answer_leaves_is_told(sandbox: Sandbox) -> None:
    seen = run(
        sandbox, view("kept.add(asyncio.create_task(asyncio.sleep(2)))\nreturn HttpResponse('x')", "kept = set()")
    )
    assert [found.place[:2] for found in seen.of(says.LeftBehind)] == [("views.py", 7)]


def test_an_exception_is_told_with_the_students_lines(sandbox: Sandbox) -> None:
    seen = run(sandbox, view("return HttpResponse(helper())", "def helper():\n    return {}['x']\n"))
    error = seen.of(says.Raised)[0].error
    assert (error.type, [place[1] for place, _ in error.places]) == ("KeyError", [9, 5])
    assert seen.answers[0].status == 500


def test_a_text_that_is_no_text_is_told_as_far_as_it_is_one(sandbox: Sandbox) -> None:
    seen = run(sandbox, view("raise ValueError('\\ud800 oh')"))
    assert [found.error.message for found in seen.of(says.Raised)] == ["? oh"]


def test_a_body_arrives_as_json(sandbox: Sandbox) -> None:
    text = view("return HttpResponse(json.loads(request.body)['a'])", "import json")
    assert answers(run(sandbox, text, request=Request(method="POST", path="/slow/", body={"a": "b"}))) == ["b"]


def test_a_stream_is_told_part_by_part(sandbox: Sandbox) -> None:
    head = """
from django.http import StreamingHttpResponse
async def ticks():
    for n in range(3):
        yield str(n)
        await asyncio.sleep(1)
"""
    seen = run(sandbox, view("return StreamingHttpResponse(ticks())", head))
    assert seen.answers[0].parts == [(0, "0"), (10**9, "1"), (2 * 10**9, "2")]


def test_an_answer_without_end_is_stopped(sandbox: Sandbox) -> None:
    head = (
        "from django.http import StreamingHttpResponse\nasync def ticks():\n    while True:\n        yield 'x' * 1000\n"
    )
    seen = run(sandbox, view("return StreamingHttpResponse(ticks())", head))
    assert seen.answers == {}
    assert [found.error.type for found in seen.of(says.Raised)] == ["TooMuch"]


def test_the_process_ending_itself_is_told(sandbox: Sandbox) -> None:
    seen = run(sandbox, view("os._exit(0)", "import os"))
    assert seen.lost is not None


def test_forged_words_are_the_submissions_fault(sandbox: Sandbox) -> None:
    seen = run(
        sandbox,
        view(
            "[os.write(fd, b'{}' * 99) for fd in (3, 4) if os.path.exists('/')]\nreturn HttpResponse('x')", "import os"
        ),
    )
    assert seen.lost is None or seen.lost.how in ("protocol", "died", "limit")


def test_a_source_is_run_also_where_it_could_not_be_read(sandbox: Sandbox) -> None:
    with Trial(sandbox, assignment(), {"views.py": view("return HttpResponse('x')")}) as trial:
        assert trial.read({"files": "none that anybody could read"}, seconds=5) is None
        assert answers(trial.run([SLOW])) == ["x"]


def test_a_source_is_read_before_it_is_loaded(sandbox: Sandbox) -> None:
    text = view("return HttpResponse('x')")
    with Trial(sandbox, assignment(), {"views.py": text}) as trial:
        answer = trial.read({"files": {"views.py": text}, "views": ["slow_view"]}, seconds=5)
        assert answer is not None
        assert answer["facts"]["syntax_error"] is None
        assert answers(trial.run([SLOW])) == ["x"]


LONG_HEADERS = """
response = HttpResponse("\\0" * 120_000)
for number in range(100):
    response[f"X-{number}"] = "é" * 2_000
return response
"""
MANY_ERRORS = """
def many(depth):
    return [ValueError("é" * 500), *([ExceptionGroup("é" * 500, many(depth - 1))] * 5 if depth else [])]
raise ExceptionGroup("x", many(4))
"""


@pytest.mark.parametrize(("body", "raised"), [(LONG_HEADERS, "TooMuch"), (MANY_ERRORS, "ExceptionGroup")])
def test_what_fits_into_no_frame_is_cut_or_refused_and_no_tampering(sandbox: Sandbox, body: str, raised: str) -> None:
    seen = run(sandbox, view(body))
    assert raised in [found.error.type for found in seen.of(says.Raised)]
    assert seen.lost is None


PATIENT = assignment(f"{VIEW}\n[limits]\nseconds = 60")


def test_many_requests_with_long_lives_are_told(sandbox: Sandbox) -> None:
    text = view("for _ in range(150):\n    await asyncio.sleep(0.01)\nreturn HttpResponse('x')")
    seen = run(sandbox, text, n=200, of=PATIENT)
    assert seen.lost is None
    assert seen.end is not None
    assert len(seen.end.lives) == 200


def test_a_state_that_is_too_large_is_told_as_none(sandbox: Sandbox) -> None:
    toml = """
        [[routes]]
        path = "slow/"
        view = "slow_view"
        [[checks]]
        use = "response"
        request = "GET /slow/"
        state = {"services.OUTBOX" = [], "services.SENT" = 1}
    """
    of = assignment(toml, services="OUTBOX = []\nSENT = 1")
    seen = run(
        sandbox, view("services.OUTBOX.append('x' * 10 ** 6)\nreturn HttpResponse('x')", "import services"), of=of
    )
    assert seen.answers[0].state == {"services.OUTBOX": None, "services.SENT": 1}


def test_many_at_once_come_after_one_that_came_alone_and_left_what_it_left(sandbox: Sandbox) -> None:
    text = view("seen.append(1)\nreturn HttpResponse(str(len(seen)))", "seen = []")
    with Trial(sandbox, assignment(), {"views.py": text}) as trial:
        alone = trial.run([SLOW])
        together = trial.run([SLOW, SLOW], first=[SLOW])
        fresh = trial.again([SLOW])
    assert [answers(seen) for seen in (alone, together, fresh)] == [["1"], ["2", "3"], ["1"]]


def test_it_makes_no_difference_whether_the_first_request_was_a_run_of_its_own(sandbox: Sandbox) -> None:
    body = """
        kept.append(asyncio.sleep(1))
        seen.append(asyncio.create_task(asyncio.sleep(0.5)))
        time.sleep(0.25)
        await asyncio.sleep(len(seen))
        return HttpResponse(str(time.monotonic()))
    """
    runs = []
    for asked in ([SLOW], []):
        with Trial(sandbox, assignment(), {"views.py": view(body, "kept, seen = [], []")}) as trial:
            for request in asked:
                trial.run([request])
            runs.append(trial.run([SLOW] * 3, first=[SLOW]))
    one, other = runs
    assert [(answer.at, answer.text) for answer in one.answers.values()] == [
        (answer.at, answer.text) for answer in other.answers.values()
    ]
    assert [seen.event for seen in one.observations] == [seen.event for seen in other.observations]
    assert one.end is not None
    assert other.end is not None
    assert (one.end.at, [life.segments for life in one.end.lives]) == (
        other.end.at,
        [life.segments for life in other.end.lives],
    )
