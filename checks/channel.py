"""Frames of bounded JSON over a stream socket: the only language that the two sides of a sandbox wall speak.

A frame is a length (4 bytes, big-endian) and that many bytes of UTF-8 JSON, an object at its top. What comes from a
subject is hostile: a frame that is too long, not JSON, too deep or not an object raises :class:`ProtocolError`,
which is the subject's fault and never the platform's.
"""

import json
import socket
import struct
import time
from typing import Any

LENGTH = struct.Struct(">I")
MAX_FRAME = 1 << 20
MAX_TOTAL = 16 << 20
MAX_DEPTH = 40

Frame = dict[str, Any]


class ChannelClosed(Exception):
    """The other side is gone."""


class ProtocolError(Exception):
    """The other side sent something that is not a frame."""


class ChannelTimeout(Exception):
    """Nothing came within the real time that was allowed."""


class Channel:
    """One end of the wire. ``max_total`` bounds what this end accepts in its whole life, in bytes."""

    def __init__(self, sock: socket.socket, *, max_frame: int = MAX_FRAME, max_total: int = MAX_TOTAL) -> None:
        self.sock = sock
        self._max_frame = max_frame
        self._left = max_total

    def send(self, frame: Frame) -> None:
        """Raises ChannelClosed when nobody listens any more, ChannelTimeout when nobody reads."""
        body = json.dumps(frame, separators=(",", ":")).encode()
        try:
            self.sock.sendall(LENGTH.pack(len(body)) + body)
        except TimeoutError as error:
            raise ChannelTimeout from error
        except OSError as error:
            raise ChannelClosed from error

    def receive(self, deadline: float | None = None) -> Frame:
        """The next frame. ``deadline`` is in the real seconds of ``time.monotonic``; None waits for ever."""
        (length,) = LENGTH.unpack(self._read(LENGTH.size, deadline))
        if length > self._max_frame:
            raise ProtocolError(f"a frame of {length} bytes; {self._max_frame} are allowed")
        self._left -= length
        if self._left < 0:
            raise ProtocolError("too many bytes")
        return parse(self._read(length, deadline))

    def close(self) -> None:
        self.sock.close()

    def _read(self, size: int, deadline: float | None) -> bytes:
        chunks: list[bytes] = []
        while size:
            chunk = self._read_some(size, deadline)
            chunks.append(chunk)
            size -= len(chunk)
        return b"".join(chunks)

    def _read_some(self, size: int, deadline: float | None) -> bytes:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ChannelTimeout
            self.sock.settimeout(left)
        try:
            chunk = self.sock.recv(min(size, 65536))
        except TimeoutError as error:
            raise ChannelTimeout from error
        except OSError as error:
            raise ChannelClosed from error
        if not chunk:
            raise ChannelClosed
        return chunk


def parse(body: bytes) -> Frame:
    """The object that the bytes of one frame hold."""
    try:
        value = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("not JSON") from error
    if type(value) is not dict:
        raise ProtocolError("not an object")
    _check_depth(value)
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _check_depth(value: Any, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise ProtocolError("nested too deeply")
    if isinstance(value, dict):
        for item in value.values():
            _check_depth(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check_depth(item, depth + 1)
