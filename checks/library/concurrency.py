"""Does the view leave the event loop free, so that N requests take as long as one?

Judged is what concurrency adds. Where one request alone is not answered as expected the check is skipped, because of
the check that failed for it; where each alone is right and together they are not, it fails.
"""

from collections.abc import Iterator

from checks.assignment import CheckSpec
from checks.library.case import Case
from checks.library.ending import of_errors, unanswered
from checks.library.evidence import Evidence, Load
from checks.library.expectation import echo_mismatches, is_streamed, mismatches, repeated
from checks.library.faults import of_family
from checks.library.overlap import serialised, too_slow
from checks.library.picture import timeline_of
from checks.library.running import unless_running
from checks.library.verdict import Verdict, Verdicts, skipped
from checks.library.words import count, seconds, short
from checks.report import Finding
from checks.runtime.trial import Run

STREAM = "StreamingHttpResponse"


def judge(spec: CheckSpec, case: Case) -> Verdict:
    unjudged = unless_running(case)
    if unjudged is not None:
        return unjudged
    evidence, faults, verdicts = case.evidence, case.faults, case.verdicts
    load = evidence.load_of(spec)
    alone = [evidence.alone(request) for request in load.alone]
    held = of_family(faults, "concurrency") or tuple(too_slow(spec, evidence, alone))
    wrong = tuple(_wrong_alone(spec, evidence, alone))
    awaiting = verdicts.failed("awaiting")
    if wrong and not held:
        return _not_judged(spec, wrong, verdicts)
    if awaiting is not None and not held:
        return skipped(awaiting, f"What the check “{awaiting}” found decides what the view waits for; mend that first.")
    together = evidence.together(load)
    limits = tuple(finding for finding in wrong if finding.rule == "limit-exceeded" and finding not in held)
    findings = (*limits, *held) or tuple(_added(spec, evidence, alone, together))
    timeline = timeline_of(together, alone) if together else timeline_of(alone[0])
    if findings:
        return Verdict("failed", _failure(load, alone, together, findings), findings, timeline=timeline)
    if together is None:
        return Verdict("failed", "The view did not come back from one request alone.", timeline=timeline)
    return Verdict("passed", _success(load, together), timeline=timeline)


def _not_judged(spec: CheckSpec, wrong: tuple[Finding, ...], verdicts: Verdicts) -> Verdict:
    for family in ("signature", "awaiting", "response"):
        because = verdicts.failed(family)
        if because is not None:
            return skipped(because, "One request alone is not answered as expected, so many at once tell nothing.")
    return Verdict("failed", short(wrong[0].message, 240), wrong)


def _wrong_alone(spec: CheckSpec, evidence: Evidence, alone: list[Run]) -> Iterator[Finding]:
    for number, run in enumerate(alone):
        answer = run.answers.get(0)
        if answer is None:
            yield unanswered(evidence, run)
            continue
        wrong = [*mismatches(spec.expect, answer), *echo_mismatches(spec, run, number)]
        if wrong and answer.status >= 500:
            yield from of_errors(evidence, run)
        yield from (evidence.sources.finding("wrong-answer", message, None) for message in wrong)


def _added(spec: CheckSpec, evidence: Evidence, alone: list[Run], together: Run | None) -> Iterator[Finding]:
    """What goes wrong only, or also, when many requests are there."""
    if together is None:
        return
    if spec.expect is not None and spec.expect.streamed and not all(map(is_streamed, together.answers.values())):
        yield _buffered(evidence)
    yield from _races(spec, evidence, together)
    yield from serialised(evidence, alone, together)


def _buffered(evidence: Evidence) -> Finding:
    calls = [call for call in evidence.facts.calls if (call.target or call.text).split("(")[0].endswith(STREAM)]
    place = calls[0].span.model_dump() if calls else {}
    message = "The answer leaves in one piece at its end, not part by part as its parts are ready."
    return Finding.of(
        "buffered-stream",
        message,
        hint="return StreamingHttpResponse(parts())  # parts: an `async def` that yields",
        **place,
    )


def _races(spec: CheckSpec, evidence: Evidence, together: Run) -> Iterator[Finding]:
    for finding in _mixed_up(spec, evidence, together):
        yield _where_reading_saw_it(evidence, finding)


def _where_reading_saw_it(evidence: Evidence, finding: Finding) -> Finding:
    """A race shows in the answers and not on a line; reading knows which state is shared across an await."""
    seen = next((item.finding for item in evidence.facts.findings if item.finding.rule == "race"), None)
    if seen is None or finding.rule != "race":
        return finding
    return seen.model_copy(update={"message": f"{seen.message} {finding.message}", "severity": "error"})


def _mixed_up(spec: CheckSpec, evidence: Evidence, together: Run) -> Iterator[Finding]:
    missing = [number for number in range(len(together.requests)) if number not in together.answers]
    if missing:
        yield unanswered(evidence, together)
    for _, answer in sorted(together.answers.items()):
        wrong = next(mismatches(spec.expect, answer), None)
        if wrong is not None:
            yield evidence.sources.finding("race", f"One request alone is right, many at once are not. {wrong}", None)
            return
    for message in (*repeated(spec, together), *echo_mismatches(spec, together)):
        yield evidence.sources.finding("race", message, None)
        return


def _success(load: Load, together: Run) -> str:
    return f"{count(len(load.together), 'request')} at once took {seconds(together.duration())}, as long as one."


def _failure(load: Load, alone: list[Run], together: Run | None, findings: tuple[Finding, ...]) -> str:
    if together is None or together.lost is not None:
        return short(findings[0].message, 240)
    one = max(run.duration() for run in alone)
    if together.duration() <= one:
        return short(findings[0].message, 240)
    number = count(len(load.together), "request")
    return f"{number} at once took {seconds(together.duration())}; one takes {seconds(one)}."
