"""What the engine asks of whoever confines processes for it; the walls themselves stand in ``worker.sandbox``.

A sandbox runs *roles* of this package's code, each in a fresh confined process with one socket:

``attempt``
    ``checks.attempt.serve``: reads hostile source without running it, and then runs it.
``subject``
    ``checks.runtime.subject.serve``: runs it.
``checker``
    ``checks.checker.confined.serve``: runs an instructor's own checks, which ask about a subject that runs meanwhile.
"""

import math
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, Protocol

from checks.channel import Channel

Role = Literal["attempt", "subject", "checker"]
LimitName = Literal["seconds", "cpu", "memory", "output", "processes", "file_size"]

# What a role's process hears before it is ended for a limit: it may tell its judge where it is, and then it must go.
LAST_WORD = signal.SIGUSR2

ROLES: dict[Role, str] = {
    "checker": "checks.checker.confined",
    "subject": "checks.runtime.subject",
    "attempt": "checks.attempt",  # the last, since it looks once at all modules that there are
}


class SandboxError(Exception):
    """The sandbox could not do its work: the platform's fault, worth another try."""


class SandboxUnavailable(SandboxError):
    """Nothing on this machine can confine; the message says what to install."""


@dataclass(frozen=True)
class Limits:
    """What one confined process and all that it starts may use. Sizes in bytes, times in real seconds."""

    seconds: float = 10.0
    memory: int = 256 << 20
    processes: int = 64
    files: int = 128
    file_size: int = 64 << 20
    scratch: int = 64 << 20
    scratch_files: int = 4096
    output: int = 64 << 10

    @property
    def cpu_seconds(self) -> int:
        """What one process may use of the processor: one thread never reaches it before its real time is over."""
        return math.floor(self.seconds) + 1


@dataclass(frozen=True)
class Ending:
    """How a confined process ended.

    ``limit`` names the limit that ended it, ``allowed`` what it allows and ``used`` how much of it was used.

    ``violations`` are the system calls that it made though no view has a reason to, such as ``ptrace``; none was done.
    """

    exit_code: int | None
    signal: int | None
    limit: LimitName | None
    allowed: float | None
    used: float | None
    cpu_seconds: float
    peak_memory: int
    output: str
    output_truncated: bool
    violations: tuple[str, ...] = ()


class Confined(Protocol):
    """A running confined process."""

    @property
    def channel(self) -> Channel: ...

    def finish(self) -> Ending:
        """Ends it and everything that it started, waits until all of it is gone, and says how it ended."""


class Sandbox(Protocol):
    """One at a time, and one checker beside it: another ``open`` before that is finished is the caller's error."""

    name: str

    def open(self, role: Role, limits: Limits) -> AbstractContextManager[Confined]:
        """A fresh confined process that serves ``role``. Raises SandboxError when it cannot be had."""

    def close(self) -> None: ...


def load_role(role: Role) -> Callable[[Channel], None]:
    """The function that serves a role; called once, inside the wall, before anything hostile is there."""
    serve: Callable[[Channel], None] = import_module(ROLES[role]).serve
    return serve


def prepare_roles() -> None:
    """Has the roles that were loaded look at all modules; called once, when no more will come, before the forks."""
    for name in ROLES.values():
        prepare = getattr(sys.modules.get(name), "prepare", None)
        if prepare is not None:
            prepare()
