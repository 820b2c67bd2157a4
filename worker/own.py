"""The one sandbox of this process: opened when it is first needed, so after the fork, and kept for every task."""

from typing import cast

from django.conf import settings

from checks.sandbox import Sandbox
from worker.sandbox import Kind, open_sandbox

_kept: list[Sandbox] = []


def sandbox() -> Sandbox:
    """Raises checks.sandbox.SandboxError."""
    if not _kept:
        _kept.append(open_sandbox(cast("Kind", settings.SANDBOX), settings.SANDBOX_SOCKETS, settings.SANDBOX_RUNS))
    return _kept[0]


def discard() -> None:
    """The next task gets a fresh one."""
    while _kept:
        _kept.pop().close()
