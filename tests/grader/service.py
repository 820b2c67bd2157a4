"""``grader up`` as a person starts it, and a look at every process that it started."""

import os
import re
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

READY_WITHIN = 90.0
STOP_WITHIN = 15.0
FOREIGN = ("GRADER_DATA", "SECRET_KEY", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE")


class Up:
    """A running service; its processes are known by a mark in their environment."""

    def __init__(self, data: Path, *options: str) -> None:
        self.mark = f"GRADER_TEST={data}"
        kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", "up", "--port", "0", "--data", str(data), *options],
            env=kept | {"GRADER_TEST": str(data)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.said = ""

    def address(self) -> str:
        """Where it answers, as it says when it is ready."""
        return self.says(r"grader is ready: (http://\S+/)")[1]

    def says(self, pattern: str, within: float = READY_WITHIN) -> re.Match[str]:
        """Waits for a line that matches."""
        assert self.process.stdout is not None
        deadline = time.monotonic() + within
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while not (found := re.search(pattern, self.said)):
                assert selector.select(deadline - time.monotonic()), f"no {pattern!r} in {self.said!r}"
                piece = os.read(self.process.stdout.fileno(), 65536)
                assert piece, f"it ended and said {self.said!r}"
                self.said += piece.decode()
        return found

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(STOP_WITHIN)

    def processes(self) -> dict[int, str]:
        """The command line of every process that runs for it, itself included."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if self.mark.encode() in (folder / "environ").read_bytes().split(b"\0"):
                    found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        return {pid: command for pid, command in found.items() if command}

    def running(self, part: str) -> set[int]:
        return {pid for pid, command in self.processes().items() if part in command}

    def started(self, part: str, before: set[int]) -> bool:
        return bool(self.running(part) - before)

    def pid_of(self, part: str) -> int:
        """The first of those whose command line has ``part``: the parent of the others."""
        return min(self.running(part))

    def close(self) -> None:
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
