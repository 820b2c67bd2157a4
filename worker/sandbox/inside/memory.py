"""How much memory processes hold, read where a process cannot hide it.

Counted is what is a process's own or shared between those of one run; the files of libraries and the scratch space,
which has a bound of its own, are not. A fork starts with the zygote's own pages, which are taken off again.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass

KILOBYTE = 1024
COUNTED = ("RssAnon:", "RssShmem:")


@dataclass(frozen=True)
class Size:
    """A process in bytes: its address space, and what of it lies in memory and is its own."""

    mapped: int
    own: int


def of_this_process() -> Size:
    return Size(_sum("self", ("VmSize:",)), _sum("self", COUNTED))


def of_run(inherited: int) -> int:
    """What all processes of the running run hold beyond what each inherited, in bytes."""
    return sum(max(0, _sum(pid, COUNTED) - inherited) for pid in _others())


def _others() -> Iterator[str]:
    """The pids behind the outer wall, except its own pid 1 and this process."""
    known = {"1", str(os.getpid())}
    return (name for name in os.listdir("/proc") if name.isdigit() and name not in known)


def _sum(pid: str, fields: tuple[str, ...]) -> int:
    """The sum of these fields of a process's status, in bytes; 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
            return sum(int(line.split()[1]) for line in file if line.startswith(fields)) * KILOBYTE
    except (FileNotFoundError, ProcessLookupError):
        return 0
