"""Watches a run from another process: a step that never ends is found whatever it does, and the line that it hung on.

The watched process counts its steps in shared memory. When one uses more CPU time than :data:`STEP_CPU`, the whole run
more than :data:`RUN_CPU`, the import more than :data:`LOAD_CPU`, or nothing at all happens for :data:`STALL` real
seconds, it is asked by a signal for the line that it is at, which ``faulthandler`` writes without the interpreter's
help, and ended. The same happens when the sandbox is about to end it for a limit, and what crashes tells its line too.
What the line says is the word of the watched process: it explains, and decides nothing.
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

from checks.hidden import Hidden
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import real
from checks.runtime.places import SITE, Place
from checks.sandbox import LAST_WORD

STEP_CPU = 0.5
RUN_CPU = 4.0
LOAD_CPU = 1.0
STALL = 2.0
SIGN_OF_LIFE = 0.005  # seconds of CPU time: one of many that crowd the processor gets that much
SLICE_MS = 10
DUMP_MS = 2_000
MAX_DUMP = 1 << 20
ASK = signal.SIGUSR1

Hang = Literal["step", "run", "import", "stall", "limit"]
MAX_PLACES = 20
FRAME = re.compile(rf'  File "{SITE}([^"\n]{{1,200}})", line (\d{{1,6}}) ')
THREAD = re.compile(r"^(?:Current thread|Thread) .*$", re.MULTILINE)
PARKED = "checks/runtime/threads.py"  # where a thread is that waits for its turn


class Heart(Hidden):
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


@dataclass(frozen=True)
class Hung:
    """``places`` are the student's lines that it was at, deepest first; ``used`` is seconds of processor time, of real
    time for a stall, and unknown where the sandbox is who measures."""

    kind: Hang
    places: list[Place]
    used: float | None


class Watch(Hidden):
    """One watched process tree: whoever the heart names."""

    def __init__(self, heart: Heart) -> None:
        self._heart = heart
        self._reading, self.writing = os.pipe()
        self._progress: Progress | None = None
        self._over = False
        signal.signal(LAST_WORD, self._end)

    def prepare_child(self) -> None:
        """In the process that will be watched: answers :data:`ASK` with the line that it is at, and crashes with it."""
        signal.signal(LAST_WORD, signal.SIG_DFL)
        for number in (ASK, signal.SIGXCPU):
            faulthandler.register(number, file=self.writing, all_threads=True, chain=True)  # and then it ends
        faulthandler.enable(file=self.writing, all_threads=False)

    def watch(self, child: int) -> Hung | int:
        """Returns the child's wait status when it ends by itself, or how and where it hung (it is killed then)."""
        pidfd = os.pidfd_open(child)
        poller = select.poll()
        poller.register(pidfd, select.POLLIN)
        while not poller.poll(SLICE_MS):
            hang = self._look()
            if hang is not None:
                where = self._ask(child)
                self._kill(child)
                return Hung(hang[0], where, hang[1])
        return os.waitpid(child, 0)[1]

    def last_words(self, patience: float = 0) -> list[Place]:
        """Where the watched process says that it is, deepest first; waits at most ``patience`` milliseconds."""
        poller = select.poll()
        poller.register(self._reading, select.POLLIN)
        text = b""
        while len(text) < MAX_DUMP and poller.poll(patience if not text else patience / 10):
            text += os.read(self._reading, 65536)
        return places_in(text.decode("utf-8", "replace"))

    def _end(self, _number: int, _frame: object) -> None:
        self._over = True

    def _look(self) -> tuple[Hang, float | None] | None:
        if self._over:
            return "limit", None
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

    def _judge(self, seen: Progress, cpu: float, now: float) -> tuple[Hang, float | None] | None:
        if seen.step % 2 and cpu - seen.cpu_at_step > STEP_CPU:
            return "step", cpu - seen.cpu_at_step
        if cpu - seen.cpu_at_start > (RUN_CPU if seen.step else LOAD_CPU):
            return "run" if seen.step else "import", cpu - seen.cpu_at_start
        if cpu - seen.last_cpu > SIGN_OF_LIFE:
            seen.last_cpu, seen.since = cpu, now
        return ("stall", now - seen.since) if now - seen.since > STALL else None

    def _ask(self, child: int) -> list[Place]:
        """Ends the watched process, which says where it was; its parent must not get a word in about that."""
        process, _ = self._heart.read()
        with contextlib.suppress(ProcessLookupError):
            if process != child:
                os.kill(child, signal.SIGSTOP)
            os.kill(process, ASK)
            os.kill(process, signal.SIGCONT)  # who waits for the sandbox to end it is stopped
        return self.last_words(DUMP_MS)

    def _kill(self, child: int) -> None:
        process, _ = self._heart.read()
        for victim in {process, child} - {0}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        os.waitpid(child, 0)


def places_in(dump: str) -> list[Place]:
    """The student's lines in what ``faulthandler`` wrote: of the thread that runs, where that can be told."""
    threads = [part for part in THREAD.split(dump) if FRAME.search(part)]
    running = [part for part in threads if PARKED not in part.partition("\n  File")[2].partition("\n")[0]]
    for part in (*running, *threads):
        return [(path, int(line), None, None, None) for path, line in FRAME.findall(part)[:MAX_PLACES]]
    return []


def cpu_seconds(process: int) -> float | None:
    """CPU time that a process has used; None when it is gone. Its clock is numbered as clock_getcpuclockid(3) does."""
    try:
        return time.clock_gettime(~process << 3 | 2)
    except OSError:
        return None
