"""How much memory processes hold, and how many there are, read where a process cannot hide it.

Counted is what is a process's own or shared between those of one run; the files of libraries and the scratch space,
which has a bound of its own, are not. A fork starts with the zygote's own pages, which are taken off again.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

KILOBYTE = 1024
KILLS = ("memory/memory.oom_control", "memory.events")  # of the control groups' first version, and of the second
COUNTED = ("RssAnon:", "RssShmem:")
FIELDS = (*COUNTED, "VmSize:")


@dataclass(frozen=True)
class Size:
    """A process in bytes: its address space, and what of it lies in memory and is its own."""

    mapped: int
    own: int


def of_this_process() -> Size:
    return Size(_sum("self", ("VmSize:",)), _sum("self", COUNTED))


@dataclass(frozen=True)
class Use:
    """What all processes of a run hold together, in bytes beyond what each inherited, and how many they are."""

    held: int
    processes: int


def of_run(inherited: int) -> Use:
    found = [_status(pid) for pid in _others()]
    held = sum(max(0, sum(status.get(field, 0) for field in COUNTED) * KILOBYTE - inherited) for status in found)
    return Use(held, len(found))


def kills() -> int:
    """How many processes the kernel has ended since the container holds no more; 0 where nothing bounds it.

    That happens with memory that is no process's, such as what waits in sockets.
    """
    for name in KILLS:
        with suppress(OSError), open(f"/sys/fs/cgroup/{name}", encoding="ascii") as file:
            fields = dict(line.split() for line in file)
            return int(fields.get("oom_kill", 0))
    return 0


def _others() -> Iterator[str]:
    """The pids behind the outer wall, except its own pid 1 and this process."""
    known = {"1", str(os.getpid())}
    return (name for name in os.listdir("/proc") if name.isdigit() and name not in known)


def _sum(pid: str, fields: tuple[str, ...]) -> int:
    """The sum of these fields of a process's status, in bytes; 0 when it is gone."""
    return sum(_status(pid).get(field, 0) for field in fields) * KILOBYTE


def _status(pid: str) -> dict[str, int]:
    """The fields of a process's status that are wanted here; none when it is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
            words = (line.split(None, 2) for line in file if line.startswith(FIELDS))
            return {name: int(value) for name, value, *_ in words}
    except (FileNotFoundError, ProcessLookupError):
        return {}
