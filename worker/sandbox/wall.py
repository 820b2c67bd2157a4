"""What every outer wall must offer, so that the client of the zygote need not know which one stands."""

import socket
from typing import Protocol


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

    def start(self) -> Standing: ...

    def explain(self, complaint: str) -> str | None:
        """What to install or change, where the complaint means that this wall cannot stand here."""
