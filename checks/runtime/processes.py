"""Child processes, which live in real time: while one works the virtual clock stands still.

A child that waits for a pretended upstream waits on the virtual clock, so the clock may move when every child does, or
when none has been heard of for :data:`SILENCE` real seconds.
"""

import os
import select
import subprocess
from collections.abc import Callable
from typing import Any

from checks.hidden import Hidden, hide
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import primitives, real
from checks.runtime.primitives import active
from checks.runtime.watch import cpu_seconds

SILENCE = 1.0
SLICE_MS = 5
PUMP = 0.001  # real seconds in which a child's output is read before others may go on


class Children(Hidden):
    """The living child processes of the run, by the descriptor that tells of their end."""

    def __init__(self, waiting_upstream: Callable[[], int]) -> None:
        self._pidfds: dict[int, int] = {}
        self._waiting_upstream = waiting_upstream
        self._silent_since: float | None = None
        self._computed = 0.0
        self.born_so_far = 0
        self.on_wait: Callable[[], None] = lambda: None
        self.on_refused: Callable[[], None] = lambda: None  # the kernel gives no more processes

    def born(self, pid: int) -> None:
        self.born_so_far += 1
        self._pidfds[pid] = os.pidfd_open(pid)

    def has_ended(self, pid: int) -> bool:
        descriptor = self._pidfds.get(pid)
        return descriptor is None or primitives.is_ready(descriptor, select.POLLIN)

    def patience(self, *, timers: bool) -> bool:
        """Waits a moment of real time for a living child. False when the clock may move on without them.

        Without ``timers`` there is nothing to move on to, so that only the end of the attempt ends the waiting.
        """
        if self._bury():
            return True
        if not self._pidfds or (timers and self._waiting_upstream() >= len(self._pidfds)):
            self._silent_since = None
            return False
        if timers and self._silence() > SILENCE:
            return False
        self.on_wait()
        self._watch()
        return True

    def _silence(self) -> float:
        """Real seconds since a child was last heard of; one that computes is."""
        now = real.monotonic()
        computed = sum(cpu_seconds(pid) or 0.0 for pid in self._pidfds)
        if self._silent_since is None or computed > self._computed:
            self._silent_since, self._computed = now, computed
        return now - self._silent_since

    def heard(self) -> None:
        self._silent_since = None

    def _watch(self) -> None:
        poller = real.poll()
        for descriptor in self._pidfds.values():
            poller.register(descriptor, select.POLLIN)
        poller.poll(SLICE_MS)

    def _bury(self) -> bool:
        """Whether one has ended since the last time, which somebody may wait for."""
        before = len(self._pidfds)
        for pid, descriptor in list(self._pidfds.items()):
            if primitives.is_ready(descriptor, select.POLLIN):
                os.close(descriptor)
                del self._pidfds[pid]
                self._silent_since = None
        return len(self._pidfds) < before


def install(children: Children) -> None:
    """Makes ``subprocess`` wait through the baton."""
    original_init, original_fork = subprocess.Popen.__init__, os.fork

    def fork() -> int:
        try:
            return original_fork()
        except BlockingIOError:
            children.on_refused()
            raise

    def init(self: Any, *args: Any, **options: Any) -> None:
        try:
            original_init(self, *args, **options)
        except BlockingIOError:
            children.on_refused()
            raise
        if active() is not None and self.pid:
            children.born(self.pid)

    def wait(self: Any, timeout: float | None = None) -> int:
        here = active()
        if here is None or self.returncode is not None:
            return real.popen_wait(self, timeout)
        if getattr(self, "_grader_pumping", False) and not children.has_ended(self.pid):
            raise subprocess.TimeoutExpired(self.args, timeout or 0)  # asked while others wait: it must not wait itself
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
                result.append(real.popen_communicate(self, inputs.pop() if inputs else None, PUMP))
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

    os.fork = hide(fork)
    subprocess.Popen.__init__ = hide(init, like=original_init)  # type: ignore[method-assign]
    subprocess.Popen.wait = hide(wait)  # type: ignore[method-assign]
    subprocess.Popen.communicate = hide(communicate)  # type: ignore[method-assign]
    os.system = hide(system)
