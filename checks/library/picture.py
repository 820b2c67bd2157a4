"""The timeline of a run, for the picture in the report."""

from collections.abc import Sequence

from checks.library.words import to_seconds
from checks.report import RequestTimeline, Segment, Timeline
from checks.runtime import says
from checks.runtime.trial import Run


def timeline_of(run: Run, alone: Sequence[Run] = ()) -> Timeline | None:
    """None where the run did not come to an end, so that nothing is known of its requests.

    ``alone`` are the runs of single requests that those of ``run`` take in turns.
    """
    if run.end is None:
        return None
    return Timeline(requests=tuple(_request(life, alone) for life in run.end.lives))


def _request(life: says.LifeSaid, alone: Sequence[Run]) -> RequestTimeline:
    start, end = life.span
    segments = (
        Segment(kind=kind, start=to_seconds(since), end=to_seconds(until), line=line)
        for kind, since, until, line in life.segments
    )
    return RequestTimeline(
        start=to_seconds(start),
        end=to_seconds(end),
        alone=to_seconds(alone[life.request % len(alone)].duration()) if alone else None,
        segments=tuple(segments),
    )
