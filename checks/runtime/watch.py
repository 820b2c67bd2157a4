"""Watches a run from another process: a step that never ends is found whatever it does, and the line that it hung on.

The watched process counts its steps in shared memory. When one uses more CPU time than :data:`STEP_CPU`, the whole run
more than :data:`RUN_CPU`, the import more than :data:`LOAD_CPU`, or nothing at all happens for :data:`STALL` real
seconds, it is asked by a signal for the line that it is at, which ``faulthandler`` writes without the interpreter's
help, and ended.
"""

import contextlib
import faulthandler
import mmap
import os
import re
import select
import signal
import struct
import time
from dataclasses import dataclass
from typing import Literal

from checks.runtime import real
from checks.runtime.places import SITE, Place

STEP_CPU = 0.5
RUN_CPU = 4.0
LOAD_CPU = 1.0
STALL = 2.0
SLICE_MS = 10
DUMP_MS = 1_000
ASK = signal.SIGUSR1

Hang = Literal["step", "run", "stall"]
FRAME = re.compile(rf'File "{SITE}([^"\n]+)", line (\d+)')


class Heart:
    """Shared memory in which the watched process says which one it is and how far it came.

    The number of a step is odd while it runs and even between two steps, when threads may work as long as they like.
    """

    FORMAT = struct.Struct("=QQ")

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, mmap.PAGESIZE)

    def beat(self, process: int, step: int) -> None:
        self.FORMAT.pack_into(self._memory, 0, process, step)

    def rest(self) -> None:
        """It waits for the judge, who may take as long as he likes."""
        self.beat(0, 0)

    def read(self) -> tuple[int, int]:
        process, step = self.FORMAT.unpack_from(self._memory, 0)
        return process, step


@dataclass
class Progress:
    process: int
    step: int
    cpu_at_start: float
    cpu_at_step: float
    last_cpu: float
    since: float


class Watch:
    """One watched process tree: whoever the heart names."""

    def __init__(self, heart: Heart) -> None:
        self._heart = heart
        self._reading, self.writing = os.pipe()
        self._progress: Progress | None = None

    def prepare_child(self) -> None:
        """In the process that will be watched: answers :data:`ASK` with the line that it is at."""
        os.close(self._reading)
        faulthandler.register(ASK, file=self.writing, all_threads=False, chain=True)  # and then it ends

    def watch(self, child: int) -> tuple[Hang, Place | None] | int:
        """Returns the child's wait status when it ends by itself, or how and where it hung (it is killed then)."""
        pidfd = os.pidfd_open(child)
        poller = select.poll()
        poller.register(pidfd, select.POLLIN)
        while not poller.poll(SLICE_MS):
            hang = self._look()
            if hang is not None:
                where = self._ask(child)
                self._kill(child)
                return hang, where
        return os.waitpid(child, 0)[1]

    def _look(self) -> Hang | None:
        process, step = self._heart.read()
        cpu, now = cpu_seconds(process), real.monotonic()
        if not process or cpu is None:
            self._progress = None
            return None
        seen = self._progress
        if seen is None or seen.process != process:
            self._progress = Progress(process, step, cpu, cpu, cpu, now)
            return None
        if seen.step != step:
            seen.step, seen.cpu_at_step, seen.since, seen.last_cpu = step, cpu, now, cpu
        return self._judge(seen, cpu, now)

    def _judge(self, seen: Progress, cpu: float, now: float) -> Hang | None:
        if seen.step % 2 and cpu - seen.cpu_at_step > STEP_CPU:
            return "step"
        if cpu - seen.cpu_at_start > (RUN_CPU if seen.step else LOAD_CPU):
            return "run"
        if cpu - seen.last_cpu > 0.02:
            seen.last_cpu, seen.since = cpu, now
        return "stall" if now - seen.since > STALL else None

    def _ask(self, child: int) -> Place | None:
        """Ends the watched process, which says where it was; its parent must not get a word in about that."""
        process, _ = self._heart.read()
        with contextlib.suppress(ProcessLookupError):
            if process != child:
                os.kill(child, signal.SIGSTOP)
            os.kill(process, ASK)
        poller = select.poll()
        poller.register(self._reading, select.POLLIN)
        text = b""
        while len(text) < 65536 and poller.poll(DUMP_MS if not text else DUMP_MS // 10):
            text += os.read(self._reading, 65536)
        found = FRAME.search(text.decode("utf-8", "replace"))
        return (found[1], int(found[2]), None, None, None) if found else None

    def _kill(self, child: int) -> None:
        process, _ = self._heart.read()
        for victim in {process, child} - {0}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        os.waitpid(child, 0)


def cpu_seconds(process: int) -> float | None:
    """CPU time that a process has used; None when it is gone. Its clock is numbered as clock_getcpuclockid(3) does."""
    try:
        return time.clock_gettime(~process << 3 | 2)
    except OSError:
        return None
