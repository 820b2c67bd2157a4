"""The status of a submission, as its page is told while it waits."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient

from submissions import attempts, intake
from submissions.models import Attempt
from tests.web.conftest import VIEW, World, client_of, finish
from tests.web.reports import blocked, faulty


@pytest.mark.django_db(transaction=True)
async def test_the_page_is_told_each_step_and_then_the_end(world: World) -> None:
    events = await stream(world)
    assert await following(events) == ("status", "queued", "In the queue, next to run.")
    attempt = await Attempt.objects.aget(submission=world.submission)
    claim = await sync_to_async(attempts.claim)(attempt.id, attempts.RESEND_AFTER)
    assert claim is not None
    assert await following(events) == ("status", "running", "Running your view in the sandbox.")
    assert await sync_to_async(attempts.finish)(claim, blocked())
    assert await following(events) == ("done", "done", "The report is here: 60 of 100 points.")
    with pytest.raises(StopAsyncIteration):
        await anext(events)


@pytest.mark.django_db(transaction=True)
async def test_a_stream_does_not_hold_the_event_loop(world: World) -> None:
    streams = [await stream(world) for _ in range(5)]
    first = await asyncio.gather(*(following(each) for each in streams))
    assert {state for _, state, _ in first} == {"queued"}
    await sync_to_async(finish)(world.submission, blocked())
    last = await asyncio.gather(*(following(each) for each in streams))
    assert {name for name, _, _ in last} == {"done"}


@pytest.mark.django_db(transaction=True)
async def test_no_proxy_and_no_cache_keeps_the_events_back(world: World) -> None:
    client = AsyncClient()
    await client.aforce_login(world.owner)
    answer = await client.get(f"/submissions/{world.submission.pk}/events/")
    assert answer.headers["Content-Type"] == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Accel-Buffering"] == "no"


def test_the_place_in_the_queue_counts_who_was_there_before(world: World) -> None:
    second = intake.submit(world.teammate, world.assignment, {"views.py": VIEW})
    third = intake.submit(world.owner, world.assignment, {"views.py": VIEW})
    assert "1 submission ahead of yours" in client_of(world.teammate).get(f"/submissions/{second.pk}/").content.decode()
    assert "2 submissions ahead of yours" in client_of(world.owner).get(f"/submissions/{third.pk}/").content.decode()


def test_a_page_without_javascript_asks_again_until_the_report_is_there(world: World) -> None:
    page = f"/submissions/{world.submission.pk}/"
    assert '<noscript><meta http-equiv="refresh"' in client_of(world.owner).get(page).content.decode()
    finish(world.submission, blocked())
    assert "refresh" not in client_of(world.owner).get(page).content.decode()


def test_there_is_no_report_before_it_is_written(world: World) -> None:
    assert client_of(world.owner).get(f"/submissions/{world.submission.pk}/report/").status_code == 404


@pytest.mark.parametrize(("status", "owner"), [("platform_error", "platform"), ("instructor_error", "instructor")])
def test_a_fault_of_others_is_said_to_be_one(world: World, status: str, owner: str) -> None:
    finish(world.submission, faulty(status, owner, "A check raised."))
    page = client_of(world.owner).get(f"/submissions/{world.submission.pk}/").content.decode()
    assert "This is not your mistake, and no attempt was used." in page
    assert Attempt.objects.get(submission=world.submission).reference in page
    assert "Traceback: secret" not in page


async def stream(world: World) -> AsyncIterator[bytes]:
    client = AsyncClient()
    await client.aforce_login(world.owner)
    answer: Any = await client.get(f"/submissions/{world.submission.pk}/events/")
    content: AsyncIterator[bytes] = aiter(answer.streaming_content)
    return content


async def following(events: AsyncIterator[bytes]) -> tuple[str, str, str]:
    """The next event: its name, and the state and sentence that it tells."""
    name, data = (await anext(events)).decode().strip().split("\n")
    told = json.loads(data.removeprefix("data: "))
    return name.removeprefix("event: "), told["state"], told["sentence"]
