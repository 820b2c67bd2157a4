"""Whoever passes a limit is told which one, what it allows, and on which line."""

import pytest

from checks.library.words import amount
from checks.report import Finding, LimitName, Report
from checks.sandbox import Sandbox
from tests.checks.engine import assignment, grade, sample, view, without_time

SMALL = assignment(
    """
[[routes]]
path = "slow/"
view = "slow_view"

[limits]
memory = "64M"
"""
)
HASTY = assignment(
    """
[[routes]]
path = "slow/"
view = "slow_view"

[limits]
seconds = 1
"""
)
ENDS = "\nreturn HttpResponse('x')"
# What the view does, the line of what passes the limit (the first of the view is 7; of a loop that is stopped the
# line at its head), the limit, and what it allows.
LIMITS: dict[str, tuple[str, int, LimitName, float]] = {
    "memory, piece by piece": ("held = []\nwhile True:\n    held.append(b'x' * 1_000_000)", 8, "memory", 64 << 20),
    "memory, in one piece": ("held = bytes(1 << 40)", 7, "memory", 64 << 20),
    "output": ("while True:\n    print('x' * 100_000)", 7, "output", 16 << 20),
    "threads": (
        "import threading\nstop = threading.Event()\nwhile True:\n    threading.Thread(target=stop.wait).start()",
        10,
        "processes",
        64,
    ),
    "a fork bomb": ("import os\nwhile True:\n    os.fork()", 8, "processes", 64),
    "a fork bomb that never gives up": (
        "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass",
        8,
        "processes",
        64,
    ),
    "child processes": (
        "import subprocess\nfor _ in range(99):\n    subprocess.Popen(['sleep', '9'])",
        8,
        "processes",
        64,
    ),
    "open files": ("held = []\nwhile True:\n    held.append(open('/dev/null'))", 9, "open_files", 128),
    "scratch space": (
        "for n in range(100):\n    with open(f'/tmp/{n}', 'wb') as file:\n        file.write(bytes(1 << 22))",
        8,  # the buffer is written when the file is closed
        "scratch",
        64 << 20,
    ),
    "recursion": ("def count(n):\n    return count(n + 1)\ncount(0)", 8, "recursion", 1000),
    "a step": ("while True:\n    time.monotonic_ns()", 7, "step_cpu", 0.5),
    "a stall": ("import os\nos.read(os.pipe()[0], 1)", 8, "stall", 2),
    "an answer": ("return HttpResponse('x' * 200_000)", 6, "answer", 128 << 10),
}
# The same where the module is imported; the first line of it is 1.
AT_IMPORT: dict[str, tuple[str, int, LimitName]] = {
    "memory": ("held = []\nwhile True:\n    held.append(bytes(1_000_000))", 2, "memory"),
    "output": ("while True:\n    print('x' * 100_000)", 1, "output"),
    "open files": ("held = []\nwhile True:\n    held.append(open('/dev/null'))", 3, "open_files"),
    "recursion": ("def count(n):\n    return count(n + 1)\ncount(0)", 2, "recursion"),
    "computing": ("while True:\n    pass", 1, "import_cpu"),
    "processes": ("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass", 2, "processes"),
}


def told(report: Report) -> Finding:
    """The finding that tells of a limit; a fault is said once in a check."""
    rules = ("limit-exceeded", "never-finishes")
    return next(found for check in report.checks for found in check.findings if found.rule in rules)


@pytest.mark.parametrize(("body", "line", "name", "allowed"), LIMITS.values(), ids=LIMITS.keys())
def test_a_passed_limit_is_named_with_its_value_and_its_line(
    sandbox: Sandbox, body: str, line: int, name: LimitName, allowed: float
) -> None:
    report = grade(sandbox, SMALL, view(body + ENDS))
    finding, limit = told(report), report.facts.limit
    assert limit is not None
    assert (limit.name, finding.line) == (name, line)
    if name != "processes":  # as many as the pool has, and some
        assert limit.allowed == allowed
    assert amount(name, limit.allowed) in finding.message
    assert not report.full_marks


