"""No request fills the disk: what is far too large is refused while it comes in."""

from collections.abc import AsyncIterator

import httpx
import pytest
from django.core.asgi import get_asgi_application

from grader.door import Door

MOST = 10_000


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Door(get_asgi_application(), MOST))  # type: ignore[arg-type]  # a wider Scope
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


async def pieces(count: int) -> AsyncIterator[bytes]:
    """A body whose size nobody announces."""
    for _ in range(count):
        yield b"x" * 1000


async def test_a_body_that_says_it_is_too_large_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/healthz", content=b"x" * (MOST + 1))
    assert (answer.status_code, answer.text[:33]) == (413, "What you sent is far too large: 2")


async def test_a_body_that_turns_out_too_large_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.post("/healthz", content=pieces(11))).status_code == 413


async def test_what_is_within_the_limit_goes_through(client: httpx.AsyncClient) -> None:
    assert (await client.request("GET", "/healthz", content=pieces(10))).status_code == 200
    assert (await client.request("GET", "/healthz", content=b"x" * MOST)).status_code == 200
