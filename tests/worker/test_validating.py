"""A revision is validated by a real worker in a real sandbox."""

import pytest
from django.utils import timezone

from checks.validation import Validation
from submissions import validations
from submissions.models import Attempt, Revision, ValidationRun
from submissions.publishing import publish
from tests import world
from tests.waiting import until
from worker.validating import let_others_pass

pytestmark = [pytest.mark.needs("sandbox"), pytest.mark.django_db(transaction=True)]


def result(revision: Revision) -> Validation:
    run = until(lambda: ValidationRun.objects.filter(revision=revision, state="done").first(), within=90)
    parsed = run.parsed()
    assert parsed is not None, run.fault
    return parsed


@pytest.mark.usefixtures("worker")
def test_a_worker_finds_what_the_command_line_finds() -> None:
    bad = {"wrong/polite.py": b"# fails: concurrency\n" + world.VIEW}
    revision = publish(world.assignment().course, "slow-view", world.FOLDER | bad).current_revision
    assert revision is not None
    validations.start(revision, world.student())
    found = result(revision)
    assert found.digest == revision.digest
    assert [problem.where for problem in found.errors] == ["wrong/polite.py"]
    assert {row.kind for row in found.rows} == {"reference", "wrong", "mutant"}


def test_submissions_that_wait_come_between_two_gradings() -> None:
    submission = world.submission(world.student(), world.assignment())
    Attempt.objects.update(not_before=timezone.now())
    let_others_pass()
    assert submission.reports.get().status == "graded"
