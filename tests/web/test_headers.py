"""What a browser is told beside the page: nothing runs on it but the site's own files."""

from typing import Any

import pytest

from submissions.models import Submission
from tests.web.conftest import World, client_of

PAGES = (
    "/",
    "/login/",
    "/rules/",
    "/courses/async/slow-view/",
    "/submissions/{submission}/",
    "/submissions/{submission}/report/",
    "/submissions/{submission}/events/",
    "/nothing/",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_allows_the_site_s_own_files_alone(world: World, graded: Submission, page: str) -> None:
    answer: Any = client_of(world.owner).get(page.format(submission=graded.pk))
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert {policy[kind] for kind in ("script-src", "style-src", "connect-src", "form-action")} == {"'self'"}
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_one_person_s_pages_are_kept_for_nobody_else(world: World, graded: Submission) -> None:
    for page in ("/", "/submissions/{submission}/", "/submissions/{submission}/report/"):
        answer: Any = client_of(world.owner).get(page.format(submission=graded.pk))
        assert answer.headers["Cache-Control"] == "private, no-cache"
