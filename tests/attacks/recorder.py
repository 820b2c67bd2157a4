"""A sandbox that notes how each of its runs ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from checks.sandbox import Confined, Ending, Limits, Role, Sandbox


@dataclass(frozen=True)
class Noted:
    role: Role
    limits: Limits
    ending: Ending


class Recorder:
    """Runs everything in ``sandbox``; ``noted`` are the runs so far."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.name = sandbox.name
        self._sandbox = sandbox
        self.noted: list[Noted] = []

    @contextmanager
    def open(self, role: Role, limits: Limits) -> Iterator[Confined]:
        with self._sandbox.open(role, limits) as confined:
            try:
                yield confined
            finally:
                self.noted.append(Noted(role, limits, confined.finish()))

    def close(self) -> None:
        """The sandbox is its owner's, who goes on using it."""
