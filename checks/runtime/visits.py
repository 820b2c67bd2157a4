"""Requests as an instructor's own check sends them: any header and body, pauses between them, and clients that leave.

Times are virtual nanoseconds.
"""

from dataclasses import dataclass

from checks.channel import Frame

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Visit:
    """One request. ``hangs_up_after``: its client is gone by then."""

    method: str
    path: str
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    hangs_up_after: int | None = None

    def as_message(self) -> Frame:
        return {
            "method": self.method,
            "path": self.path,
            "body": self.body,
            "headers": [list(header) for header in self.headers],
            "hangs_up_after": self.hangs_up_after,
        }


@dataclass(frozen=True)
class Group:
    """Requests that are sent at once, ``pause`` after everything before them has come to rest."""

    visits: tuple[Visit, ...]
    pause: int = 0

    def as_message(self) -> Frame:
        return {"pause": self.pause, "requests": [visit.as_message() for visit in self.visits]}
