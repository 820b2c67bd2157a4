"""Frames of bounded JSON over a stream socket: the only language that the two sides of a sandbox wall speak.

A frame is a length (4 bytes, big-endian) and that many bytes of UTF-8 JSON, an object at its top. What comes from a
subject is hostile: a frame that is too long, not JSON, too deep or not an object raises :class:`ProtocolError`,
which is the subject's fault and never the platform's. Frames may be signed (:mod:`checks.signing`): each then begins
with its code.
"""

import json
import json.encoder
import math
import socket
import struct
import time
from typing import Any

from checks.hidden import Hidden
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.signing import CODE_SIZE, Checker, Sign

LENGTH = struct.Struct(">I")
MAX_FRAME = 1 << 20
MAX_TOTAL = 16 << 20
MAX_DEPTH = 40

Frame = dict[str, Any]


def _refuse_object(thing: object) -> Any:
    raise TypeError(f"{type(thing).__name__} is no JSON")


# All in C and held here: what a submission does to the module json changes nothing of what is sent.
_encode: Any = json.encoder.c_make_encoder(  # type: ignore[attr-defined]
    None, _refuse_object, json.encoder.encode_basestring_ascii, None, ":", ",", False, False, False
)
_pack = LENGTH.pack


class ChannelClosed(Exception):
    """The other side is gone."""


class ProtocolError(Exception):
    """The other side sent something that is not a frame."""


class TooMuchSaid(ProtocolError):
    """More than the ``limit`` bytes that one frame, or all frames of one side together, may have."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


class ChannelTimeout(Exception):
    """Nothing came within the real time that was allowed."""


class Channel(Hidden):
    """One end of the wire. ``max_total`` bounds what this end accepts in its whole life, in bytes."""

    def __init__(self, sock: socket.socket, *, max_frame: int = MAX_FRAME, max_total: int = MAX_TOTAL) -> None:
        self.sock = sock
        self.sign: Sign | None = None
        self.checker: Checker | None = None
        self.speaker: str | None = None  # whose frame was received last, where there is a checker
        self._max_frame = max_frame
        self._left = self._max_total = max_total

    def send(self, frame: Frame) -> None:
        """Raises ChannelClosed when nobody listens any more, ChannelTimeout when nobody reads.

        What is longer than a frame may be is not sent: TooMuchSaid.
        """
        body = "".join(_encode(frame, 0)).encode()
        if len(body) + CODE_SIZE > self._max_frame:
            raise TooMuchSaid(self._max_frame)
        data = body if self.sign is None else self.sign(body) + body
        try:
            self.sock.sendall(_pack(len(data)) + data)
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
            raise TooMuchSaid(self._max_total)
        return parse(self._checked(self._read(length, deadline)))

    def _checked(self, data: bytes) -> bytes:
        if self.checker is None:
            return data
        self.speaker = self.checker.speaker(data)
        if self.speaker is None:
            raise ProtocolError("bytes that are no frame of the grader's")
        return data[CODE_SIZE:]

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
        value = json.loads(body.decode(), parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("not JSON") from error
    if type(value) is not dict:
        raise ProtocolError("not an object")
    _check_depth(value)
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _finite(text: str) -> float:
    """``1e999`` is a number in JSON, and none here."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _check_depth(value: Any, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise ProtocolError("nested too deeply")
    if isinstance(value, dict):
        for item in value.values():
            _check_depth(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check_depth(item, depth + 1)
