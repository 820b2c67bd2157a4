"""What must hold for any bytes. A target returns, or raises AssertionError, or hangs, or needs too much memory."""

import json
import os
import socket
import time
from collections.abc import Callable

from checks.channel import LENGTH, Channel, ChannelClosed, ProtocolError
from checks.intake import MAIN, Rejected, accept
from checks.runtime import says
from checks.source import confined
from checks.source.facts import SourceFacts

MOST_SENT = 60_000  # what a socket takes without a reader
PATIENCE = 10.0  # real seconds


def frames(data: bytes) -> None:
    """A stream is messages until it is one of the declared errors; each message can be said again the same way."""
    _listen(data[:MOST_SENT])
    _listen(LENGTH.pack(len(data[:MOST_SENT])) + data[:MOST_SENT])


def _listen(stream: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(stream)
        theirs.shutdown(socket.SHUT_WR)
        channel = Channel(ours)
        while True:
            try:
                message = says.parse(channel.receive(time.monotonic() + PATIENCE))
            except (ProtocolError, ChannelClosed):
                return
            assert said_again(message) == message


def said_again(message: says.Message | says.Reach) -> says.Message | says.Reach:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * MOST_SENT)
        Channel(ours).send(json.loads(message.model_dump_json()))
        return says.parse(Channel(theirs).receive(time.monotonic() + PATIENCE))


def sources(data: bytes) -> None:
    """An upload is refused with a sentence, or read: what the reader answers is facts that fit into its frame."""
    try:
        files = accept({MAIN: data})
    except Rejected as refusal:
        check_sentence(refusal.message)
        return
    answer = confined.answer(confined.Question(files=files, views=["view"]))
    facts = SourceFacts.model_validate(json.loads(json.dumps(answer))["facts"])
    for finding in (facts.syntax_error, *(item.finding for item in facts.findings)):
        if finding is not None and finding.line is not None:
            assert 1 <= finding.line <= files[MAIN].count("\n") + 2


def names(data: bytes) -> None:
    """A file's name is taken, or refused with a sentence; whatever it is, nothing is opened."""
    try:
        accept({MAIN: b"x = 1\n", os.fsdecode(data): b"y = 1\n"})
    except Rejected as refusal:
        check_sentence(refusal.message)


def check_sentence(message: str) -> None:
    assert message.isprintable()
    assert message.endswith(".")
    assert len(message) < 600
    message.encode()


TARGETS: dict[str, Callable[[bytes], None]] = {"frames": frames, "sources": sources, "names": names}
