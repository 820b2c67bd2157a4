"""What both sides of the outer wall must agree on."""

from typing import Literal, TypedDict

from checks.sandbox import Role

INSPECTION = "inspection"  # the role that tells what a confined process sees
NOBODY = 65534
# What every zygote has imported before it meets a client. Pytest is imported by those that a client wants it of.
EARLY: tuple[Role, ...] = ("attempt", "subject")
MAX_CONTROL_FRAME = 16 << 20
MAX_OUTPUT = 1 << 20  # more than this of a run's output is never kept
FLOOD = 256  # a run that writes this many times what is kept of its output is ended
FOREIGN = "a system call of a foreign kind"  # how a violation is called that has no number of ours

CutShort = Literal["seconds", "memory", "output", "processes"]


class EndingFrame(TypedDict):
    """How a run ended, as the zygote tells it. ``status`` is its wait status; None when it was ended from outside."""

    status: int | None
    cut_short: CutShort | None
    real_seconds: float
    cpu_seconds: float
    peak_memory: int
    peak_processes: int
    output: str
    kept: int
    written: int
    violations: list[str]


def flood(kept: int) -> int:
    """Bytes of output at which a run is ended of which ``kept`` bytes are kept."""
    return FLOOD * max(min(kept, MAX_OUTPUT), 4096)
