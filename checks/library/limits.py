"""Which limit a submission passed, what it allows, and where: from how a run ended, or from what an exception says."""

import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace

from checks.library.evidence import Evidence
from checks.library.words import amount, short
from checks.report import Finding, LimitName, PassedLimit
from checks.runtime import says, watch
from checks.runtime.observer import NO_MORE_PROCESSES
from checks.runtime.traffic import MAX_BODY, MAX_PARTS
from checks.runtime.trial import Lost, Run
from checks.sandbox import Limits

RECURSION = 1000  # sys.getrecursionlimit() as Python starts with it
ERRORS: dict[tuple[str, str], LimitName] = {
    ("MemoryError", ""): "memory",
    ("RecursionError", ""): "recursion",
    ("RuntimeError", r"can't start new thread"): "processes",
    ("OSError", r"\[Errno 24\]"): "open_files",
    ("OSError", r"\[Errno 27\]"): "file_size",
    ("OSError", r"\[Errno 28\]"): "scratch",
    ("OperationalError", r"database or disk is full"): "scratch",
    ("BlockingIOError", NO_MORE_PROCESSES): "processes",
    ("TooMuch", ""): "answer",
}
HANGS: dict[str, tuple[LimitName, float]] = {
    "step": ("step_cpu", watch.STEP_CPU),
    "run": ("run_cpu", watch.RUN_CPU),
    "import": ("import_cpu", watch.LOAD_CPU),
    "stall": ("stall", watch.STALL),
}


@dataclass(frozen=True)
class Breach:
    """A limit that was passed: ``used`` is exact and differs from run to run, where it is known at all."""

    name: LimitName
    allowed: float
    used: float | None = None
    place: says.Place | None = None

    @property
    def fact(self) -> PassedLimit:
        return PassedLimit(name=self.name, allowed=self.allowed, real_used=self.used)


def of_lost(evidence: Evidence, lost: Lost) -> Breach | None:
    """What ended a subject before its time, where that was a limit."""
    place = steady_place(evidence, lost)
    if isinstance(lost.message, says.Hung) and lost.message.kind in HANGS and lost.how == "hung":
        name, allowed = HANGS[lost.message.kind]
        return Breach(name, allowed, lost.message.used, place)
    if lost.how != "limit":
        return None
    if lost.said is not None:
        return Breach("answers", lost.said, None, place)
    if lost.error is not None and (refused := of_error(evidence, lost.error)):
        return replace(refused, place=place)
    ending = lost.ending
    if ending is not None and ending.limit is not None and ending.allowed is not None:
        allowed = evidence.trial.limits.seconds if ending.limit == "seconds" else ending.allowed
        return Breach(ending.limit, allowed, ending.used, place)
    if isinstance(lost.message, says.RunDied):
        limits = evidence.trial.limits
        if lost.message.signal == signal.SIGXFSZ:
            return Breach("file_size", limits.file_size, None, place)
        return Breach("cpu", limits.cpu_seconds, None, place)
    return Breach("seconds", evidence.trial.limits.seconds, None, place)


def of_lost_run(evidence: Evidence, run: Run, lost: Lost) -> Breach | None:
    """The same of a run, which may have said before where the limit was passed that then ended it."""
    breach = of_lost(evidence, lost)
    if breach is None or breach.place is not None:
        return breach
    said = (of_error(evidence, seen.error) for seen in run.of(says.Raised))
    place = next((other.place for other in said if other is not None and other.name == breach.name), None)
    return replace(breach, place=place)


def of_error(evidence: Evidence, error: says.ErrorSaid) -> Breach | None:
    """The limit that an exception comes from: the first of its chain that happened, since others follow from it."""
    for link in reversed(error.chain()):
        name = _name(link)
        if name is not None:
            return Breach(name, allowed_in(evidence.trial.limits, name), None, deepest(error))
    return None


def _name(error: says.ErrorSaid) -> LimitName | None:
    for (kind, pattern), name in ERRORS.items():
        if error.type == kind and re.search(pattern, error.message):
            return name
    return None


