"""Why a subject, a run or a request ended before its answer, in words."""

import re
import signal
from collections.abc import Iterator
from dataclasses import replace

from checks.library import limits
from checks.library.evidence import Evidence
from checks.library.raised import definition
from checks.library.words import short
from checks.report import Finding
from checks.runtime import says
from checks.runtime.trial import Lost, Run

INSIDE = re.compile(r"/grader/site/(\d+/)?|/tmp/(site|support)/")  # where files are is nobody's business


EXITS = ("SystemExit", "KeyboardInterrupt")
ENDS_PROCESS = ("os._exit", "os.abort", "os.kill", "signal.raise_signal", "sys.exit", "exit", "quit")


def of_lost(evidence: Evidence, lost: Lost) -> Finding:
    """Why a subject ended before its time."""
    breach = limits.of_lost(evidence, lost)
    if breach is not None:
        return limits.finding(evidence, breach)
    if lost.how == "protocol":
        message = f"The submission spoke in the grader's place: {lost.detail}."
        return evidence.sources.finding("tampering", message, None)
    place = lost.place or _call_that_ends(evidence)
    text = short(evidence.sources.text_at(place)) if place else ""
    what = f"`{text}` ended the process" if text else "The process"
    message = f"{what} of the submission{'' if text else ' ended'} before it had answered{_code(lost)}."
    return evidence.sources.finding("died", message, place)


def of_lost_run(evidence: Evidence, run: Run, lost: Lost) -> Finding:
    """The same of a run, which may have said before what will end it."""
    said = [seen.error for seen in run.of(says.Raised) if seen.error.type in EXITS]
    if said and lost.how == "died":
        return of_error(evidence, said[0], "The view raises")
    breach = limits.of_lost_run(evidence, run, lost)
    return limits.finding(evidence, breach) if breach is not None else of_lost(evidence, lost)


def _call_that_ends(evidence: Evidence) -> says.Place | None:
    """Where reading finds the only call that can have ended the process; several could have been any of them."""
    calls = [call for call in evidence.facts.calls if call.target in ENDS_PROCESS]
    if len(calls) != 1:
        return None
    return calls[0].span.path, calls[0].span.line, None, None, None


def _code(lost: Lost) -> str:
    message = lost.message
    if isinstance(message, says.Died | says.RunDied):
        return f" ({_signal_name(message.signal)})" if message.signal else f" (exit code {message.exit_code})"
    return ""


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def of_errors(evidence: Evidence, run: Run) -> Iterator[Finding]:
    """The exceptions that ended the view, each on the student's deepest line."""
    for seen in run.of(says.Raised):
        yield of_error(evidence, seen.error, "The view raises")


def of_error(evidence: Evidence, error: says.ErrorSaid, verb: str, rule: str = "view-error") -> Finding:
    """One exception: the limit that it comes from, the end that it means, or itself."""
    breach = limits.of_error(evidence, error)
    if breach is not None:
        place = breach.place or (definition(evidence) if breach.name == "answer" else None)
        return limits.finding(evidence, replace(breach, place=place))
    place = limits.deepest(error)
    if error.type in EXITS:
        text = short(evidence.sources.text_at(place)) if place else error.type
        return evidence.sources.finding("died", f"`{text}` ends the whole process, and every request in it.", place)
    return evidence.sources.finding(rule, f"{verb} {spoken(error)}", place)


def spoken(error: says.ErrorSaid) -> str:
    """An exception on one line, without the sandbox's own folders."""
    return f"{error.type}: {short(INSIDE.sub('', error.message), 160)}" if error.message else error.type


def unanswered(evidence: Evidence, run: Run) -> Finding:
    """Why the first request of a run has no answer."""
    if run.lost is not None:
        return of_lost_run(evidence, run, run.lost)
    error = next(of_errors(evidence, run), None)
    if error is not None:
        return error
    for seen in run.of(says.Stuck):
        place = seen.places[0][1] if seen.places else None
        text = short(evidence.sources.text_at(place)) if place else "The request"
        return evidence.sources.finding("deadlock", f"{text} waits for something that never happens.", place)
    return evidence.sources.finding("wrong-answer", "The request was not answered.", None)
