"""Reports as the engine writes them."""

from typing import Any

from checks.report import (
    AssignmentRef,
    CheckResult,
    Facts,
    Fault,
    Finding,
    Report,
    RequestTimeline,
    Segment,
    SubmissionRef,
    Timeline,
)

FACTS = Facts(python="3.11.7", django="5.2.19", thread_pool=32, virtual_seconds=20.0, real_ms=84)
SLEEP = Finding.of(
    "blocking-sleep",
    "time.sleep(2) holds the event loop for 2.0 s.",
    path="views.py",
    line=5,
    column=5,
    end_line=5,
    end_column=18,
    hint="await asyncio.sleep(2)",
)


def blocked() -> Report:
    """A view that waits with time.sleep."""
    return report(
        score=60,
        checks=(
            passed("signature", 30),
            passed("awaiting", 30),
            CheckResult(
                id="concurrency",
                family="concurrency",
                title="The view leaves the event loop free",
                outcome="failed",
                points=0,
                max_points=40,
                summary="10 requests at once took 20.0 s; one takes 2.0 s.",
                hint="asyncio.sleep waits without holding the loop.",
                findings=(SLEEP,),
                timeline=queue_of(10),
            ),
        ),
    )


def queue_of(requests: int) -> Timeline:
    return Timeline(requests=tuple(waits_its_turn(number) for number in range(requests)))


def waits_its_turn(number: int) -> RequestTimeline:
    start, end = 2.0 * number, 2.0 * number + 2.0
    before = (Segment(kind="waiting", start=0.0, end=start),) if number else ()
    return RequestTimeline(
        start=0.0, end=end, segments=(*before, Segment(kind="blocked", start=start, end=end, line=5))
    )


def passed(family: Any, points: int) -> CheckResult:
    return CheckResult(
        id=family, family=family, title=family, outcome="passed", points=points, max_points=points, summary="It is."
    )


def faulty(status: Any, owner: Any, message: str) -> Report:
    return report(status=status, fault=Fault(owner=owner, message=message, detail="Traceback: secret"))


def report(**changes: Any) -> Report:
    values: dict[str, Any] = {
        "status": "graded",
        "assignment": AssignmentRef(id="slow-view", title="Slow view", digest="sha256:00"),
        "submission": SubmissionRef(digest="sha256:11", files=("views.py",)),
        "score": 0,
        "max_score": 100,
        "facts": FACTS,
    }
    return Report(**values | changes)
