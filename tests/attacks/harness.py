"""What must hold of every attack, whatever it does."""

import re
from dataclasses import replace
from typing import cast

from checks.assignment import Assignment, load
from checks.judge import grade
from checks.render import FORMATS, render
from checks.report import Report
from checks.sandbox import Limits, Sandbox
from tests.attacks import ground
from tests.attacks.attack import HERE, Attack
from tests.attacks.recorder import Noted, Recorder
from worker.sandbox.client import ZygoteSandbox
from worker.sandbox.connection import MARGIN
from worker.sandbox.inside.facts import Facts
from worker.sandbox.verify import check_inner

ASSIGNMENT = load(HERE / "assignment")
PATIENT = replace(ASSIGNMENT, limits=ASSIGNMENT.limits.model_copy(update={"seconds": 10.0}))  # on a busy machine too
GOOD = {"views.py": (HERE / "assignment" / "reference" / "views.py").read_bytes()}
LEAKED = re.compile(r"^LEAKED.*", re.MULTILINE)  # what an attack prints when it got through
PLACES = r"/tmp/site/|/grader/site/|[\x00-\x08\x0b-\x1f\ud800-\udfff]"  # of the sandbox, and what is no text
UNSAFE = {
    "json": re.compile(PLACES),
    "text": re.compile(PLACES + r"|[\x7f-\x9f]"),  # commands for a terminal
    "html": re.compile(PLACES + r"|[\x7f-\x9f]|<script>alert|<img src=x"),
}
WRONG = {"concurrency", "response"}  # what none of the attacks does right


def hand_in(attack: Attack, sandbox: Sandbox, assignment: Assignment = ASSIGNMENT) -> int:
    """Grades it, twice where it looks for what it left the first time, and says how many runs that took."""
    runs = 0
    for _ in range(2 if attack.persists else 1):
        recorder = Recorder(sandbox)
        report = grade(assignment, attack.files, recorder)
        assert_it_is_the_students(report)
        for noted in recorder.noted:
            assert_it_kept_its_limits(noted)
            assert LEAKED.findall(noted.ending.output) == []
        runs += len(recorder.noted)
    return runs


def assert_it_is_the_students(report: Report) -> None:
    assert report.status in ("graded", "rejected")
    assert report.fault is None or report.fault.owner == "student"
    assert not WRONG & {check.id for check in report.checks if check.outcome == "passed"}
    assert report.status == "rejected" or all(check.findings for check in report.checks if check.outcome == "failed")
    for form in FORMATS:
        assert not UNSAFE[form].search(render(report, form))


def assert_it_kept_its_limits(noted: Noted) -> None:
    limits, ending = noted.limits, noted.ending
    assert len(ending.output.encode()) <= 3 * limits.output  # a byte that is no text becomes a replacement of three
    if ending.limit == "seconds":
        assert ending.used is not None
        assert ending.used <= limits.seconds + MARGIN


def assert_nothing_is_left(sandbox: ZygoteSandbox, fresh: ground.Ground) -> None:
    """The walls still stand, what is behind them is as it was, and the next good submission gets full marks."""
    with sandbox.open("inspection", Limits()) as running:
        seen = running.channel.receive()
        check_inner(cast("Facts", seen), running.finish().violations)
    assert ground.look(sandbox) == fresh
    assert grade(PATIENT, GOOD, sandbox).full_marks
