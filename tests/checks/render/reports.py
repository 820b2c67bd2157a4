"""Reports as the judge writes them, for the renderers to draw."""

from typing import Any

from checks.report import (
    AssignmentRef,
    CheckResult,
    Facts,
    Finding,
    Report,
    RequestTimeline,
    Segment,
    SubmissionRef,
    Timeline,
)

SOURCE = '''import time

from django.http import HttpResponse


async def slow_view(request):
    """Waits two seconds, then answers."""
    time.sleep(2)  # <script>alert("not markup")</script>
    return HttpResponse("Finished waiting!", status=200)
'''

FACTS = Facts(python="3.11.7", django="5.2.8", thread_pool=32, virtual_seconds=20.0, real_ms=84)
TITLES = {
    "signature": "It is an asynchronous view",
    "awaiting": "Everything that must be awaited is awaited",
    "concurrency": "It leaves the event loop free",
    "response": "It answers what was asked for",
}


def blocked(count: int = 10, each: float = 2.0) -> Timeline:
    """One request after the other holds the loop."""
    return Timeline(
        requests=tuple(
            RequestTimeline(
                start=0.0,
                end=each * (number + 1),
                alone=each,
                segments=(
                    Segment(kind="waiting", start=0.0, end=each * number),
                    Segment(kind="blocked", start=each * number, end=each * (number + 1), line=8),
                ),
            )
            for number in range(count)
        )
    )


def overlapping(count: int = 10, each: float = 2.0) -> Timeline:
    return Timeline(
        requests=tuple(
            RequestTimeline(
                start=0.0,
                end=each,
                alone=each,
                segments=(
                    Segment(kind="running", start=0.0, end=0.0, line=8),
                    Segment(kind="waiting", start=0.0, end=each, line=8),
                    Segment(kind="running", start=each, end=each, line=9),
                ),
            )
            for _ in range(count)
        )
    )


def check(family: Any, outcome: Any = "passed", max_points: int = 25, **more: Any) -> CheckResult:
    values = {
        "id": family,
        "family": family,
        "title": TITLES[family],
        "outcome": outcome,
        "points": max_points if outcome == "passed" else 0,
        "max_points": max_points,
        "summary": "It holds.",
    }
    return CheckResult(**{**values, **more})


def report(*checks: CheckResult, status: Any = "graded", **more: Any) -> Report:
    return Report(
        status=status,
        assignment=AssignmentRef(id="slow-view", title="A slow view that blocks nobody", digest="sha256:0"),
        submission=SubmissionRef(digest="sha256:1", files=("views.py",)),
        score=sum(item.points for item in checks),
        max_score=sum(item.max_points for item in checks),
        checks=checks,
        facts=FACTS,
        **more,
    )


SLEEP = Finding.of(
    "blocking-sleep",
    "`time.sleep(2)` holds the event loop for 2.0 s.",
    path="views.py",
    line=8,
    column=5,
    end_line=8,
    end_column=18,
    hint="await asyncio.sleep(2)",
)
OFFLOAD = Finding.of(
    "thread-offload",
    "A thread waits here; awaiting needs none.",
    severity="advice",
    path="views.py",
    line=9,
    column=12,
    end_line=9,
    end_column=24,
    hint="Use the asynchronous form.",
)


def sleepy(timeline: Timeline | None = None) -> Report:
    """The view that sleeps."""
    return report(
        check("signature", max_points=20, summary="`slow_view` is an asynchronous function and takes the request."),
        check("awaiting", max_points=20, summary="All 0 awaitables are awaited."),
        check(
            "concurrency",
            "failed",
            50,
            summary="10 requests at once took 20.0 s; one takes 2.0 s.",
            findings=(SLEEP,),
            hint="`asyncio.sleep` waits without holding the loop.",
            timeline=timeline or blocked(),
        ),
        check("response", max_points=10, summary='200, "Finished waiting!", after 2.0 s.'),
        advice=(OFFLOAD,),
    )


def perfect() -> Report:
    return report(
        check("signature"), check("awaiting"), check("concurrency", timeline=overlapping()), check("response")
    )


def unparsed() -> Report:
    syntax = Finding.of("syntax-error", "invalid syntax", path="views.py", line=1, column=1, end_line=1, end_column=6)
    skipped = [check(family, "skipped", because="signature", summary="") for family in ("awaiting", "concurrency")]
    return report(check("signature", "failed", summary="The file is not Python.", findings=(syntax,)), *skipped)
