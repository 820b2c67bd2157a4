"""What runs have left behind, looked at from outside the walls."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.worker.sandbox.support import descendants
from worker.sandbox.client import ZygoteSandbox
from worker.sandbox.protocol import NOBODY

SHARED = ("tmp", "var/tmp", "dev/shm", "dev/mqueue", "run", "run/lock")
SYSTEM_V = ("/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg")


@dataclass(frozen=True)
class Ground:
    """The same for a zygote that has served and for its replacement that has not."""

    processes: int
    descriptors: tuple[int, ...]
    locks: tuple[str, ...]
    system_v: tuple[str, ...]
    files: tuple[str, ...]


def look(sandbox: ZygoteSandbox) -> Ground:
    """Of a sandbox whose zygote lives."""
    pids = behind(sandbox)
    return Ground(
        processes=len(pids),
        descriptors=tuple(sorted(len(os.listdir(f"/proc/{pid}/fd")) for pid in pids)),
        locks=tuple(_locks(pids)),
        system_v=tuple(_system_v(pids)),
        files=tuple(_files_of_nobody(pids)),
    )


def behind(sandbox: ZygoteSandbox) -> set[int]:
    """Every process behind the outer wall, in whatever namespace, as the host numbers it."""
    assert sandbox._connection is not None
    namespace = sandbox._connection.facts["namespaces"]["pid"]
    inhabitants = {pid for pid, its in _pid_namespaces() if its == namespace}
    return inhabitants.union(*(descendants(pid) for pid in inhabitants))


def _pid_namespaces() -> Iterator[tuple[int, str]]:
    for entry in Path("/proc").iterdir():
        with suppress(FileNotFoundError, PermissionError, ProcessLookupError):
            if entry.name.isdigit():
                yield int(entry.name), os.readlink(entry / "ns" / "pid")


def _locks(pids: set[int]) -> Iterator[str]:
    for line in Path("/proc/locks").read_text().splitlines():
        words = line.replace("-> ", "").split()
        if int(words[4]) in pids:
            yield line


def _system_v(pids: set[int]) -> Iterator[str]:
    """Shared memory, semaphores and queues of System V in the zygote's namespace. Only root can go there."""
    if os.getuid() == 0:
        enter = ["nsenter", "--target", str(min(pids)), "--ipc", "cat", *SYSTEM_V]
        lines = subprocess.run(enter, check=True, capture_output=True, text=True).stdout.splitlines()
        yield from (line for line in lines if not line.lstrip().startswith("key"))


def _files_of_nobody(pids: set[int]) -> Iterator[str]:
    """In the places that are shared, on the host and behind the outer wall."""
    for root in ("/", *(f"/proc/{pid}/root" for pid in pids)):
        for place in SHARED:
            with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
                yield from (entry.path for entry in os.scandir(Path(root, place)) if _is_nobodys(entry))


def _is_nobodys(entry: os.DirEntry[str]) -> bool:
    with suppress(FileNotFoundError):
        return entry.stat(follow_symlinks=False).st_uid == NOBODY
    return False
