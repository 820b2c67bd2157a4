"""The checker's own process: takes the tests, runs them with pytest, and says what came of each.

The judge sends one order, ``{"files": …, "run": […], "submission": …, "facts": …}``. What the checker says then is
described in :mod:`checks.checker.says`; each ``ask`` is answered by one frame for each of its requests.
"""

import base64
import contextlib
import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio.plugin

from checks.channel import Channel, Frame
from checks.checker.plugin import Plugin

FOLDER = Path("/tmp/checks")  # noqa: S108 - private to this process
OPTIONS = ("-q", "--no-header", "--no-summary", "--strict-markers", "--strict-config", "--asyncio-mode=auto")
WITHOUT = ("cacheprovider", "doctest", "junitxml", "pastebin", "stepwise", "faulthandler", "unraisableexception")
COULD_NOT_RUN = (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR)
MAX_PRINTED = 8_000


def serve(channel: Channel) -> None:
    """Runs the tests of one order. Raises what the channel raises, and nothing for what the tests do."""
    Checker(Channel(channel.sock, max_frame=sys.maxsize, max_total=sys.maxsize)).serve()  # the judge may say it all


class Checker:
    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def serve(self) -> None:
        order = self._channel.receive()
        write(order["files"])
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        plugin = Plugin(self._say, self._exchange, FOLDER, order["submission"], order["facts"])
        config = FOLDER.with_suffix(".ini")
        config.write_text("[pytest]\n")
        words = [word for name in WITHOUT for word in ("-p", f"no:{name}")]
        where = ["-c", str(config), "--rootdir", str(FOLDER), *(str(FOLDER / path) for path in order["run"])]
        with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.redirect_stderr(printed):
            code = pytest.main([*OPTIONS, *words, *where], plugins=[pytest_asyncio.plugin, plugin])
        if code in COULD_NOT_RUN:
            self._say("broken", detail=printed.getvalue()[-MAX_PRINTED:])
        self._say("end")

    def _say(self, event: str, **facts: Any) -> None:
        self._channel.send({"event": event, **facts})

    def _exchange(self, group: Frame) -> list[Frame]:
        self._say("ask", **group)
        return [self._channel.receive() for _ in group["requests"]]


def write(files: Mapping[str, str]) -> None:
    """The tests and what they bring, as base64 by their paths."""
    for path, data in files.items():
        target = FOLDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(base64.b64decode(data))
