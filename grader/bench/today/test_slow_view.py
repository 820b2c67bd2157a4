"""The checks of the assignment `slow-view` in real time, with pytest in the student's own process."""

import asyncio
import inspect
import time
from typing import Any

import pytest
from django.test import AsyncClient

pytestmark = pytest.mark.filterwarnings("error")
SECONDS = 2.0


def test_is_asynchronous(view: Any) -> None:
    assert inspect.iscoroutinefunction(view)
    assert len(inspect.signature(view).parameters) == 1


@pytest.mark.asyncio
async def test_answers_after_its_wait(client: AsyncClient) -> None:
    start = time.monotonic()
    response = await client.get("/slow/")
    assert (response.status_code, response.content) == (200, b"Finished waiting!")
    assert SECONDS <= time.monotonic() - start < SECONDS * 1.5


@pytest.mark.asyncio
async def test_many_take_as_long_as_one(client: AsyncClient) -> None:
    start = time.monotonic()
    responses = await asyncio.gather(*(client.get("/slow/") for _ in range(10)))
    assert [response.status_code for response in responses] == [200] * 10
    assert time.monotonic() - start < SECONDS * 1.5
