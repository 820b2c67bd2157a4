"""The Docker engine of this machine, and in words what is wrong with it.

``DOCKER_HOST`` is Docker's own variable and means here what it means to the command ``docker``.
"""

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import docker
from docker.errors import APIError, DockerException
from requests import RequestException

from checks.sandbox import SandboxError, SandboxUnavailable

SOCKET = "/var/run/docker.sock"
OLDEST_API = (1, 41)  # Docker 20.10: the first that knows version 2 of the kernel's control groups
ANSWER_WITHIN = 60  # real seconds
OTHERWISE = "or choose the sandbox `bubblewrap`."
NO_ENGINE = (
    "The sandbox `docker` needs a Docker engine, and none answers at {path} ({reason}). Install it (Debian, Ubuntu: "
    f"`apt install docker.io`) and start it, {OTHERWISE}"
)
NO_RIGHT = (
    "This user may not use the Docker engine at {path}. Join its group with `sudo usermod --append --groups docker "
    f"$USER` and log in again (who is in that group can become root), {OTHERWISE}"
)
ELSEWHERE = (
    "DOCKER_HOST is {host}, and the sandbox `docker` needs an engine on this machine, reached through a Unix socket: "
    f"unset DOCKER_HOST, {OTHERWISE}"
)
TOO_OLD = f"Docker {{version}} is too old for the sandbox: 20.10 is the oldest that will do. Upgrade it, {OTHERWISE}"
NO_BOUND = (
    "The Docker engine cannot bound {what} here, because the kernel's control groups lack it. Boot with version 2 of "
    "control groups (`systemd.unified_cgroup_hierarchy=1`), or version 1 with `cgroup_enable=memory swapaccount=1`, "
    f"{OTHERWISE}"
)
BOUNDS = {"MemoryLimit": "memory", "SwapLimit": "swap", "PidsLimit": "the number of processes"}


def connect() -> docker.DockerClient:
    """Whoever connects closes. Raises SandboxUnavailable with a sentence where there is nothing to connect to."""
    path = find()
    _knock(path)
    with troubles():
        client = docker.DockerClient(base_url=f"unix://{path}", timeout=ANSWER_WITHIN)
    try:
        with troubles():
            check(client.info(), client.version()["ApiVersion"])
    except BaseException:
        client.close()
        raise
    return client


def find() -> Path:
    host = os.environ.get("DOCKER_HOST", "") or f"unix://{SOCKET}"
    if not host.startswith("unix://"):
        raise SandboxUnavailable(ELSEWHERE.format(host=host))
    return Path(host.removeprefix("unix://"))


def check(info: Mapping[str, Any], api: str) -> None:
    """``info`` is what `docker info` says. Raises SandboxUnavailable when such an engine cannot build the wall."""
    if tuple(int(part) for part in api.split(".")) < OLDEST_API:
        raise SandboxUnavailable(TOO_OLD.format(version=info.get("ServerVersion", f"API {api}")))
    missing = [what for key, what in BOUNDS.items() if not info.get(key)]
    if missing:
        raise SandboxUnavailable(NO_BOUND.format(what=" and ".join(missing)))


@contextmanager
def troubles() -> Iterator[None]:
    """What the engine answers is for good; that it does not answer may be better the next time."""
    try:
        yield
    except APIError as error:
        raise SandboxUnavailable(f"The Docker engine refuses the sandbox: {error.explanation or error}") from error
    except (DockerException, RequestException) as error:
        raise SandboxError(f"the Docker engine does not answer: {error}") from error


def _knock(path: Path) -> None:
    """The SDK buries the reason for which it cannot connect."""
    try:
        with socket.socket(socket.AF_UNIX) as sock:
            sock.connect(str(path))
    except PermissionError as error:
        raise SandboxUnavailable(NO_RIGHT.format(path=path)) from error
    except OSError as error:
        raise SandboxUnavailable(NO_ENGINE.format(path=path, reason=error.strerror)) from error
