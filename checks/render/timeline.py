"""The picture of the concurrent requests: a row each, virtual seconds from left to right, as inline SVG.

Widths are percentages and heights are pixels, so that the letters keep their size on a narrow screen.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby, pairwise
from math import floor, log10

from checks.render.markup import prose
from checks.render.words import seconds
from checks.report import RequestTimeline, Segment, SegmentKind, Timeline, VirtualSeconds

AXIS = 26
MUCH_LONGER, SLACK = 1.1, 0.01  # by less nobody is seen to wait
KINDS: dict[SegmentKind, str] = {
    "waiting": "waiting",
    "running": "running",
    "blocked": "holding the event loop",
}


def figure(timeline: Timeline, name: str) -> str:
    """The picture with its legend, above what a view that does not block looks like, where that is something else.

    ``name`` is unique on the page.
    """
    if not timeline.requests:
        return ""
    kinds = {segment.kind for request in timeline.requests for segment in request.segments} | {"waiting"}
    legend = "".join(
        f'<li><i class="report-key report-{kind}"></i>{label}</li>' for kind, label in KINDS.items() if kind in kinds
    )
    return (
        f'<figure class="report-timeline">{pictures(timeline, name)}'
        f'<figcaption><ul class="report-legend">{legend}<li>in virtual seconds</li></ul></figcaption></figure>'
    )


def pictures(timeline: Timeline, name: str) -> str:
    """Both on one scale, so that the eye compares them."""
    span = span_of(timeline) or 1.0
    pitch = row_pitch(len(timeline.requests))
    ideal = unblocked(timeline)
    if ideal is None:
        return svg(timeline, name, span, pitch)
    below = svg(ideal, f"{name}-unblocked", span, max(pitch // 2, 3))
    return (
        f'<p class="report-spans">{prose(beside(timeline))}</p>\n'
        f'<p class="report-whose">Yours</p>{svg(timeline, name, span, pitch)}'
        f'<p class="report-whose">A view that does not block</p>{below}'
    )


def span_of(timeline: Timeline) -> VirtualSeconds:
    """From the first request to the last answer."""
    begin = min(request.start for request in timeline.requests)
    return max(request.end for request in timeline.requests) - begin


def unblocked(timeline: Timeline) -> Timeline | None:
    """The same requests, each as long as it is alone. None where that is not known, or not shorter."""
    requests = [
        request.model_copy(update={"end": request.start + request.alone, "segments": ()})
        for request in timeline.requests
        if request.alone is not None
    ]
    if not requests or len(requests) < len(timeline.requests):
        return None
    ideal = Timeline(requests=tuple(requests))
    return ideal if span_of(timeline) > span_of(ideal) * MUCH_LONGER + SLACK else None


def beside(timeline: Timeline) -> str:
    """Both pictures as one line; empty where there is but one."""
    ideal = unblocked(timeline)
    if ideal is None:
        return ""
    number = count_of(timeline)
    return f"{number}: yours {seconds(span_of(timeline))}, a view that does not block {seconds(span_of(ideal))}"


def svg(timeline: Timeline, name: str, span: float, pitch: int) -> str:
    requests = timeline.requests
    begin = min(request.start for request in requests)
    depth = pitch * len(requests)
    name = escape(name)
    return (
        f'<svg role="img" aria-labelledby="{name}-title {name}-desc" width="100%" height="{depth + AXIS}">'
        f'<title id="{name}-title">{title(timeline)}</title><desc id="{name}-desc">{description(timeline)}</desc>'
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="report-hatch-ground" width="6" height="6"/>'
        '<rect class="report-hatch-line" width="2.5" height="6"/></pattern></defs>'
        f"{''.join(axis(span, depth))}"
        f"{''.join(row(*numbered, pitch, begin, span, name) for numbered in enumerate(requests))}</svg>"
    )


def row_pitch(count: int) -> int:
    """The height of a row with its gap, so that a handful and two hundred both can be read."""
    return next((height for limit, height in ((12, 20), (30, 12), (80, 7)) if count <= limit), 4)


def axis(span: float, depth: int) -> Iterator[str]:
    for tick in ticks(span):
        x = f"{100 * tick / span:.3f}%"
        yield f'<line class="report-grid" x1="{x}" x2="{x}" y1="0" y2="{depth + 4}"/>'
        yield f'<text class="report-tick" x="{x}" y="{depth + 18}" text-anchor="middle">{seconds_short(tick)}</text>'


def ticks(span: float) -> list[float]:
    """Three to six round values from 0 to ``span``."""
    raw = span / 5
    power = 10.0 ** floor(log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.999)
    return [round(step * number, 9) for number in range(floor(span / step + 1e-9) + 1)]


def seconds_short(value: float) -> str:
    return f"{value:g} s" if value else "0"


def row(index: int, request: RequestTimeline, pitch: int, begin: float, span: float, name: str) -> str:
    top, height = index * pitch, max(pitch - max(pitch // 4, 1), 2)
    middle = top + height / 2
    left, right = (100 * (edge - begin) / span for edge in (request.start, request.end))
    bars = "".join(bar(segment, top, height, begin, span, name) for segment in merged(request.segments))
    label = ""
    if pitch >= 12 or index % 10 == 9 or index == 0:
        label = f'<text class="report-row" x="-8" y="{middle + 4:g}" text-anchor="end">{index + 1}</text>'
    return (
        f'{label}<line class="report-life" x1="{left:.3f}%" x2="{right:.3f}%" y1="{middle:g}" y2="{middle:g}" '
        f'stroke-width="{min(max(height // 4, 1), 4)}"/>{bars}'
    )


def bar(segment: Segment, top: int, height: int, begin: float, span: float, name: str) -> str:
    """Waiting is the thin line of the row; what takes no virtual time is drawn as a stroke."""
    if segment.kind == "waiting":
        return ""
    left, width = 100 * (segment.start - begin) / span, 100 * (segment.end - segment.start) / span
    size = f"{width:.3f}%" if width >= 0.4 else "3"
    fill = f' fill="url(#{name}-hatch)"' if segment.kind == "blocked" else ""
    return (
        f'<rect class="report-{segment.kind}" x="{left:.3f}%" y="{top}" width="{size}" height="{height}"{fill}>'
        f"<title>{tooltip(segment)}</title></rect>"
    )


def tooltip(segment: Segment) -> str:
    line = f", line {segment.line}" if segment.line else ""
    return f"{KINDS[segment.kind]} from {seconds(segment.start)} to {seconds(segment.end)}{line}"


def merged(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Neighbours that look alike as one."""
    for (kind, line), group in groupby(segments, key=lambda segment: (segment.kind, segment.line)):
        run = list(group)
        for first, last in stretches(run):
            yield Segment(kind=kind, start=first.start, end=last.end, line=line)


def stretches(run: Sequence[Segment]) -> Iterator[tuple[Segment, Segment]]:
    first = run[0]
    for before, after in pairwise(run):
        if after.start > before.end:
            yield first, before
            first = after
    yield first, run[-1]


def title(timeline: Timeline) -> str:
    return f"{count_of(timeline)} over virtual time"


def count_of(timeline: Timeline) -> str:
    count = len(timeline.requests)
    return f"{count} request{'s' if count > 1 else ''}"


def description(timeline: Timeline) -> str:
    """The picture in words."""
    requests = timeline.requests
    begin = min(request.start for request in requests)
    ends = sorted(request.end - begin for request in requests)
    words = f"The first answer came after {seconds(ends[0])}, the last after {seconds(ends[-1])}."
    blocked = [segment for request in requests for segment in request.segments if segment.kind == "blocked"]
    if not blocked:
        return f"{words} No request held the event loop."
    total = sum(segment.end - segment.start for segment in blocked)
    lines = sorted({segment.line for segment in blocked if segment.line})
    where = f", on line {', '.join(map(str, lines[:5]))}" if lines else ""
    return f"{words} The event loop was held for {seconds(total)} in all{where}."
