"""Which walls stand on this machine, found by building each, and what to do about those that do not."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from checks.sandbox import SandboxError
from worker.sandbox import ORDER, Kind, open_sandbox
from worker.sandbox.machine import Engine, Machine, read_engine

BLOCKS_MORE = 23  # the first engine whose own filter knows AF_VSOCK and io_uring
HELP = "docs/sandbox.md"
APPARMOR = (
    "This kernel takes every right from an unprivileged program that makes a user namespace "
    "(kernel.apparmor_restrict_unprivileged_userns is 1). Use Docker, or give bwrap the AppArmor profile of "
    f"{HELP}. Do not switch the restriction off for the whole machine."
)
NO_USER_NAMESPACES = "User namespaces are switched off: set `sysctl user.max_user_namespaces=10000`."
DEBIAN_SWITCH = "Unprivileged user namespaces are switched off: set `sysctl kernel.unprivileged_userns_clone=1`."
CONTROLLERS = (
    "The kernel's control groups lack {missing}. Boot with `systemd.unified_cgroup_hierarchy=1`, or, to keep version "
    "1, with `cgroup_enable=memory swapaccount=1`."
)
OLD_ENGINE = (
    "Docker {version} lets other containers open AF_VSOCK sockets and io_uring, which 23 and later forbid. The sandbox "
    "has a filter of its own and is not touched; upgrade for the others."
)
NEEDED = ("memory", "pids")


@dataclass(frozen=True)
class Diagnosis:
    """Of one wall. ``reason`` says why it does not stand, ``advice`` what to do or to know."""

    wall: str
    stands: bool
    seconds: float
    reason: str | None
    advice: tuple[str, ...]


def examine(machine: Machine, engine: Engine | None, sockets: Path | None) -> list[Diagnosis]:
    """Every wall there is. ``sockets`` is the folder of containers that run already, where there is one."""
    kinds: list[tuple[str, Kind, Path | None]] = [(kind, kind, None) for kind in ORDER]
    if sockets:
        kinds.insert(0, ("sockets", "docker", sockets))
    return [_examine(name, kind, folder, machine, engine) for name, kind, folder in kinds]


def chosen(diagnoses: Sequence[Diagnosis]) -> str | None:
    """The wall that `auto` takes."""
    if diagnoses[0].wall == "sockets":  # an installation that names them has no other
        return "sockets" if diagnoses[0].stands else None
    return next((diagnosis.wall for diagnosis in diagnoses if diagnosis.stands), None)


def ask_engine() -> Engine | None:
    """None where no engine answers."""
    try:
        from worker.sandbox.engine import connect

        with closing(connect()) as client:
            return read_engine(client.info())
    except SandboxError:
        return None


def _examine(name: str, kind: Kind, sockets: Path | None, machine: Machine, engine: Engine | None) -> Diagnosis:
    started = time.monotonic()
    reason = None
    try:
        open_sandbox(kind, sockets).close()
    except SandboxError as error:
        reason = str(error)
    seconds = time.monotonic() - started
    advice = about_docker(machine, engine, reason) if kind == "docker" else about_bubblewrap(machine, reason)
    return Diagnosis(name, reason is None, round(seconds, 1), reason, tuple(advice))


def about_bubblewrap(machine: Machine, reason: str | None) -> Iterator[str]:
    if reason is None:
        return
    if machine.apparmor_restricts_namespaces:
        yield APPARMOR
    yield from _about_namespaces(machine)


def about_docker(machine: Machine, engine: Engine | None, reason: str | None) -> Iterator[str]:
    if engine and _major(engine.version) < BLOCKS_MORE:
        yield OLD_ENGINE.format(version=engine.version)
    if reason is None:
        return
    missing = [name for name in NEEDED if name not in machine.controllers]
    if missing:
        yield CONTROLLERS.format(missing=" and ".join(missing))
    yield from _about_namespaces(machine)


def _about_namespaces(machine: Machine) -> Iterator[str]:
    if machine.user_namespaces == 0:
        yield NO_USER_NAMESPACES
    if machine.unprivileged_namespaces is False:
        yield DEBIAN_SWITCH


def _major(version: str) -> int:
    first = version.partition(".")[0]
    return int(first) if first.isdigit() else BLOCKS_MORE
