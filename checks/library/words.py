"""Numbers and lists as the messages of the report write them."""

from collections.abc import Sequence

from checks.report import LimitName, VirtualSeconds

NANO = 1_000_000_000


def to_seconds(nanoseconds: int) -> VirtualSeconds:
    return nanoseconds / NANO


def seconds(nanoseconds: int) -> str:
    """``2.0 s``, ``0.15 s``: one decimal at least, three at most."""
    text = f"{nanoseconds / NANO:.3f}".rstrip("0")
    return f"{text}0 s" if text.endswith(".") else f"{text} s"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def amount(limit: LimitName, value: float) -> str:
    """What a limit allows, with its unit: ``256 MiB``, ``10 s``, ``128 files``."""
    if limit in ("memory", "output", "file_size", "scratch", "answer", "answers"):
        return f"{value / (1 << 20):g} MiB" if value >= 1 << 20 else f"{value / (1 << 10):g} KiB"
    unit = {"processes": "processes and threads", "open_files": "files", "recursion": "calls"}.get(limit, "s")
    return f"{value:g} {unit}"


def short(text: str, limit: int = 80) -> str:
    """One line of source or of an answer, cut where it grows too long to read."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
