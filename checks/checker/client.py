"""The fixture ``client``: a test's way to the student's view, which is in another process, behind another wall."""

import asyncio
import inspect
import json as json_module
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from checks.checker.answers import NANO, Burst, HangUp, NoAnswer, Response
from checks.checker.loop import Loop

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
MOST_AT_ONCE = 200
MOST_GROUPS = 50
MAX_BODY = 64 << 10
TINY = 1e-9

Message = dict[str, Any]
Exchange = Callable[[Message], list[Message]]


class Misuse(Exception):
    """A test asks for what cannot be had."""


@dataclass
class Waiting:
    """A request that goes out when every task of the test waits: then all of this instant are known."""

    message: Message
    state: list[str]
    answered: "asyncio.Future[Message]"


@dataclass
class Made:
    """A call of a method of the client, and where it stands."""

    coroutine: Coroutine[Any, Any, Any]
    text: str


@dataclass
class Client:
    """Sends requests; those that are made in the same moment go out at once. Each test has its own, fresh submission.

    ``exchange`` sends a group of requests and brings back what came of each.
    """

    _exchange: Exchange
    sent: int = 0
    _made: list[Made] = field(default_factory=list)
    _waiting: list[Waiting] = field(default_factory=list)
    _groups: int = 0
    _rest: float = 0.0  # when everything that was sent has been answered

    def get(self, path: str, **options: Any) -> Coroutine[Any, Any, Any]:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> Coroutine[Any, Any, Any]:
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> Coroutine[Any, Any, Any]:
        return self.request("PUT", path, **options)

    def patch(self, path: str, **options: Any) -> Coroutine[Any, Any, Any]:
        return self.request("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> Coroutine[Any, Any, Any]:
        return self.request("DELETE", path, **options)

    def request(
        self, method: str, path: str, *, disconnect_after: float | None = None, **options: Any
    ) -> Coroutine[Any, Any, Any]:
        """A Response; with ``disconnect_after`` (virtual seconds) the client leaves then, and a HangUp says what came.

        Options: ``json`` or ``data`` (a form) or ``content`` (a text), ``headers``, and ``state``, names of values in
        support modules that the answer shall come with.
        """
        return self._note(self._request(method, path, disconnect_after, options), f"client.{method.lower()}(…)")

    def burst(self, method: str, path: str, *, n: int, **options: Any) -> Coroutine[Any, Any, Burst]:
        """``n`` requests at once; ``{n}`` in the path is the number of each, from 0."""
        return self._note(self._burst(method, path, n, options), "client.burst(…)")

    async def _request(self, method: str, path: str, leaves: float | None, options: Mapping[str, Any]) -> Any:
        said = await self._send(message_of(method, path, leaves, **options), list(options.get("state", ())))
        if said["kind"] == "lost":
            raise NoAnswer("the request was not answered")
        asked = f"{method} {path}"
        if leaves is not None:
            return HangUp(asked, said)
        if said["kind"] == "none":
            raise NoAnswer("the request was not answered")
        return Response(asked, said)

    async def _burst(self, method: str, path: str, n: int, options: Mapping[str, Any]) -> Burst:
        if not 1 <= n <= MOST_AT_ONCE:
            raise Misuse(f"n is {n}; a burst has from 1 to {MOST_AT_ONCE} requests")
        paths = [path.replace("{n}", str(number)) for number in range(n)]
        return Burst(tuple(await asyncio.gather(*(self._request(method, path, None, options) for path in paths))))

    def _note(self, coroutine: Coroutine[Any, Any, Any], text: str) -> Coroutine[Any, Any, Any]:
        self._made.append(Made(coroutine, f"{text} in line {_line_of_the_test()}"))
        return coroutine

    def never_awaited(self) -> list[str]:
        """The calls that nobody awaited; they are closed."""
        found = [made for made in self._made if inspect.getcoroutinestate(made.coroutine) == inspect.CORO_CREATED]
        for made in found:
            made.coroutine.close()
        return [made.text for made in found]

    def _send(self, message: Message, state: list[str]) -> "asyncio.Future[Message]":
        loop = asyncio.get_running_loop()
        if not isinstance(loop, Loop):
            raise Misuse("the client works on the event loop of pytest-asyncio alone")
        loop.virtual.before_waiting = lambda: self._send_all(loop)
        waiting = Waiting(message, state, loop.create_future())
        self._waiting.append(waiting)
        return waiting.answered

    def _send_all(self, loop: Loop) -> bool:
        """Everything of this instant at once; each answer comes when its time has passed."""
        group, self._waiting = self._waiting, []
        if not group:
            return False
        try:
            said = self._exchange(self._group(loop, group))
        except Misuse as error:
            for waiting in group:
                waiting.answered.set_exception(error)
            return True
        now = loop.time()
        for waiting, one in zip(group, said, strict=True):
            when = now + one.get("at", 0) / NANO
            self._rest = max(self._rest, when)
            loop.call_at(when, _settle, waiting.answered, one)
        return True

    def _group(self, loop: Loop, group: Sequence[Waiting]) -> Message:
        self._groups += 1
        self.sent += len(group)
        if loop.time() < self._rest - TINY:
            raise Misuse(
                "this request is sent while others are on their way: send them all at once, with asyncio.gather or "
                "client.burst, or one after the other"
            )
        if len(group) > MOST_AT_ONCE or self._groups > MOST_GROUPS:
            raise Misuse(f"a test sends at most {MOST_AT_ONCE} requests at once and does that {MOST_GROUPS} times")
        return {
            "pause": max(0, round((loop.time() - self._rest) * NANO)),
            "requests": [waiting.message for waiting in group],
            "state": sorted({name for waiting in group for name in waiting.state}),
        }


def _line_of_the_test() -> int:
    frame = sys._getframe(1)  # noqa: SLF001 - what inspect uses, at less cost
    while frame.f_globals.get("__name__") == __name__ and frame.f_back is not None:
        frame = frame.f_back
    return frame.f_lineno


def _settle(future: "asyncio.Future[Message]", said: Message) -> None:
    if not future.done():
        future.set_result(said)


def message_of(
    method: str,
    path: str,
    leaves: float | None,
    *,
    json: Any = None,
    data: Mapping[str, Any] | None = None,
    content: str | None = None,
    headers: Mapping[str, str] | None = None,
    state: Sequence[str] = (),
) -> Message:
    """One request as the judge takes it; says at once what is wrong with it."""
    if method not in METHODS:
        raise Misuse(f"the method is {method!r}; there are {', '.join(METHODS)}")
    if not path.startswith("/") or not path.isprintable() or " " in path or "#" in path:
        raise Misuse(f"the path is {path!r}; it must look like /slow/?name=x, with spaces written as %20")
    if (json is not None) + (data is not None) + (content is not None) > 1:
        raise Misuse("a request has one body: json, data or content")
    if isinstance(state, str) or not all(isinstance(name, str) and "." in name for name in state):
        raise Misuse(f'state is {state!r}; it must be a list of dotted names such as "services.OUTBOX"')
    if leaves is not None and not 0 < leaves <= 3600:
        raise Misuse(f"disconnect_after is {leaves!r}; it must be more than 0 and at most 3600 virtual seconds")
    body, kind = _body(json, data, content)
    if len((body or "").encode()) > MAX_BODY:
        raise Misuse(f"the body has more than {MAX_BODY} bytes")
    sent = {"content-type": kind} if kind else {}
    sent |= {name.lower(): value for name, value in (headers or {}).items()}
    return {
        "method": method,
        "path": path,
        "body": body,
        "headers": sorted(sent.items()),
        "hangs_up_after": None if leaves is None else round(leaves * NANO),
    }


def _body(json: Any, data: Mapping[str, Any] | None, content: str | None) -> tuple[str | None, str | None]:
    if json is not None:
        return json_module.dumps(json), "application/json"
    if data is not None:
        return urlencode(data, doseq=True), "application/x-www-form-urlencoded"
    return content, None if content is None else "text/plain; charset=utf-8"
