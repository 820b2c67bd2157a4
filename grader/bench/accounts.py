"""The processor time of everything that one way of grading starts, counted by the kernel in a control group.

The judge is in it, and so are the engine's client, the containers, and, as far as they can be told apart, the daemons.
The kernel's own threads that clean up after namespaces are not.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
DAEMONS = ("dockerd", "containerd")
REFUSED = "the processor time of all processes needs root and a control group that can be written to"


class NoAccount(Exception):
    """This user, or this machine, cannot count."""


@dataclass(frozen=True)
class Hierarchy:
    """Where control groups that count processor time are: version 1 has a tree of its own for that."""

    root: Path
    file: str
    key: str
    per_second: int

    def used(self, path: str) -> float:
        """Seconds that a group and those below it have used."""
        text = (self.root / path.lstrip("/") / self.file).read_text()
        words = dict(line.rpartition(" ")[::2] for line in text.splitlines())
        return int(words[self.key]) / self.per_second

    def group_of(self, pid: int) -> str:
        lines = Path(f"/proc/{pid}/cgroup").read_text().splitlines()
        wanted = "cpuacct" if self.key == "" else ""
        return next(path for _, names, path in (line.split(":", 2) for line in lines) if wanted in names.split(","))


def hierarchy() -> Hierarchy:
    """Raises NoAccount."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    for _, place, kind, options, *_ in mounts:
        if kind == "cgroup" and "cpuacct" in options.split(","):
            return Hierarchy(Path(place), "cpuacct.usage", "", 1_000_000_000)
    for _, place, kind, *_ in mounts:
        if kind == "cgroup2":
            return Hierarchy(Path(place), "cpu.stat", "usage_usec", 1_000_000)
    raise NoAccount(REFUSED)


@dataclass
class Account:
    """``others`` are groups outside of its own that are charged to it as well, such as that of a container."""

    tree: Hierarchy
    path: str
    others: list[str] = field(default_factory=list)
    daemons: bool = False

    @property
    def containers(self) -> str:
        """The group below which the engine shall put what it starts for this account."""
        return f"{self.path}/containers"

    @contextmanager
    def charged(self) -> Iterator[None]:
        """What this process does and starts meanwhile is charged."""
        before = self.tree.group_of(os.getpid())
        self._enter(f"{self.path}/own")
        try:
            yield
        finally:
            self._enter(before)

    def used(self) -> float:
        """Seconds of the processor so far."""
        return sum(map(self.tree.used, (self.path, *self.others))) + (self._daemons() if self.daemons else 0.0)

    def include(self, pid: int) -> None:
        """Charges what the group of this process uses, unless it is charged anyway."""
        path = self.tree.group_of(pid)
        if path != "/" and not path.startswith(f"/{self.path}"):
            self.others.append(path)

    def close(self) -> None:
        for path in (f"{self.path}/own", self.containers, self.path):
            with suppress(OSError):  # what still ends in it
                (self.tree.root / path).rmdir()

    def _enter(self, path: str) -> None:
        (self.tree.root / path.lstrip("/") / "cgroup.procs").write_text(str(os.getpid()))

    def _daemons(self) -> float:
        """The groups of the engine's daemons; where they have none of their own, what the daemons themselves used."""
        pids = [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and _name(pid) in DAEMONS]
        groups = {pid: self.tree.group_of(pid) for pid in pids}
        shared = sum(self.tree.used(path) for path in {path for path in groups.values() if path != "/"})
        return shared + sum(_seconds(pid) for pid, path in groups.items() if path == "/")


def open_account(name: str) -> Account:
    """Raises NoAccount."""
    tree = hierarchy()
    account = Account(tree, f"grader-bench-{os.getpid()}-{name}")
    try:
        for path in (f"{account.path}/own", account.containers):
            (tree.root / path).mkdir(parents=True)
    except OSError as error:
        raise NoAccount(REFUSED) from error
    return account


def _name(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _seconds(pid: int) -> float:
    """Of a process and of those children that it waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return sum(map(int, fields[11:15])) / TICKS