def test_real_time_that_is_over_is_named_with_the_line_that_waits(sandbox: Sandbox) -> None:
    report = grade(sandbox, HASTY, view("import subprocess\nsubprocess.run(['sleep', '60'])" + ENDS))
    finding, limit = told(report), report.facts.limit
    assert limit is not None
    assert limit.real_used is not None
    assert (limit.name, limit.allowed, finding.line) == ("seconds", 1, 8)
    assert "1 s" in finding.message
    assert limit.real_used > 0


@pytest.mark.parametrize(("head", "line", "name"), AT_IMPORT.values(), ids=AT_IMPORT.keys())
def test_a_limit_that_is_passed_at_import_is_named_too(sandbox: Sandbox, head: str, line: int, name: LimitName) -> None:
    report = grade(sandbox, SMALL, head + "\n" + view("return HttpResponse('x')"))
    assert report.facts.limit is not None
    assert (report.facts.limit.name, told(report).line) == (name, line)
    assert report.score == 0


def test_what_was_used_is_a_fact_that_may_vary_and_all_else_repeats(sandbox: Sandbox) -> None:
    text = view("held = []\nwhile True:\n    held.append(b'x' * 10_000)")
    reports = [grade(sandbox, SMALL, text) for _ in range(3)]
    assert len({without_time(report) for report in reports}) == 1


def test_what_was_used_of_the_memory_is_told(sandbox: Sandbox) -> None:
    report = grade(sandbox, SMALL, view("held = b'x' * (100 << 20)\ntime.sleep(1)\nwhile True: pass"))
    limit = report.facts.limit
    assert limit is not None
    assert limit.real_used is not None
    assert limit.real_used > limit.allowed == 64 << 20


def test_a_socket_with_nothing_to_read_is_no_limit(sandbox: Sandbox) -> None:
    text = view("import socket\na, b = socket.socketpair()\na.setblocking(False)\na.recv(1)")
    report = grade(sandbox, sample("slow-view"), text)
    assert report.facts.limit is None
    assert "BlockingIOError" in report.to_json()


def test_a_view_that_works_passes_no_limit(sandbox: Sandbox) -> None:
    assert grade(sandbox, SMALL, view("return HttpResponse('x')")).facts.limit is None


EXITS = {
    "SystemExit": ("x = 1\nraise SystemExit", 8),
    "sys.exit": ("import sys\nsys.exit(3)", 8),
    "KeyboardInterrupt": ("raise KeyboardInterrupt", 7),
    "os._exit": ("import os\nos._exit(0)", 8),
    "os.kill": ("import os\nos.kill(os.getpid(), 9)", 8),
    "a segmentation fault": ("import os\nos.kill(os.getpid(), 11)", 8),
    "abort": ("import os\nos.abort()", 8),
}


@pytest.mark.parametrize(("body", "line"), EXITS.values(), ids=EXITS.keys())
def test_what_ends_the_process_is_told_with_its_line(sandbox: Sandbox, body: str, line: int) -> None:
    report = grade(sandbox, SMALL, view(body + ENDS))
    found = [found for check in report.checks for found in check.findings if found.rule == "died"]
    assert {finding.line for finding in found} == {line}


@pytest.mark.parametrize(("body", "line"), EXITS.values(), ids=EXITS.keys())
def test_what_ends_the_process_at_import_is_told_with_its_line(sandbox: Sandbox, body: str, line: int) -> None:
    report = grade(sandbox, SMALL, body + "\n" + view("return HttpResponse('x')"))
    found = [found for check in report.checks for found in check.findings]
    assert [finding.line for finding in found if finding.rule in ("died", "import-error")] == [line - 6]


def test_a_process_that_calls_itself_ended_for_a_limit_is_not_believed(sandbox: Sandbox) -> None:
    body = """
        import json, os, struct
        said = {"event": "hung", "kind": "limit", "used": None, "places": []}
        frame = json.dumps(said).encode()
        os.write(3, struct.pack(">I", len(frame)) + frame)
        time.sleep(1)
    """
    report = grade(sandbox, SMALL, view(body))
    assert report.facts.limit is None
    assert report.score < report.max_score
