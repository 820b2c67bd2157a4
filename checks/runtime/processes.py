"""Child processes, which live in real time: while one works the virtual clock stands still.

A child that waits for a pretended upstream waits on the virtual clock, so the clock may move when every child does, or
when none has been heard of for :data:`SILENCE` real seconds.
"""

import os
import select
import subprocess
from collections.abc import Callable
from typing import Any

from checks.runtime import primitives, real
from checks.runtime.primitives import active

SILENCE = 1.0
SLICE_MS = 5


class Children:
    """The living child processes of the run, by the descriptor that tells of their end."""

    def __init__(self, waiting_upstream: Callable[[], int]) -> None:
        self._pidfds: dict[int, int] = {}
        self._waiting_upstream = waiting_upstream
        self._silent_since: float | None = None

    def born(self, pid: int) -> None:
        self._pidfds[pid] = os.pidfd_open(pid)

    def has_ended(self, pid: int) -> bool:
        descriptor = self._pidfds.get(pid)
        return descriptor is None or primitives.is_ready(descriptor, select.POLLIN)

    def patience(self) -> bool:
        """Waits a moment of real time for a living child. False when the clock may move on without them."""
        self._bury()
        if not self._pidfds or self._waiting_upstream() >= len(self._pidfds):
            self._silent_since = None
            return False
        now = real.monotonic()
        self._silent_since = self._silent_since or now
        if now - self._silent_since > SILENCE:
            return False
        self._watch()
        return True

    def heard(self) -> None:
        self._silent_since = None

    def _watch(self) -> None:
        poller = real.poll()
        for descriptor in self._pidfds.values():
            poller.register(descriptor, select.POLLIN)
        poller.poll(SLICE_MS)

    def _bury(self) -> None:
        for pid, descriptor in list(self._pidfds.items()):
            if primitives.is_ready(descriptor, select.POLLIN):
                os.close(descriptor)
                del self._pidfds[pid]
                self._silent_since = None


def install(children: Children) -> None:
    """Makes ``subprocess`` wait through the baton."""
    original_init = subprocess.Popen.__init__

    def init(self: Any, *args: Any, **options: Any) -> None:
        original_init(self, *args, **options)
        if active() is not None and self.pid:
            children.born(self.pid)

    def wait(self: Any, timeout: float | None = None) -> int:
        here = active()
        if here is None or self.returncode is not None or getattr(self, "_grader_pumping", False):
            return real.popen_wait(self, timeout)
        baton, actor = here
        with primitives._waiting("process"):  # noqa: SLF001 - the same room
            ended = baton.wait_until(actor, lambda: children.has_ended(self.pid), primitives.deadline(baton, timeout))
        if not ended:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return real.popen_wait(self)

    def communicate(self: Any, input: Any = None, timeout: float | None = None) -> tuple[Any, Any]:  # noqa: A002
        here = active()
        if here is None:
            return real.popen_communicate(self, input, timeout)
        baton, actor = here
        result: list[tuple[Any, Any]] = []
        inputs = [input]

        def pumped() -> bool:
            self._grader_pumping = True
            try:
                result.append(real.popen_communicate(self, inputs.pop() if inputs else None, 1e-9))
            except subprocess.TimeoutExpired:
                return False
            finally:
                self._grader_pumping = False
            return True

        with primitives._waiting("process"):  # noqa: SLF001
            ended = baton.wait_until(actor, pumped, primitives.deadline(baton, timeout))
        if not ended:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return result[0]

    def system(command: Any) -> int:
        code = subprocess.call(command, shell=True)  # noqa: S602 - what os.system does
        return code << 8 if code >= 0 else -code

    subprocess.Popen.__init__ = init  # type: ignore[method-assign]
    subprocess.Popen.wait = wait  # type: ignore[method-assign]
    subprocess.Popen.communicate = communicate  # type: ignore[method-assign]
    os.system = system
