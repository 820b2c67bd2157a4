"""How much memory processes hold, read where a process cannot hide it.

Counted is what is a process's own (anonymous pages); shared libraries and the scratch space, which has a bound of
its own, are not. A fork starts with the zygote's own pages, which are taken off again.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass

PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Size:
    """A process in bytes: its address space, and what of it lies in memory and is its own."""

    mapped: int
    own: int


def of_this_process() -> Size:
    mapped, present, shared = _statm("self")
    return Size(mapped, present - shared)


def own(pid: str) -> int:
    """The anonymous memory of another process, in bytes; 0 when it is gone."""
    try:
        _, present, shared = _statm(pid)
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return present - shared


def of_run(inherited: int) -> int:
    """What all processes of the running run hold beyond what each inherited, in bytes."""
    return sum(max(0, own(pid) - inherited) for pid in others())


def others() -> Iterator[str]:
    """The pids behind the outer wall, except its own pid 1 and this process."""
    known = {"1", str(os.getpid())}
    return (name for name in os.listdir("/proc") if name.isdigit() and name not in known)


def _statm(pid: str) -> tuple[int, int, int]:
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        mapped, present, shared = file.read().split()[:3]
    return int(mapped) * PAGE, int(present) * PAGE, int(shared) * PAGE
