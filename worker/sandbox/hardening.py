"""What a container of the sandbox is asked for, and what the engine must say afterwards that it is.

The two are written down apart from each other: an option that is lost on the way shows as a gap.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from worker.sandbox.protocol import NOBODY

MEMORY = 1536 << 20  # the largest run that an assignment may ask for, its scratch space and the zygote
PROCESSES = 512
FILES = 4096
# What it does not allow is left to a tracer, and since there is none, fails. An error instead would come before the
# inner filter of a run can tell what was tried: of two filters the kernel hears the one that is stricter in kind.
SECCOMP = Path(__file__).with_name("seccomp.json")
# Docker has these writable for everyone. The first must be there: each run mounts its scratch space on it.
COVERED = ("/dev/shm", "/dev/mqueue")  # noqa: S108
COVER = "ro,size=4k,mode=0555"
USER = f"{NOBODY}:{NOBODY}"
NO_NEW_PRIVILEGES = "no-new-privileges"


def options() -> dict[str, Any]:
    """Arguments of docker's ``containers.create``."""
    return {
        "network_mode": "none",
        "ipc_mode": "none",
        "read_only": True,
        "user": USER,
        "cap_drop": ["ALL"],
        "security_opt": [
            NO_NEW_PRIVILEGES,
            f"seccomp={_profile()}",
            "apparmor=unconfined",  # its profile for containers forbids the mounts of the inner wall
        ],
        "mem_limit": MEMORY,
        "memswap_limit": MEMORY,
        "pids_limit": PROCESSES,
        "tmpfs": dict.fromkeys(COVERED, COVER),
        "log_config": {"type": "none"},
    }


def gaps(container: Mapping[str, Any]) -> Iterator[str]:
    """What is not as it must be in the engine's own description (``docker inspect``) of a container."""
    host = container["HostConfig"]
    for name, wanted in _WANTED.items():
        if host.get(name) != wanted:
            yield f"{name} is {host.get(name)!r}"
    yield from (f"{name} is {host[name]!r}" for name in _UNWANTED if host.get(name))
    if container["Config"]["User"] != USER:
        yield f"User is {container['Config']['User']!r}"
    if set(container["NetworkSettings"]["Networks"]) != {"none"}:
        yield f"Networks are {sorted(container['NetworkSettings']['Networks'])}"
    yield from (f"{mount['Destination']} is writable" for mount in container["Mounts"] if mount["RW"])
    yield from _open_rights(host["SecurityOpt"] or [])


_WANTED = {
    "NetworkMode": "none",
    "IpcMode": "none",
    "ReadonlyRootfs": True,
    "CapDrop": ["ALL"],
    "Memory": MEMORY,
    "MemorySwap": MEMORY,
    "PidsLimit": PROCESSES,
    "Tmpfs": dict.fromkeys(COVERED, COVER),
    "LogConfig": {"Type": "none", "Config": {}},
}
# Each opens the container towards the machine or another container.
_UNWANTED = (
    *("Privileged", "CapAdd", "Devices", "DeviceRequests", "DeviceCgroupRules", "GroupAdd", "OomKillDisable"),
    *("PidMode", "UTSMode", "UsernsMode", "VolumesFrom", "Links", "ExtraHosts", "PortBindings", "Sysctls"),
)


def _open_rights(security: list[str]) -> Iterator[str]:
    if not {NO_NEW_PRIVILEGES, f"{NO_NEW_PRIVILEGES}:true"} & set(security):
        yield "new privileges are possible"
    profiles = [option.partition("=")[2] for option in security if option.startswith("seccomp=")]
    if profiles != [_profile()]:
        yield "the filter for system calls is another one"


def _profile() -> str:
    return json.dumps(json.loads(SECCOMP.read_text(encoding="utf-8")))
