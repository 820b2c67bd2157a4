"""The most that one request may bring. Django, which stands behind it, keeps a whole body before it looks at it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# Far above what is accepted, so that a file that is merely too large is refused at its form, beside what was typed.
MOST_BYTES = 16 << 20
REFUSAL = b"What you sent is far too large: 256 KB are enough. Go back and choose a smaller file.\n"


class Door:
    def __init__(self, application: Application, most: int = MOST_BYTES) -> None:
        self.application = application
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if announced(scope) > self.most:
            await refuse(send)
            return
        body = Body(receive, self.most)
        await self.application(scope, body.receive, send)
        if body.too_large:
            await refuse(send)


class Body:
    """Counts what comes in. What is past the limit looks like a visitor who left, to whom Django answers nothing."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most

    @property
    def too_large(self) -> bool:
        return self._left < 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.too_large else message


def announced(scope: Scope) -> int:
    """What the request says of its own size; 0 where it says nothing that can be read."""
    text = dict(scope.get("headers", ())).get(b"content-length", b"0")
    return int(text) if text.isdigit() else 0


async def refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(REFUSAL)).encode())]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": REFUSAL})
