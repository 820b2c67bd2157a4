"""What a zygote holds, and what the processes of one attempt hold beside it."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MODULE = "worker.sandbox.inside.zygote"


@dataclass(frozen=True)
class Memory:
    """In bytes. ``attempt``: at most, that no other process had, of all processes that the zygote had started."""

    zygote: int
    zygote_share: int  # pages that several processes have count in parts
    attempt: int


def zygotes() -> set[int]:
    """Of everybody on this machine."""
    return {pid for pid in _processes() if MODULE in _read(pid, "cmdline") and not _is_wall(pid)}


def own_zygote(before: set[int]) -> int | None:
    """The one that started since ``before`` was taken; None where others started some too and it cannot be told."""
    new = zygotes() - before
    found = new & _descendants(os.getpid()) or new
    return found.pop() if len(found) == 1 else None


def measure(zygote: int, attempt: Callable[[], None]) -> Memory:
    rollup = _rollup(zygote)
    return Memory(rollup.get("Rss", 0), rollup.get("Pss", 0), _peak(zygote, attempt))


def _peak(zygote: int, attempt: Callable[[], None]) -> int:
    """Looked at as often as is possible, so an attempt that is measured takes longer."""
    peak, done = 0, threading.Event()

    def look() -> None:
        nonlocal peak
        while not done.is_set():
            peak = max(peak, sum(map(_own, _descendants(zygote))))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        attempt()
    finally:
        done.set()
        watcher.join()
    return peak


def _own(pid: int) -> int:
    rollup = _rollup(pid)
    return rollup.get("Private_Clean", 0) + rollup.get("Private_Dirty", 0)


def _descendants(ancestor: int) -> set[int]:
    parents = {pid: _parent(pid) for pid in _processes()}
    found: set[int] = set()
    young = {ancestor}
    while young:
        young = {pid for pid, parent in parents.items() if parent in young}
        found |= young
    return found


def _parent(pid: int) -> int:
    fields = _read(pid, "stat").rpartition(") ")[2].split()
    return int(fields[1]) if fields else 0


def _rollup(pid: int) -> dict[str, int]:
    lines = (line.split() for line in _read(pid, "smaps_rollup").splitlines()[1:])
    return {name.rstrip(":"): int(size) << 10 for name, size, *_ in lines}


def _is_wall(pid: int) -> bool:
    with suppress(OSError):
        return os.path.basename(os.readlink(f"/proc/{pid}/exe")).startswith("bwrap")
    return True  # it is gone, or may not be looked at


def _processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _read(pid: int, file: str) -> str:
    try:
        return Path(f"/proc/{pid}/{file}").read_text(errors="replace")
    except OSError:  # it is gone, or may not be looked at
        return ""
