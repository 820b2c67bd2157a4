"""Whatever a submission does, the outcome is its own, the limits are kept, and nothing of it is left."""

import re
from dataclasses import replace
from typing import cast

import pytest

from checks.assignment import load
from checks.judge import grade
from checks.render import FORMATS, render
from checks.report import Report
from checks.sandbox import Limits
from tests.attacks import ground
from tests.attacks.attack import HERE, ROW, SUBMISSIONS, Attack, all_attacks
from tests.attacks.conftest import Arena
from tests.attacks.recorder import Noted, Recorder
from worker.sandbox.connection import MARGIN
from worker.sandbox.inside.facts import Facts
from worker.sandbox.verify import check_inner

ASSIGNMENT = load(HERE / "assignment")
PATIENT = replace(ASSIGNMENT, limits=ASSIGNMENT.limits.model_copy(update={"seconds": 30.0}))
GOOD = {"views.py": (HERE / "assignment" / "reference" / "views.py").read_bytes()}
LEAKED = re.compile(r"^LEAKED.*", re.MULTILINE)  # what an attack prints when it got through
PLACES = r"/tmp/site/|/grader/site|[\x00-\x08\x0b-\x1f\ud800-\udfff]"  # of the sandbox, and what is no text
UNSAFE = {
    "json": re.compile(PLACES),
    "text": re.compile(PLACES + r"|[\x7f-\x9f]"),  # commands for a terminal
    "html": re.compile(PLACES + r"|[\x7f-\x9f]|<script>alert|<img src=x"),
}
WRONG = {"concurrency", "response"}  # what none of the attacks does right

attacks = pytest.mark.parametrize("attack", all_attacks(), ids=lambda attack: attack.name)


@attacks
def test_an_attack_has_no_effect(arena: Arena, attack: Attack) -> None:
    for _ in range(2 if attack.persists else 1):
        recorder = Recorder(arena.sandbox)
        report = grade(ASSIGNMENT, attack.files, recorder)
        assert_it_is_the_students(report)
        for noted in recorder.noted:
            assert_it_kept_its_limits(noted)
            assert LEAKED.findall(noted.ending.output) == []
    if recorder.noted:  # or else it was refused at the door, and nothing ran
        assert_nothing_is_left(arena)
        assert grade(PATIENT, GOOD, arena.sandbox).full_marks


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


def assert_nothing_is_left(arena: Arena) -> None:
    with arena.sandbox.open("inspection", Limits()) as running:
        seen = running.channel.receive()
        check_inner(cast("Facts", seen), running.finish().violations)
    assert ground.look(arena.sandbox) == arena.fresh


def test_every_attack_says_which_row_of_the_catalogue_it_is() -> None:
    for path in SUBMISSIONS.glob("*.py"):
        assert ROW.match(path.read_bytes()), path.name
