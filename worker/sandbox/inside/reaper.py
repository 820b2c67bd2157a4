"""Pid 1 of one run. Waits for the subject, hears of its misdeeds, ends it in time, and leaves nothing of it behind."""

import os
import resource
import select
import signal
import time
from contextlib import suppress

from checks.sandbox import LAST_WORD
from worker.sandbox.inside.calls.guard import Guard
from worker.sandbox.inside.leash import Fate, Leash, Reason

GRACE = 0.2  # real seconds in which a subject whose judge hung up may end by itself
LAST_WORDS = 3.0  # real seconds in which a subject that passed a limit may say where it is, and end


class Reaper:
    def __init__(self, subject: int, leash: Leash) -> None:
        self._subject = subject
        self._leash = leash
        self._started = time.monotonic()
        self._status: int | None = None
        self._cpu = 0.0
        self._peak = 0
        self._guard: Guard | None = None
        self._wake, self._wake_end = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def watch(self, seconds: float, guard: Guard | None) -> Fate:
        """Returns when every process of this namespace but this one is gone."""
        self._guard = guard
        reason = self._wait(self._started + seconds)
        real = time.monotonic() - self._started
        if reason in ("killed", "seconds"):
            self._hear_out()
        self._end_all()
        return {
            "reason": reason,
            "status": self._status,
            "real_seconds": real,
            "cpu_seconds": self._cpu,
            "peak_rss": self._peak,
            "violations": guard.violations if guard else [],
        }

    def _wait(self, deadline: float) -> Reason:
        late: Reason = "seconds"
        poll = self._poll()
        self._reap(os.WNOHANG)
        while self._status is None:
            left = deadline - time.monotonic()
            if left <= 0:
                return late
            ready = dict(poll.poll(left * 1000))
            _drain(self._wake)
            self._reap(os.WNOHANG)
            self._hear(poll, ready)
            if self._leash.fileno() in ready and self._status is None:
                order = self._leash.ordered()
                if order != b"stop":
                    return "killed" if order == b"kill" else "stopped"
                deadline, late = min(deadline, time.monotonic() + GRACE), "stopped"
        return "exited"

    def _hear(self, poll: select.poll, ready: dict[int, int]) -> None:
        event = ready.get(self._guard.fileno(), 0) if self._guard else 0
        if self._guard and event & select.POLLIN:
            self._guard.attend()
        elif self._guard and event:  # nobody is left who could do anything
            poll.unregister(self._guard)

    def _hear_out(self) -> None:
        """Holds everything still but the subject's first process, which may say what the others were doing."""
        deadline = time.monotonic() + LAST_WORDS
        for process, number in ((-1, signal.SIGSTOP), (self._subject, LAST_WORD), (self._subject, signal.SIGCONT)):
            with suppress(ProcessLookupError):
                os.kill(process, number)
        poll = self._poll()
        poll.unregister(self._leash.fileno())
        while self._status is None and (left := deadline - time.monotonic()) > 0:
            ready = dict(poll.poll(left * 1000))
            _drain(self._wake)
            self._reap(os.WNOHANG)
            self._hear(poll, ready)

    def _poll(self) -> select.poll:
        """Wakes for the leash and, through a pipe, for every child that ends."""
        signal.set_wakeup_fd(self._wake_end, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        poll = select.poll()
        poll.register(self._wake, select.POLLIN)
        poll.register(self._leash.fileno(), select.POLLIN)
        if self._guard:
            poll.register(self._guard, select.POLLIN)
        return poll

    def _end_all(self) -> None:
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            return
        finally:
            self._reap(0)

    def _reap(self, flags: int) -> None:
        while True:
            try:
                pid, status, usage = os.wait4(-1, flags)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._count(usage)
            if pid == self._subject:
                self._status = status

    def _count(self, usage: resource.struct_rusage) -> None:
        self._cpu += usage.ru_utime + usage.ru_stime
        self._peak = max(self._peak, usage.ru_maxrss * 1024)


def _drain(descriptor: int) -> None:
    try:
        while os.read(descriptor, 512):
            pass
    except BlockingIOError:
        return
