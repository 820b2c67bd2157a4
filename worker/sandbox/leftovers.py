"""Containers whose owner is gone. An engine that restarts, or an owner killed between two calls, may leave one."""

import os
from pathlib import Path

import docker
from docker.errors import APIError
from docker.models.containers import Container

LABEL = "async-view-grader.owner"


def label() -> dict[str, str]:
    """Says that this process owns the container."""
    return {LABEL: f"{_machine()} {os.getpid()} {_born(os.getpid())}"}


def remove(client: docker.DockerClient) -> None:
    for container in client.containers.list(all=True, filters={"label": LABEL}, ignore_removed=True):
        if _is_orphan(container):
            take_away(container)


def take_away(container: Container) -> None:
    try:
        container.remove(force=True)
    except APIError as error:
        if error.status_code not in (404, 409):  # it is gone, or somebody is at it
            raise


def _is_orphan(container: Container) -> bool:
    machine, pid, born = container.labels[LABEL].split(" ")
    return machine == _machine() and _born(int(pid)) != born


def _machine() -> str:
    """This boot and this view of its processes: of others one cannot know whether they live."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return f"{boot}/{os.readlink('/proc/self/ns/pid')}"


def _born(pid: int) -> str:
    """When the process started, in ticks; tells it from a later one with its number."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return status.rpartition(")")[2].split()[19]
