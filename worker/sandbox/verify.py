"""Whether the walls stand. What the zygote and a confined process saw is held against what they must see."""

import os
from collections.abc import Collection, Iterable, Iterator

from checks.sandbox import SandboxUnavailable
from worker.sandbox import hardening, image
from worker.sandbox.inside.facts import FORBIDDEN, Facts
from worker.sandbox.protocol import NOBODY

SCRATCH = {"/tmp", "/dev/shm"}  # noqa: S108
TRIED = {*FORBIDDEN, "unshare"}  # by whoever looks for these facts
ENVIRONMENT = {"HOME", "LANG", "PATH", "PYTHONDONTWRITEBYTECODE", "TMPDIR"}
STALE = (
    "The image of the sandbox holds another version of the code than this one, so nothing is run in it. Build it anew "
    "with `make sandbox-image` and start its containers again."
)


def check_outer(facts: Facts, writable: Collection[str] = ()) -> None:
    """Raises SandboxUnavailable when the zygote sees something that it must not; ``writable`` it may write to."""
    _refuse("outer", [*_common(facts), *_outer(facts, set(writable))])


def check_container(facts: Facts) -> None:
    """Raises SandboxUnavailable when the zygote is another version's, or does not see what its container must have."""
    if facts["code"] != image.digest_of_code():
        raise SandboxUnavailable(STALE)
    _refuse("outer", list(_container(facts)))


def check_inner(facts: Facts, heard: Iterable[str] | None) -> None:
    """Raises SandboxUnavailable when a confined process sees something that it must not.

    ``heard`` are the forbidden calls that were heard of while it looked; None where the kernel does not tell them.
    """
    _refuse("inner", [*_common(facts), *_inner(facts), *_unheard(heard)])


def _common(facts: Facts) -> Iterator[str]:
    if {*facts["users"], *facts["groups"]} != {NOBODY}:
        yield f"users {facts['users']} and groups {facts['groups']}"
    if facts["capabilities"]:
        yield "capabilities left"
    if not facts["no_new_privileges"]:
        yield "new privileges possible"
    if set(facts["interfaces"]) != {"lo"}:
        yield f"network interfaces {facts['interfaces']}"


def _container(facts: Facts) -> Iterator[str]:
    if not facts["filtered"]:
        yield "no filter for system calls"
    for name, bound in (("memory", hardening.MEMORY), ("processes", hardening.PROCESSES)):
        found = facts["bounds"].get(name)
        if found is None or found > bound:
            yield f"{name} bounded by {found}"


def _outer(facts: Facts, writable: set[str]) -> Iterator[str]:
    if not facts["read_only"]:
        yield "a root that is not read-only"
    if not set(facts["writable"]) <= writable:
        yield f"writable {facts['writable']}"
    if not {1, facts["pid"]} >= set(facts["processes"]):
        yield f"processes {facts['processes']}"
    if facts["threads"] != 1:
        yield f"{facts['threads']} threads in the zygote"
    yield from (f"shared namespace {name}" for name, link in facts["namespaces"].items() if link == _own(name))


def _inner(facts: Facts) -> Iterator[str]:
    if not set(facts["writable"]) <= SCRATCH:
        yield f"writable {facts['writable']}"
    if facts["processes"]:
        yield "a visible /proc"
    if facts["system"]:
        yield "a visible /sys"
    if (facts["pid"], facts["parent"]) != (2, 1):
        yield "a shared pid namespace"
    if facts["new_namespaces"]:
        yield "new namespaces possible"
    if not facts["filtered"]:
        yield "no filter for system calls"
    if facts["open_calls"]:
        yield f"system calls let through {facts['open_calls']}"
    if facts["descriptors"] != [0, 1, 2, 3]:
        yield f"descriptors {facts['descriptors']}"
    if set(facts["environment"]) != ENVIRONMENT:
        yield f"environment {facts['environment']}"


def _unheard(heard: Iterable[str] | None) -> Iterator[str]:
    if heard is not None and set(heard) != TRIED:
        yield f"forbidden system calls heard of {sorted(heard)}"


def _own(namespace: str) -> str:
    return os.readlink(f"/proc/self/ns/{namespace}")


def _refuse(wall: str, gaps: list[str]) -> None:
    if gaps:
        raise SandboxUnavailable(
            f"The sandbox's {wall} wall has a gap on this system ({'; '.join(gaps)}), so nothing is run in it. "
            "Please report this together with the kernel's version."
        )
