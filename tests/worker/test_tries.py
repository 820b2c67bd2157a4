"""A try in a real sandbox: of the instructor's own tests only those that it may show are run."""

import pytest

from checks import judge
from submissions.intake import submit
from submissions.models import Submission
from submissions.publishing import publish
from submissions.trying import asked
from tests import world
from worker import own

TOML = (
    world.TOML
    + b"""
[[checks]]
use = "signature"

[[checks]]
use = "pytest"
"""
)
TESTS = b'''
import pytest


@pytest.mark.points(10)
async def test_it_answers(client):
    """It answers."""
    assert (await client.get("/slow/")).status_code == 200


@pytest.mark.points(10)
@pytest.mark.visibility("hidden")
async def test_a_secret(client):
    """A secret."""
    raise RuntimeError("this was run")
'''


@pytest.mark.needs("sandbox")
def test_a_hidden_test_of_the_same_file_is_neither_run_nor_told(db: None) -> None:
    course = world.assignment().course
    files = world.FOLDER | {"assignment.toml": TOML, "checks/test_own.py": TESTS}
    assignment = publish(course, "own-tests", files)
    for kind, status in ((Submission.Kind.TRY, "graded"), (Submission.Kind.SUBMIT, "instructor_error")):
        submission = submit(world.student(kind.value), assignment, {"views.py": world.VIEW}, kind=kind)
        attempt = submission.attempts.get()
        report = judge.grade(asked(attempt), submission.contents, own.sandbox())
        assert report.status == status
        assert ("secret" in report.to_json()) == (kind == Submission.Kind.SUBMIT)
    own.discard()
