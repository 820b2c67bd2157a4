"""What the tests of the sandbox share: running a program in it, and counting what is left of it."""

import os
import select
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from types import MappingProxyType
from typing import Any

from checks.sandbox import Ending, Limits
from worker.sandbox import RUNS, bubblewrap, docker
from worker.sandbox.bubblewrap import Bubblewrap
from worker.sandbox.client import Running, ZygoteSandbox
from worker.sandbox.connection import Connection
from worker.sandbox.docker import Docker

ROLES = Path(__file__).parent / "roles"
PATIENCE = 30.0  # real seconds before a test calls something hung


WALLS: Mapping[str, type[Bubblewrap | Docker]] = {"bubblewrap": Bubblewrap, "docker": Docker}


PROGRAM = MappingProxyType({"program": "roles.program"})


def make_sandbox(kind: str, roles: Mapping[str, str] = PROGRAM, runs: int = RUNS) -> ZygoteSandbox:
    return ZygoteSandbox(WALLS[kind](extra_roles=roles, extra_path=ROLES), runs=runs)


def zygote_of(sandbox: ZygoteSandbox) -> int:
    """The process that the wall of this one sandbox was started as."""
    assert sandbox._connection is not None
    return started_as(sandbox._connection)


def started_as(connection: Connection) -> int:
    standing = connection._standing
    if isinstance(standing, bubblewrap.Running):
        return standing._process.pid
    assert isinstance(standing, docker.Running)
    return int(standing._container.attrs["State"]["Pid"])


def processes_behind(sandbox: ZygoteSandbox) -> set[int]:
    """Every process that the wall of this one sandbox stands around, and bubblewrap's own."""
    top = zygote_of(sandbox)
    return {top, *descendants(top)}


def start(sandbox: ZygoteSandbox, program: str, limits: Limits | None = None) -> Running:
    running = sandbox.open("program", limits or Limits())
    running.channel.send({"program": dedent(program)})
    return running


def end_of(sandbox: ZygoteSandbox, program: str, limits: Limits | None = None) -> Ending:
    """How the program ends when it is left alone."""
    with start(sandbox, program, limits) as running:
        wait_until_closed(running)
        return running.finish()


def answer_of(sandbox: ZygoteSandbox, program: str, limits: Limits | None = None) -> Any:
    """What the program sends as ``{"answer": …}``."""
    with start(sandbox, program, limits) as running:
        return running.channel.receive()["answer"]


def wait_until_closed(running: Running) -> None:
    """Until no process holds the other end of the channel."""
    running.channel.sock.settimeout(PATIENCE)
    while running.channel.sock.recv(65536):
        pass


def descendants(pid: int) -> set[int]:
    """Every process below this one, in whatever namespace."""
    children = _children()
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        below = children.get(waiting.pop(), set()) - found
        found |= below
        waiting += below
    return found


def gone(pids: set[int]) -> bool:
    """Waits until all of these processes have ended; False when one did not."""
    return all(_has_ended(pid) for pid in pids)


def _has_ended(pid: int) -> bool:
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        return bool(poll.poll(PATIENCE * 1000))
    finally:
        os.close(descriptor)


def _children() -> dict[int, set[int]]:
    children: dict[int, set[int]] = {}
    for pid, parent in _parents():
        children.setdefault(parent, set()).add(pid)
    return children


def _parents() -> Iterator[tuple[int, int]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text(errors="replace")
            except (FileNotFoundError, ProcessLookupError):
                continue
            yield int(entry.name), int(status.rpartition(")")[2].split()[1])
