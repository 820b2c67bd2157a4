"""Faults that running showed, each with the family that it belongs to and the line that it stands on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.library import computing, holding, offloading, raised, stalling, untravelled
from checks.library.ending import of_lost_run
from checks.library.evidence import Evidence
from checks.library.expectation import mismatches, state_mismatches
from checks.library.words import short
from checks.report import Finding
from checks.runtime import says
from checks.runtime.trial import Run
from checks.source.facts import SourceFinding

# What is left unawaited is seen when it is thrown away, when the answer leaves, or by the exception that it raises.
LEAVES_TRACES = ("never-awaited", "task-lost", "gather-not-awaited")
TRACES: tuple[type[says.Observation], ...] = (
    says.NeverAwaited,
    says.LeftBehind,
    says.Unasked,
    says.Raised,
    says.NoAnswer,
    says.Stuck,
)


@dataclass(frozen=True)
class Fault:
    """``family`` is the check that it costs; ``from_source`` tells what reading found from what running showed."""

    family: str
    finding: Finding
    from_source: bool = False


def all_faults(evidence: Evidence) -> list[Fault]:
    """Every fault once, the certain ones of the source first, in the order of their lines."""
    found = [*_of_source(evidence), *_of_loading(evidence), *_of_runs(evidence)]
    found += [Fault("concurrency", finding) for finding in offloading.findings(evidence)]
    known = {(fault.finding.path, fault.finding.line) for fault in found}
    found += [Fault("concurrency", finding) for finding in untravelled.findings(evidence, known)]
    seen: dict[tuple[str, str | None, int | None], Fault] = {}
    for fault in found:
        seen.setdefault((fault.family, fault.finding.path, fault.finding.line), fault)
    return sorted(seen.values(), key=lambda fault: (fault.finding.line or 0, fault.finding.column or 0))


def of_family(faults: Iterable[Fault], family: str) -> tuple[Finding, ...]:
    return tuple(fault.finding for fault in faults if fault.family == family)


def _of_source(evidence: Evidence) -> Iterator[Fault]:
    for item in evidence.facts.findings:
        if item.certain and item.family != "advice" and not _is_disproved(evidence, item.finding):
            yield Fault(item.family, item.finding, from_source=True)


def _is_disproved(evidence: Evidence, finding: Finding) -> bool:
    """Whether running contradicts reading: the line ran, everything was answered, and nothing was left unawaited."""
    if finding.rule not in LEAVES_TRACES or not evidence.runs:
        return False
    if any(run.lost or run.of(kind) for run in evidence.runs for kind in TRACES):
        return False
    return (finding.path, finding.line) in (evidence.travelled_lines() or set())


def _of_loading(evidence: Evidence) -> Iterator[Fault]:
    """What importing raised, where that is a mistake in awaiting rather than a module that is no module."""
    loaded = evidence.loaded
    if isinstance(loaded, says.LoadFailed) and loaded.error is not None:
        yield from (fault for fault in _of_error(evidence, loaded.error) if fault.family == "awaiting")


def _of_runs(evidence: Evidence) -> Iterator[Fault]:
    for run in evidence.runs:
        errors = [fault for seen in run.of(says.Raised) for fault in _of_error(evidence, seen.error)]
        never = [Fault("awaiting", finding) for finding in _never_awaited(evidence, run)]
        yield from never
        yield from (fault for fault in errors if not never or fault.finding.rule != "never-awaited")
        yield from (Fault("concurrency", finding) for finding in holding.findings(evidence, run))
        yield from (Fault("concurrency", finding) for finding in computing.findings(evidence, run))
        yield from (Fault("concurrency", finding) for finding in stalling.findings(evidence, run))
        if run.lost is not None:
            yield Fault("concurrency", of_lost_run(evidence, run, run.lost))
        yield from _of_stuck(evidence, run)
        yield from (Fault("awaiting", finding) for finding in _left_behind(evidence, run))


def _of_error(evidence: Evidence, error: says.ErrorSaid) -> Iterator[Fault]:
    meaning = raised.meaning_of(error)
    if meaning is None:
        return
    place = raised.place_of(evidence, meaning, error)
    located = source_finding_for(evidence, meaning.family, meaning.rule, place)
    if located is not None and located.rule != "blocking-database":
        yield Fault(meaning.family, located)
        return
    message = meaning.message.replace("{text}", short(evidence.sources.text_at(place)) if place else "The view")
    yield Fault(meaning.family, evidence.sources.finding(meaning.rule, message, place, meaning.hint))


def _never_awaited(evidence: Evidence, run: Run) -> Iterator[Finding]:
    """Coroutines that nobody awaited, but not those that an exception on their very line left over."""
    errors = [seen.error for seen in run.of(says.Raised)]
    meanings = [(raised.meaning_of(error), error) for error in errors]
    excused = {
        place[:2]
        for meaning, error in meanings
        if meaning is None or meaning.family != "awaiting"
        for link in error.chain()
        for place, _ in link.places
    }
    for seen in run.of(says.NeverAwaited):
        if seen.place[:2] not in excused:
            yield _unawaited(evidence, seen)


def _left_behind(evidence: Evidence, run: Run) -> Iterator[Finding]:
    """Tasks that still ran when the answer left, though what the assignment asks for was not yet done."""
    answer = run.answers.get(0)
    left = run.of(says.LeftBehind)
    if answer is None or len(run.requests) != 1 or not left:
        return
    specs = [spec for spec in evidence.assignment.checks if spec.request == run.requests[0]]
    missed = [
        message
        for spec in specs
        for message in (*state_mismatches(spec.state, answer), *mismatches(spec.expect, answer))
    ]
    for seen in left if missed else []:
        text = short(evidence.sources.text_at(seen.place))
        message = f"{text} starts work that nobody waits for: it was not done when the answer left."
        yield evidence.sources.finding("task-lost", message, seen.place, "await the task before you answer")


def background_work(evidence: Evidence) -> Iterator[Finding]:
    """Advice: tasks that went on after an answer that was right."""
    for run in evidence.runs[:1]:
        for seen in run.of(says.LeftBehind):
            text = short(evidence.sources.text_at(seen.place))
            message = f"{text} goes on after the answer has left: nobody sees it fail, and a restart loses it."
            yield evidence.sources.finding("fire-and-forget", message, seen.place, severity="advice")


def source_finding_for(evidence: Evidence, family: str, rule: str, place: says.Place | None) -> Finding | None:
    """What reading said of the very line that running points to, since it knows the names better."""
    candidates = [item for item in evidence.facts.findings if item.family == family]
    on_line = [item for item in candidates if place is not None and item.finding.line == place[1]]
    return next((item.finding for item in _best(on_line, rule)), None)


def _best(items: list[SourceFinding], rule: str) -> list[SourceFinding]:
    return sorted(items, key=lambda item: item.finding.rule != rule)


def _unawaited(evidence: Evidence, seen: says.NeverAwaited) -> Finding:
    path, line = seen.place[0], seen.place[1]
    said = source_finding_for(evidence, "awaiting", "never-awaited", seen.place)
    if said is not None:
        return said
    plain = seen.name.rpartition(".")[2]
    calls = [call for call in evidence.calls_on(path, line) if plain in call.text]
    call = calls[0] if calls else None
    message = f"{short(call.text) if call else plain + '()'} makes a coroutine that nothing awaits, so it never runs."
    hint = f"await {short(call.text)}" if call else None
    if call is None:
        return evidence.sources.finding("never-awaited", message, seen.place, hint)
    return Finding.of("never-awaited", message, hint=hint, **call.span.model_dump())


def _of_stuck(evidence: Evidence, run: Run) -> Iterator[Fault]:
    for seen in run.of(says.Stuck):
        place = seen.places[0][1] if seen.places else None
        text = short(evidence.sources.text_at(place)) if place else "The view"
        if seen.held:
            message = f"{text} holds the event loop for ever: nothing can release what it waits for."
            yield Fault("concurrency", evidence.sources.finding("deadlock", message, place))
        elif seen.why == "spinning":
            message = f"{text} lets the event loop turn again and again without ever coming to an end."
            yield Fault("concurrency", evidence.sources.finding("never-finishes", message, place))
        else:
            message = f"{text} waits for something that never happens, so the request is never answered."
            yield Fault("response", evidence.sources.finding("deadlock", message, place))
