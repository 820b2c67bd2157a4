"""What is known about how a run ended, and no more than that."""

import os
import signal

from checks.sandbox import Ending, LimitName, Limits
from worker.sandbox.protocol import FOREIGN, EndingFrame, flood

Breach = tuple[LimitName, float] | None


def understand(frame: EndingFrame, limits: Limits) -> Ending:
    """``exit_code`` and ``signal`` are both None when the run still lived as it was finished."""
    code = _code(frame)
    breach = _cut_short(frame) or _by_itself(frame, code, limits)
    return Ending(
        exit_code=code if code is not None and code >= 0 else None,
        signal=-code if code is not None and code < 0 else None,
        limit=breach[0] if breach else None,
        allowed=allowed(breach[0], limits) if breach else None,
        used=breach[1] if breach else None,
        cpu_seconds=frame["cpu_seconds"],
        peak_memory=frame["peak_memory"],
        output=frame["output"],
        output_truncated=frame["written"] > frame["kept"],
        violations=tuple(_violations(frame, code)),
    )


def allowed(limit: LimitName, limits: Limits) -> float:
    """How much of it a run may use before it is ended."""
    return {
        "seconds": limits.seconds,
        "cpu": limits.cpu_seconds,
        "memory": limits.memory,
        "output": flood(limits.output),
        "processes": limits.processes,
        "file_size": limits.file_size,
    }[limit]


def lost_in_time(elapsed: float, limits: Limits) -> Ending:
    """A run whose zygote had to be ended with it, after ``elapsed`` real seconds."""
    return Ending(
        exit_code=None,
        signal=signal.SIGKILL,
        limit="seconds",
        allowed=limits.seconds,
        used=elapsed,
        cpu_seconds=0.0,
        peak_memory=0,
        output="",
        output_truncated=False,
    )


def _code(frame: EndingFrame) -> int | None:
    """As subprocess has it: an exit code, or a signal below zero."""
    if frame["status"] is not None:
        return os.waitstatus_to_exitcode(frame["status"])
    return -signal.SIGKILL if frame["cut_short"] else None


def _violations(frame: EndingFrame, code: int | None) -> list[str]:
    """Docker's filter ends what makes a foreign call before ours could tell of it."""
    told = frame["violations"]
    return [FOREIGN] if code == -signal.SIGSYS and not told else told


def _cut_short(frame: EndingFrame) -> Breach:
    used = {
        "seconds": frame["real_seconds"],
        "memory": frame["peak_memory"],
        "output": frame["written"],
        "processes": frame["peak_processes"],
    }
    reason = frame["cut_short"]
    return (reason, used[reason]) if reason else None


def _by_itself(frame: EndingFrame, code: int | None, limits: Limits) -> Breach:
    """The limits that the kernel enforces show in the signal, or not at all."""
    if not code:
        return None
    if code == -signal.SIGXCPU or (code == -signal.SIGKILL and frame["cpu_seconds"] > limits.cpu_seconds):
        return "cpu", frame["cpu_seconds"]
    if code == -signal.SIGXFSZ:
        return "file_size", limits.file_size
    if frame["peak_memory"] >= limits.memory:
        return "memory", frame["peak_memory"]
    return None
