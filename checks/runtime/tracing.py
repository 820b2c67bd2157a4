"""Which of the student's lines ran, and which of them the CPU time of the loop's thread went to.

Tracing makes code slow, so it is done in a run of its own, whose times nobody judges.
"""

import sys
import threading
from collections import defaultdict
from collections.abc import Callable
from types import FrameType
from typing import Any

from checks.hidden import Hidden, hide
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import places, real
from checks.runtime.guard import Guard

MAX_EVENTS = 300_000
MAX_LINES = 20
WORTH_A_LOOK, STALL = 1_000_000, 100_000_000  # nanoseconds

Spot = tuple[str, int]


class Tracer(Hidden):
    """Traces the calling thread with CPU times, and every thread that starts from now on without."""

    def __init__(self, known_waits: Callable[[], int]) -> None:
        """``known_waits``: how many real nanoseconds this thread has waited so far for what is accounted for."""
        self._known_waits = known_waits
        self.lines: set[Spot] = set()
        self._cpu: dict[Spot, int] = defaultdict(int)
        self._main = real.get_ident()
        self._spot: Spot | None = None
        self._since = 0
        self._left = MAX_EVENTS
        self._stalls: set[Spot] = set()
        self._began = real.monotonic_ns()
        self._switches = self._known = 0

    def start(self, guard: Guard) -> None:
        guard.tracer = hidden = hide(self._on_call)
        threading.settrace(hidden)
        sys.settrace(hidden)

    def result(self) -> dict[str, Any]:
        """``lines`` that ran and the ``cpu`` nanoseconds of the heaviest of them, most first."""
        sys.settrace(None)
        self._charge(None)
        heaviest = sorted(self._cpu.items(), key=lambda item: (-item[1], item[0]))[:MAX_LINES]
        return {
            "lines": sorted(self.lines)[:5000],
            "cpu": [[*spot, spent] for spot, spent in heaviest],
            "stalls": sorted(self._stalls)[:MAX_LINES],
        }

    def _on_call(self, frame: FrameType, event: str, arg: Any) -> Any:
        return self._on_line if places.is_students(frame.f_code) else None

    def _on_line(self, frame: FrameType, event: str, arg: Any) -> Any:
        self._left -= 1
        if self._left < 0:
            return None
        if event == "line":
            self.lines.add(_spot(frame))
        if real.get_ident() == self._main:
            self._charge(_spot(frame) if event == "line" else self._caller(frame, event))
        return self._on_line

    def _caller(self, frame: FrameType, event: str) -> Spot | None:
        """When a function ends its caller's line goes on, if that is the student's; when one waits, nobody's does."""
        if event != "return":
            return self._spot
        caller = frame.f_back
        return _spot(caller) if caller is not None and places.is_students(caller.f_code) else None

    def _charge(self, following: Spot | None) -> None:
        now = real.thread_time_ns()
        if self._spot is not None:
            self._cpu[self._spot] += now - self._since
            elapsed = real.monotonic_ns() - self._began
            if elapsed - now + self._since > WORTH_A_LOOK:
                self._note_stall(self._spot, now - self._since)
        self._spot, self._since, self._began = following, now, real.monotonic_ns()

    def _note_stall(self, spot: Spot, cpu: int) -> None:
        """The line gave up the processor of its own will, and long: whoever is only pushed aside did not."""
        known, self._known = self._known, self._known_waits()
        waited = real.monotonic_ns() - self._began - cpu - (self._known - known)
        before, self._switches = self._switches, real.getrusage(real.RUSAGE_THREAD).ru_nvcsw
        if waited > STALL and self._switches > before:
            self._stalls.add(spot)


def _spot(frame: FrameType) -> Spot:
    return frame.f_code.co_filename.removeprefix(places.SITE), frame.f_lineno
