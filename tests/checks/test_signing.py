"""A frame counts only as its speaker's next, so nothing is forged, repeated or left out."""

import socket

import pytest

from checks.channel import Channel, ProtocolError
from checks.signing import CODE_SIZE, Checker, Keyring, new_key

KEY = new_key()


def heard(*frames: bytes, expected: tuple[str, ...] = ("loader", "run 1"), key: bytes = KEY) -> list[str | None]:
    checker = Checker(key)
    checker.expect(*expected)
    return [checker.speaker(frame) for frame in frames]


def said(speaker: str, *bodies: bytes) -> list[bytes]:
    sign = Keyring(KEY).signer(speaker)
    return [sign(body) + body for body in bodies]


def test_every_speaker_is_known_by_its_frames_in_any_order() -> None:
    loader, run = said("loader", b"{}", b"{}"), said("run 1", b"{}", b"[]")
    assert heard(run[0], loader[0], run[1], loader[1]) == ["run 1", "loader", "run 1", "loader"]


def test_a_frame_said_twice_is_nobodys() -> None:
    (frame,) = said("loader", b"{}")
    assert heard(frame, frame) == ["loader", None]


def test_a_frame_left_out_makes_the_next_one_nobodys() -> None:
    assert heard(said("run 1", b"1", b"2")[1]) == [None]


def test_a_run_that_is_over_says_nothing_more() -> None:
    assert heard(*said("run 1", b"{}"), expected=("loader", "run 2")) == [None]


@pytest.mark.parametrize("data", [b"", b"{}", bytes(CODE_SIZE) + b"{}"])
def test_bytes_without_the_key_are_nobodys(data: bytes) -> None:
    assert heard(data) == [None]


def test_a_changed_body_is_nobodys() -> None:
    (frame,) = said("loader", b'{"score":0}')
    assert heard(frame.replace(b"0", b"9")) == [None]


def test_the_channel_refuses_what_is_not_signed() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        listening, speaking = Channel(ours), Channel(theirs)
        listening.checker = Checker(KEY)
        listening.checker.expect("loader")
        speaking.sign = Keyring(KEY).signer("loader")
        speaking.send({"event": "ready"})
        assert listening.receive() == {"event": "ready"}
        speaking.sign = None
        speaking.send({"event": "loaded", "padded": "to more than a code"})
        with pytest.raises(ProtocolError):
            listening.receive()
