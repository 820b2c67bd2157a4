"""The people and things that tests speak of, each made as the product makes it."""

from checks.report import AssignmentRef, CheckResult, Facts, Finding, Report, Status, SubmissionRef
from submissions.intake import submit
from submissions.models import Assignment, Course, Submission, User
from submissions.publishing import publish

TOML = b"""
title = "A slow view that blocks nobody"

[[routes]]
path = "slow/"
view = "slow_view"
"""
VIEW = b"""
import asyncio

from django.http import HttpResponse


async def slow_view(request):
    await asyncio.sleep(2)
    return HttpResponse("Finished waiting!")
"""
BLOCKING = VIEW.replace(b"import asyncio", b"import time").replace(b"await asyncio.sleep", b"time.sleep")
HANGING = b"""
async def slow_view(request):
    while True:
        pass
"""
FOLDER = {"assignment.toml": TOML, "README.md": b"Wait two seconds.", "reference/plain.py": VIEW}


def student(name: str = "alice") -> User:
    return User.objects.create_user(name, password=name)


def assignment(slug: str = "slow-view") -> Assignment:
    course, _ = Course.objects.get_or_create(slug="course", defaults={"title": "A course"})
    return publish(course, slug, FOLDER)


def submission(author: User, to: Assignment, view: bytes = VIEW) -> Submission:
    return submit(author, to, {"views.py": view})


def result(status: Status = "graded", score: float = 100, findings: tuple[Finding, ...] = ()) -> Report:
    """A result as the judge could have written it."""
    check = CheckResult(
        id="signature",
        family="signature",
        title="It is an asynchronous view",
        outcome="failed" if findings else "passed",
        points=score,
        max_points=100,
        summary="slow_view is an asynchronous function.",
        findings=findings,
    )
    return Report(
        status=status,
        assignment=AssignmentRef(id="slow-view", title="A slow view that blocks nobody", digest="sha256:0"),
        submission=SubmissionRef(digest="sha256:1", files=("views.py",)),
        score=score,
        max_score=100,
        checks=(check,),
        facts=Facts(python="3.11", django="5.2", thread_pool=32, virtual_seconds=2.0, real_ms=84),
    )
