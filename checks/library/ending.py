"""Why a subject, a run or a request ended before its answer, in words."""

import re
from collections.abc import Iterator

from checks.library.evidence import Evidence
from checks.library.words import short
from checks.report import Finding
from checks.runtime import says
from checks.runtime.trial import Lost, Run

INSIDE = re.compile(r"/grader/site/\d+/|/tmp/(site|support)/")  # where files are behind the wall is nobody's business


def of_lost(evidence: Evidence, lost: Lost) -> Finding:
    """Why a subject ended before its time."""
    text = short(evidence.sources.text_at(lost.place)).rstrip(":") if lost.place else "The view"
    if lost.how == "hung":
        stalled = isinstance(lost.message, says.Hung) and lost.message.kind == "stall"
        doing = "waited for something outside of Python" if stalled else "went on computing"
        message = f"{text} held the event loop and {doing} until it was stopped."
        return evidence.sources.finding("never-finishes", message, lost.place)
    if lost.how == "limit":
        return evidence.sources.finding("limit-exceeded", _of_limit(evidence, lost), None)
    if lost.how == "protocol":
        message = f"The submission spoke in the grader's place: {lost.detail}."
        return evidence.sources.finding("tampering", message, None)
    message = f"The process of the submission ended before it answered{_code(lost)}."
    return evidence.sources.finding("died", message, None)


def _code(lost: Lost) -> str:
    message = lost.message
    if isinstance(message, says.Died | says.RunDied):
        return f" (signal {message.signal})" if message.signal else f" (exit code {message.exit_code})"
    return ""


def _of_limit(evidence: Evidence, lost: Lost) -> str:
    """What was used is left out: it differs from run to run, and a report must not."""
    limits = evidence.assignment.limits
    name = lost.ending.limit if lost.ending is not None else None
    return {
        "memory": f"The submission needs more than the {limits.memory >> 20} MB of memory that an attempt may use.",
        "output": "The submission printed more output than anybody reads and was stopped.",
        "processes": "The submission started more processes than it may.",
        "file_size": "The submission wrote a file that is larger than it may be.",
        "cpu": f"The submission used more than the {limits.seconds:g} s of processor time that an attempt may take.",
    }.get(name or "", f"The submission did not answer within the {limits.seconds:g} s that an attempt may take.")


def of_errors(evidence: Evidence, run: Run) -> Iterator[Finding]:
    """The exceptions that ended the view, each on the student's deepest line."""
    for seen in run.of(says.Raised):
        error = seen.error
        place = error.places[-1][0] if error.places else None
        if error.type in ("TooMuch", "MemoryError"):
            what = error.message if error.type == "TooMuch" else _memory(evidence)
            yield evidence.sources.finding("limit-exceeded", f"{what[:1].upper()}{what[1:]}.".replace("..", "."), place)
        else:
            yield evidence.sources.finding("view-error", f"The view raises {spoken(error)}", place)


def _memory(evidence: Evidence) -> str:
    return f"The view needs more than the {evidence.assignment.limits.memory >> 20} MB of memory that it may use"


def spoken(error: says.ErrorSaid) -> str:
    """An exception on one line, without the sandbox's own folders."""
    return f"{error.type}: {short(INSIDE.sub('', error.message), 160)}" if error.message else error.type


def unanswered(evidence: Evidence, run: Run) -> Finding:
    """Why the first request of a run has no answer."""
    if run.lost is not None:
        return of_lost(evidence, run.lost)
    error = next(of_errors(evidence, run), None)
    if error is not None:
        return error
    for seen in run.of(says.Stuck):
        place = seen.places[0][1] if seen.places else None
        text = short(evidence.sources.text_at(place)) if place else "The request"
        return evidence.sources.finding("deadlock", f"{text} waits for something that never happens.", place)
    return evidence.sources.finding("wrong-answer", "The request was not answered.", None)
