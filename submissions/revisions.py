"""What one revision of an assignment changed in the last."""

from dataclasses import dataclass
from difflib import unified_diff
from typing import Literal

from submissions.models import Revision

CONTEXT = 3


@dataclass(frozen=True)
class FileChange:
    """``lines``: a unified difference, without its heading; empty for what is no text."""

    path: str
    kind: Literal["added", "removed", "changed"]
    lines: tuple[str, ...]


def previous(revision: Revision) -> Revision | None:
    earlier = Revision.objects.filter(assignment=revision.assignment_id, number__lt=revision.number)
    return earlier.order_by("-number").first()


def difference(before: Revision | None, after: Revision) -> list[FileChange]:
    """By path; of the first revision everything is added."""
    was, now = before.files if before else {}, after.files
    paths = sorted(path for path in was.keys() | now.keys() if was.get(path) != now.get(path))
    return [_change(path, was.get(path), now.get(path)) for path in paths]


def _change(path: str, was: bytes | None, now: bytes | None) -> FileChange:
    kind: Literal["added", "removed", "changed"] = "added" if was is None else "removed" if now is None else "changed"
    try:
        old, new = ((data or b"").decode().splitlines() for data in (was, now))
    except UnicodeDecodeError:
        return FileChange(path, kind, ())
    return FileChange(path, kind, tuple(unified_diff(old, new, n=CONTEXT, lineterm=""))[2:])
