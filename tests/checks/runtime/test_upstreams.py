"""Pretended web services: every client waits on the virtual clock, and blocks the loop only if it blocks."""

import pytest

from checks.assignment import Assignment
from checks.runtime import says
from checks.sandbox import Sandbox
from tests.checks.engine import VIEW, answers, assignment, run, times, view

UPSTREAM = """
[[upstreams]]
variable = "UPSTREAM_URL"
[[upstreams.routes]]
request = "GET /"
answer = {status = 200, json = {ok = true}}
delay = 0.12
[[upstreams.routes]]
request = "POST /orders"
answer = {status = 201, text = "made"}
"""
HEAD = "import os\nimport aiohttp, httpx, http.client, requests, urllib.request\nURL = os.environ['UPSTREAM_URL']"


@pytest.fixture
def upstream() -> Assignment:
    return assignment(VIEW + UPSTREAM)


WITHOUT_BLOCKING = {
    "httpx": "async with httpx.AsyncClient() as client:\n    text = (await client.get(URL)).text",
    "aiohttp": "async with aiohttp.ClientSession() as s, s.get(URL) as r:\n    text = await r.text()",
    "streams": (
        "reader, writer = await asyncio.open_connection('127.0.0.1', int(URL.split(':')[2][:-1]))\n"
        "writer.write(b'GET / HTTP/1.0\\r\\nHost: x\\r\\n\\r\\n')\n"
        "text = (await reader.read()).split(b'\\r\\n\\r\\n')[1].decode()\nwriter.close()"
    ),
    "requests in a thread": "text = (await asyncio.to_thread(requests.get, URL)).text",
}
BLOCKING = {
    "requests": "text = requests.get(URL).text",
    "session": "with requests.Session() as s:\n    text = s.get(URL).text",
    "httpx": "text = httpx.get(URL).text",
    "urllib": "with urllib.request.urlopen(URL) as r:\n    text = r.read().decode()",
}


@pytest.mark.parametrize("asking", WITHOUT_BLOCKING.values(), ids=WITHOUT_BLOCKING.keys())
def test_an_asynchronous_client_waits_without_blocking(sandbox: Sandbox, upstream: Assignment, asking: str) -> None:
    seen = run(sandbox, view(f"{asking}\nreturn HttpResponse(text)", HEAD), n=10, of=upstream)
    assert (set(answers(seen)), set(times(seen))) == ({'{"ok": true}'}, {0.12})
    assert seen.of(says.Hold) == []


@pytest.mark.parametrize("asking", BLOCKING.values(), ids=BLOCKING.keys())
def test_a_blocking_client_is_charged_the_delay(sandbox: Sandbox, upstream: Assignment, asking: str) -> None:
    seen = run(sandbox, view(f"{asking}\nreturn HttpResponse(text)", HEAD), n=3, of=upstream)
    assert times(seen) == [0.12, 0.24, 0.36]
    assert {hold.kind for hold in seen.of(says.Hold)} == {"socket"}


def test_a_client_that_is_kept_open_can_ask_again(sandbox: Sandbox, upstream: Assignment) -> None:
    body = """
        async with httpx.AsyncClient() as client:
            await client.get(URL)
            await client.get(URL)
            made = await client.post(URL + "orders", json={"n": 1})
        return HttpResponse(f"{made.status_code} {made.text}")
    """
    seen = run(sandbox, view(body, HEAD), of=upstream)
    assert (answers(seen), times(seen)) == (["201 made"], [0.24])


def test_an_address_that_the_assignment_does_not_have_answers_404(sandbox: Sandbox, upstream: Assignment) -> None:
    body = "async with httpx.AsyncClient() as c:\n    return HttpResponse(str((await c.get(URL + 'no')).status_code))"
    assert answers(run(sandbox, view(body, HEAD), of=upstream)) == ["404"]


def test_a_timeout_of_the_client_is_virtual_too(sandbox: Sandbox, upstream: Assignment) -> None:
    body = """
        try:
            await asyncio.to_thread(requests.get, URL, timeout=0.05)
        except requests.Timeout:
            return HttpResponse("late")
    """
    seen = run(sandbox, view(body, HEAD), of=upstream)
    assert (answers(seen), times(seen)) == (["late"], [0.05])


def test_a_child_process_can_ask_too(sandbox: Sandbox, upstream: Assignment) -> None:
    body = """
        code = "import sys, urllib.request as u; print(u.urlopen(sys.argv[1]).read().decode(), end='')"
        child = await asyncio.create_subprocess_exec(sys.executable, "-c", code, URL, stdout=-1)
        out, _ = await child.communicate()
        return HttpResponse(out)
    """
    seen = run(sandbox, view(body, HEAD + "\nimport sys"), n=2, of=upstream)
    assert (answers(seen), times(seen)) == (['{"ok": true}'] * 2, [0.12] * 2)


def test_waiting_for_a_child_process_holds_the_loop(sandbox: Sandbox) -> None:
    body = "subprocess.run(['true'], check=True)\nreturn HttpResponse('x')"
    seen = run(sandbox, view(body, "import subprocess"))
    assert answers(seen) == ["x"]
    assert {hold.kind for hold in seen.of(says.Hold)} == {"process"}
