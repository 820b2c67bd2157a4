"""Sends requests to the application as an ASGI server does, and says what comes back and when."""

import asyncio
import contextvars
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from checks.channel import TooMuchSaid
from checks.hidden import Hidden
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import real
from checks.runtime.clock import NANO
from checks.runtime.observer import REQUEST, Life, Observer
from checks.runtime.tasks import Tasks

MAX_BODY = 128 << 10  # escaped as JSON it still fits into a frame
MAX_PARTS = 500
DRAIN_SECONDS = 60.0


class TooMuch(Exception):
    """The view answers more than any answer may hold."""


class Exchange(Hidden):
    """One request and its answer."""

    def __init__(self, number: int, request: Mapping[str, Any], loop: asyncio.AbstractEventLoop) -> None:
        self.number = number
        self.body = request.get("body") or ""
        self.scope = make_scope(request)
        self.status: int | None = None
        self.headers: list[list[str]] = []
        self.parts: list[tuple[int, bytes]] = []
        self.size = 0
        self.starts = 0
        self.complete = loop.create_future()
        self.hangs_up_after: int | None = request.get("hangs_up_after")
        self._body_sent = False

    async def receive(self) -> dict[str, Any]:
        if not self._body_sent:
            self._body_sent = True
            return {"type": "http.request", "body": self.body.encode(), "more_body": False}
        patience = None if self.hangs_up_after is None else self.hangs_up_after / NANO
        await asyncio.wait([self.complete], timeout=patience)
        return {"type": "http.disconnect"}

    def take_start(self, message: Mapping[str, Any]) -> None:
        self.starts += 1
        if self.starts > 1:
            raise TooMuch("the answer was started twice")
        self.status = int(message["status"])
        self.headers = [[_text(name)[:100], _text(value)[:2000]] for name, value in message.get("headers", [])][:100]

    def take_body(self, now: int, message: Mapping[str, Any]) -> bool:
        """Keeps one part of the body; True when it was the last."""
        part = bytes(message.get("body", b""))
        self.size += len(part)
        if self.size > MAX_BODY or len(self.parts) >= MAX_PARTS:
            raise TooMuch(f"the answer is longer than {MAX_BODY} bytes or {MAX_PARTS} parts")
        if part:
            self.parts.append((now, part))
        return not message.get("more_body", False)


def _text(value: bytes) -> str:
    return bytes(value).decode("latin-1")


def make_scope(request: Mapping[str, Any]) -> dict[str, Any]:
    """The ASGI scope of a request {method, path, body, headers}; a body is JSON where no header says otherwise."""
    target, _, query = request["path"].partition("?")
    headers = {b"host": b"testserver"}
    if request.get("body"):
        headers[b"content-type"] = b"application/json"
        headers[b"content-length"] = str(len(request["body"].encode())).encode()
    headers |= {name.lower().encode("latin-1"): value.encode("latin-1") for name, value in request.get("headers", [])}
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request["method"],
        "scheme": "http",
        "path": unquote(target),
        "raw_path": target.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": list(headers.items()),
        "client": ("127.0.0.1", 40000),
        "server": ("testserver", 80),
    }


class Traffic(Hidden):
    """All requests of one run."""

    def __init__(
        self,
        application: Any,
        observer: Observer,
        tasks: Tasks,
        state: Callable[[], Any],
        look: Callable[[], None],
    ) -> None:
        self._look = look
        self._last = 0
        self._application = application
        self._observer = observer
        self._tasks = tasks
        self._now = observer.now
        self._state = state
        self._began = 0

    async def send_all(self, groups: Sequence[Mapping[str, Any]]) -> None:
        """Sends group after group, each at once and after a pause; nothing is told of any but the last."""
        for group in groups[:-1]:
            self._observer.muted = True
            await self._pause(group)
            await self._send(group["requests"])
        await self._pause(groups[-1])
        self._observer.begin()
        await self._send(groups[-1]["requests"])

    async def _pause(self, group: Mapping[str, Any]) -> None:
        if group["pause"]:
            self._observer.muted = True
            await asyncio.sleep(group["pause"] / NANO)

    async def _send(self, requests: Sequence[Mapping[str, Any]]) -> None:
        """Waits until each was answered; then until what they left behind has ended."""
        loop = asyncio.get_running_loop()
        self._began = real.monotonic_ns()
        self._last = len(requests) - 1
        started = []
        for number, request in enumerate(requests):
            exchange = Exchange(number, request, loop)
            self._observer.lives[number] = Life(self._now())
            context = contextvars.copy_context()
            context.run(REQUEST.set, number)
            started.append(loop.create_task(self._one(exchange), context=context))
        await asyncio.wait(started)
        await self._drain()

    async def _one(self, exchange: Exchange) -> None:
        async def send(message: Mapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                exchange.take_start(message)
            elif exchange.take_body(self._now(), message):
                self._finish(exchange)

        try:
            await self._application(exchange.scope, exchange.receive, send)
        except BaseException as error:  # noqa: BLE001 - the student's; what would end the server ends its request
            self._observer.raised(exchange.number, error)
        if not exchange.complete.done():
            self._observer.answered(exchange.number)
            self._observer.emit("no-answer", request=exchange.number, state=self._state())
            exchange.complete.set_result(None)

    def _finish(self, exchange: Exchange) -> None:
        if exchange.complete.done():
            raise TooMuch("the answer was ended twice")
        if exchange.number in (0, self._last):
            self._look()
        exchange.complete.set_result(None)
        self._observer.answered(exchange.number)
        self._tasks.say_left_behind(exchange.number)
        try:
            self._observer.emit(
                "answer",
                request=exchange.number,
                status=exchange.status,
                headers=exchange.headers,
                real=real.monotonic_ns() - self._began,
                parts=[[when, part.decode("utf-8", "backslashreplace")] for when, part in exchange.parts],
                state=self._state(),
            )
        except TooMuchSaid as error:
            raise TooMuch(f"the answer and its headers are longer than {error.limit} bytes, escaped as JSON") from error

    async def _drain(self) -> None:
        """Lets work in the background end, as a server that stays up would, but not for ever."""
        mine = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not mine]
        if others:
            _, unfinished = await asyncio.wait(others, timeout=DRAIN_SECONDS)
            for task in unfinished:
                task.cancel()
            if unfinished:
                await asyncio.wait(unfinished, timeout=1)
