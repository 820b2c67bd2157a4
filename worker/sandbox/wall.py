"""What every outer wall must offer, so that the client of the zygote need not know which one stands."""

import socket
from typing import Protocol

from worker.sandbox.inside.facts import Facts


class Standing(Protocol):
    """A wall with a zygote starting behind it. Leaving nothing behind is the wall's own business."""

    control: socket.socket

    def stop(self) -> None:
        """Ends everything behind the wall and waits until it is gone."""

    def wait(self) -> None:
        """After the control socket closed: until the wall is down and its complaint is whole."""

    def complaint(self) -> str:
        """What the wall or the zygote wrote about its own failure, if anything."""


class Wall(Protocol):
    name: str

    def start(self, *, at_once: bool = False) -> Standing:
        """Raises SandboxError where none can be had, for ``at_once`` without waiting for one to become free."""

    def verify(self, facts: Facts) -> None:
        """Raises SandboxUnavailable when the zygote sees something that this wall must not show."""

    def explain(self, complaint: str) -> str | None:
        """What to install or change, where the complaint means that this wall cannot stand here."""


def closed_within(control: socket.socket, seconds: float) -> bool:
    """Whether every process that held the other end is gone, or goes in time."""
    control.settimeout(seconds)
    try:
        while control.recv(65536):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True
