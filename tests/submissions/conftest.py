import pytest

from submissions.models import Assignment, Attempt, Submission, User
from tests import world


@pytest.fixture
def student(db: None) -> User:
    return world.student()


@pytest.fixture
def assignment(db: None) -> Assignment:
    return world.assignment()


@pytest.fixture
def submission(student: User, assignment: Assignment) -> Submission:
    return world.submission(student, assignment)


@pytest.fixture
def attempt(submission: Submission) -> Attempt:
    return submission.attempts.get()
