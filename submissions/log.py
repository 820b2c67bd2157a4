"""Writes down who changed what. Call it in the transaction that changes it."""

from typing import Any

from submissions.models import Assignment, Course, Event, User

LONGEST = 500


def record(
    actor: User,
    course: Course,
    summary: str,
    *,
    assignment: Assignment | None = None,
    student: User | None = None,
    **detail: Any,
) -> Event:
    """``summary`` goes on after the actor's name: "made bob an assistant". ``detail`` is JSON: before, after."""
    return Event.objects.create(
        course=course,
        actor=actor,
        actor_name=actor.shown_name[:150],
        assignment=assignment,
        student=student,
        summary=summary if len(summary) <= LONGEST else f"{summary[: LONGEST - 1]}…",
        detail=detail,
    )
