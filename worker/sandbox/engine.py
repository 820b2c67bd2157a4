"""The Docker engine of this machine, and in words what it lacks."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import docker
from docker.errors import APIError, DockerException
from requests import RequestException

from checks.sandbox import SandboxError, SandboxUnavailable
from worker.sandbox.knock import OTHERWISE, knock

OLDEST_API = (1, 41)  # Docker 20.10: the first that knows version 2 of the kernel's control groups
ANSWER_WITHIN = 60  # real seconds
TOO_OLD = f"Docker {{version}} is too old for the sandbox: 20.10 is the oldest that will do. Upgrade it, {OTHERWISE}"
NO_BOUND = (
    "The Docker engine cannot bound {what} here, because the kernel's control groups lack it. Boot with version 2 of "
    "control groups (`systemd.unified_cgroup_hierarchy=1`), or version 1 with `cgroup_enable=memory swapaccount=1`, "
    f"{OTHERWISE}"
)
BOUNDS = {"MemoryLimit": "memory", "SwapLimit": "swap", "PidsLimit": "the number of processes"}


def connect() -> docker.DockerClient:
    """Whoever connects closes. Raises SandboxUnavailable with a sentence where there is nothing to connect to."""
    with troubles():
        client = docker.DockerClient(base_url=f"unix://{knock()}", timeout=ANSWER_WITHIN)
    try:
        with troubles():
            check(client.info(), client.version()["ApiVersion"])
    except BaseException:
        client.close()
        raise
    return client


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
