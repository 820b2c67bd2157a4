"""Whether a Docker engine answers here, and in words why none does; without the SDK, which takes long to import.

``DOCKER_HOST`` is Docker's own variable and means here what it means to the command ``docker``.
"""

import os
import socket
from pathlib import Path

from checks.sandbox import SandboxUnavailable

SOCKET = "/var/run/docker.sock"
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


def knock() -> Path:
    """The socket of an engine that answers. Raises SandboxUnavailable with the reason, which the SDK would bury."""
    path = _socket()
    try:
        with socket.socket(socket.AF_UNIX) as sock:
            sock.connect(str(path))
    except PermissionError as error:
        raise SandboxUnavailable(NO_RIGHT.format(path=path)) from error
    except OSError as error:
        raise SandboxUnavailable(NO_ENGINE.format(path=path, reason=error.strerror)) from error
    return path


def _socket() -> Path:
    host = os.environ.get("DOCKER_HOST", "") or f"unix://{SOCKET}"
    if not host.startswith("unix://"):
        raise SandboxUnavailable(ELSEWHERE.format(host=host))
    return Path(host.removeprefix("unix://"))
