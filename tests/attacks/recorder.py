"""A sandbox that notes how each of its runs ended."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType

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

    def open(self, role: Role, limits: Limits) -> "Recording":
        return Recording(self._sandbox.open(role, limits), role, limits, self.noted)

    def close(self) -> None:
        """The sandbox is its owner's, who goes on using it."""


class Recording:
    def __init__(
        self, opened: AbstractContextManager[Confined], role: Role, limits: Limits, noted: list[Noted]
    ) -> None:
        self._opened = opened
        self._role = role
        self._limits = limits
        self._noted = noted

    def __enter__(self) -> Confined:
        self._confined = self._opened.__enter__()
        return self._confined

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._noted.append(Noted(self._role, self._limits, self._confined.finish()))
        finally:
            self._opened.__exit__(kind, error, trace)
