"""Zygotes that somebody else keeps running, such as the service `sandbox` of docker-compose.yml.

Each is called through a socket in a shared folder. A socket stands there only while its zygote is free, so nobody who
grades ever holds the engine's socket, which is as good as root.
"""

import socket
import time
from contextlib import suppress
from pathlib import Path

from checks.sandbox import SandboxError, SandboxUnavailable
from worker.sandbox import verify
from worker.sandbox.inside.facts import Facts
from worker.sandbox.inside.line import CALLS, TAKEN
from worker.sandbox.wall import closed_within

FREE_WITHIN = 60.0  # real seconds to wait for a free one
ANSWER_WITHIN = 10.0
STEP = 0.05
WRITABLE = {"/tmp"}  # noqa: S108 - where the zygote has its socket; each run has a private folder over it
NO_FOLDER = (
    "The sandboxes are called through sockets in {folder}, and there is no such folder. Mount the volume of the "
    "service `sandbox` of docker-compose.yml there, or unset GRADER_SANDBOX_SOCKETS."
)
NONE_FREE = (
    "no sandbox became free in {folder} within {seconds:g} s: start the service `sandbox` of docker-compose.yml, with "
    "two containers for each submission that is graded at once (`--scale sandbox=4`)"
)


class Sockets:
    name = "docker"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        if not folder.is_dir():
            raise SandboxUnavailable(NO_FOLDER.format(folder=folder))

    def start(self, *, at_once: bool = False) -> "Called":
        seconds = 0.0 if at_once else FREE_WITHIN
        deadline = time.monotonic() + seconds
        while True:
            for path in sorted(self._folder.glob(f"*{CALLS}")):
                control = _call(path)
                if control:
                    return Called(control)
            if time.monotonic() >= deadline:
                raise SandboxError(NONE_FREE.format(folder=self._folder, seconds=seconds))
            time.sleep(STEP)

    def verify(self, facts: Facts) -> None:
        verify.check_outer(facts, WRITABLE)
        verify.check_container(facts)

    def explain(self, complaint: str) -> str | None:
        return None


class Called:
    """A zygote goes when its caller hangs up; whoever keeps it running starts the next."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control

    def stop(self) -> None:
        with suppress(OSError):
            self.control.shutdown(socket.SHUT_WR)
        closed_within(self.control, ANSWER_WITHIN)
        self.control.close()

    def wait(self) -> None:
        """It is down as soon as the line is."""

    def complaint(self) -> str:
        return ""


def _call(path: Path) -> socket.socket | None:
    """The line to the zygote; None when somebody else was faster, or it is gone."""
    control = socket.socket(socket.AF_UNIX)
    control.settimeout(ANSWER_WITHIN)
    try:
        control.connect(str(path))
        answer = control.recv(len(TAKEN))
    except OSError:
        answer = b""
    if answer == TAKEN:
        return control
    control.close()
    return None