def allowed_in(limits: Limits, name: LimitName) -> float:
    """What an attempt may use of what the kernel or Python refuses more of."""
    return {
        "memory": limits.memory,
        "recursion": RECURSION,
        "processes": limits.processes,
        "open_files": limits.files,
        "file_size": limits.file_size,
        "scratch": limits.scratch,
        "answer": MAX_BODY,
    }[name]


def deepest(error: says.ErrorSaid) -> says.Place | None:
    """The student's deepest line of the exception, or of what it came from."""
    return next((link.places[-1][0] for link in error.chain() if link.places), None)


def steady_place(evidence: Evidence, lost: Lost) -> says.Place | None:
    """The line that it was at; of a loop that turns the line at its head, which is the same every time."""
    if isinstance(lost.message, says.Hung) and lost.message.kind == "stall" and lost.how == "hung":
        return lost.place
    return head_of_loop(evidence, lost.places) or lost.place


def head_of_loop(evidence: Evidence, places: list[says.Place]) -> says.Place | None:
    """Where the loop begins that the deepest of these lines in any loop stands in."""
    heads = ((place[0], evidence.loop_around(place[0], place[1])) for place in places)
    return next(((path, head, None, None, None) for path, head in heads if head is not None), None)


def every_breach(evidence: Evidence) -> Iterator[Breach]:
    """All limits that the attempt passed, in the order in which it did."""
    loaded = evidence.loaded
    if isinstance(loaded, Lost):
        found = of_lost(evidence, loaded)
        yield from [found] if found else []
    if isinstance(loaded, says.LoadFailed) and loaded.error is not None:
        found = of_error(evidence, loaded.error)
        yield from [found] if found else []
    for run in evidence.runs:
        errors = [of_error(evidence, seen.error) for seen in run.of(says.Raised)]
        ends = [of_lost_run(evidence, run, run.lost)] if run.lost is not None else []
        yield from (breach for breach in (*errors, *ends) if breach is not None)


def finding(evidence: Evidence, breach: Breach) -> Finding:
    """The finding that names the limit, its value and the line."""
    rule = "never-finishes" if breach.name in ("step_cpu", "run_cpu", "import_cpu", "stall") else "limit-exceeded"
    text = short(evidence.sources.text_at(breach.place)).rstrip(":") if breach.place else ""
    return evidence.sources.finding(rule, sentence(breach, f"`{text}`" if text else "The submission"), breach.place)


def sentence(breach: Breach, who: str) -> str:
    """What happened, for the student; only figures that repeat."""
    allowed = amount(breach.name, breach.allowed)
    return {
        "seconds": f"{who} was still at work when the {allowed} were over that an attempt may take.",
        "cpu": f"{who} used more than the {allowed} of processor time that an attempt may take.",
        "memory": f"{who} needs more than the {allowed} of memory that an attempt may use.",
        "output": f"{who} printed more than {allowed}, which is more output than anybody reads, and was stopped.",
        "processes": f"{who} wants more than the {allowed} that may run at the same time.",
        "open_files": f"{who} wants more than the {allowed} that may be open at the same time.",
        "file_size": f"{who} writes a file that is larger than the {allowed} that a file may have.",
        "scratch": f"{who} writes more than the {allowed} of files, or more files, than there is room for.",
        "recursion": f"{who} calls itself, or others, deeper than the {allowed} that Python allows.",
        "answer": f"{who} answers more than the {allowed} or {MAX_PARTS} parts that an answer may have.",
        "answers": f"{who} answers more than the {allowed} that all answers of an attempt may have together.",
        "step_cpu": f"{who} held the event loop and went on computing until it was stopped: "
        f"a step may use {allowed} of processor time, and it had used more.",
        "run_cpu": f"{who} went on computing until it was stopped: "
        f"a run may use {allowed} of processor time, and it had used more.",
        "import_cpu": f"{who} went on computing until it was stopped: "
        f"importing the file may use {allowed} of processor time, and it had used more.",
        "stall": f"{who} held the event loop and waited for something outside of Python until it was stopped, "
        f"after {allowed} without a sign of life.",
    }[breach.name]
