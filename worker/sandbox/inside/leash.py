"""What the zygote and the processes of one run say to each other: whole messages, never a torn one.

From the run: ready (once, before the role starts), failure, ending. From the zygote: ``STOP`` (it may end by itself),
``END`` (nobody waits for that) or ``KILL``.
When the zygote is gone, the leash is torn, which means ``KILL``. The role itself never holds it.
"""

import json
import os
import socket
from typing import Any, Literal, TypedDict, cast

MAX_MESSAGE = 8192

Reason = Literal["exited", "seconds", "stopped", "killed"]
Order = Literal[b"stop", b"end", b"kill"]


class Fate(TypedDict):
    """How a run ended: its wait status, and what it and all that it started used and did against the rules."""

    reason: Reason
    status: int | None
    real_seconds: float
    cpu_seconds: float
    peak_rss: int
    violations: list[str]


class Leash:
    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    @classmethod
    def pair(cls) -> tuple["Leash", "Leash"]:
        """The zygote's end and the run's end."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        return cls(ours), cls(theirs)

    def fileno(self) -> int:
        return self._sock.fileno()

    def move(self, descriptor: int) -> None:
        """Goes on under another number; whoever moves it closes the old one."""
        self._sock.detach()
        self._sock = socket.socket(fileno=descriptor)

    def close(self) -> None:
        self._sock.close()

    def tell_ready(self, rss: int) -> None:
        """``rss`` is what the run had in memory at most before anything of its own, in bytes."""
        self._tell({"ready": rss})

    def tell_failure(self, text: str) -> None:
        self._tell({"failure": text[-2000:]})

    def tell_ending(self, fate: Fate) -> None:
        self._tell({"fate": fate})

    def heard(self) -> dict[str, Any] | None:
        """The next message of the run, None when no process of it holds its end any more."""
        try:
            message = self._sock.recv(MAX_MESSAGE)
        except ConnectionResetError:  # it went without reading our order; what it said before is still there
            message = self._sock.recv(MAX_MESSAGE)
        return cast("dict[str, Any]", json.loads(message)) if message else None

    def order(self, order: Order) -> None:
        try:
            self._sock.send(order)
        except OSError:  # the run has ended meanwhile
            return

    def ordered(self) -> Order:
        order = self._sock.recv(MAX_MESSAGE)
        return b"stop" if order == b"stop" else b"end" if order == b"end" else b"kill"

    def _tell(self, message: dict[str, Any]) -> None:
        try:
            self._sock.send(json.dumps(message).encode())
        except OSError:  # the zygote is gone, and with it everything here in a moment
            os._exit(1)
