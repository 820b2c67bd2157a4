"""What a process sees of the walls around it, found by trying. The other side compares it with what it must be."""

import ctypes
import errno
import fcntl
import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TypedDict

from checks.channel import Channel
from worker.sandbox import image
from worker.sandbox.inside import kernel
from worker.sandbox.inside.calls.machine import machine

PLACES = ("/", "/dev", "/dev/shm", "/etc", "/grader", "/home", "/proc", "/root", "/run", "/tmp", "/usr", "/var")  # noqa: S108
PROBE = ".probe"
INTERFACES = 64  # of these numbers; a network of its own starts with the first
BOUNDS = {
    "memory": ("memory/memory.limit_in_bytes", "memory.max"),
    "processes": ("pids/pids.max", "pids.max"),
}

# Forbidden calls with arguments that do nothing: where no filter stands before it, the kernel says what else is wrong.
FORBIDDEN: Mapping[str, tuple[int, ...]] = {
    "kcmp": (0, 0, 0, 0, 0),
    "keyctl": (-1, 0, 0, 0, 0),
    "mq_unlink": (0,),
    "ptrace": (2, 0, 0, 0),
    "shmget": (0, 0, 0),
}


class Facts(TypedDict):
    """Facts that JSON can carry; ``capabilities`` sums all sets including the bounding set.

    ``filtered`` says that a filter for system calls is on, ``open_calls`` which of FORBIDDEN pass it, ``bounds`` what
    the control groups allow all processes behind the wall together, ``code`` which code the zygote runs.
    """

    users: list[int]
    groups: list[int]
    capabilities: int
    no_new_privileges: bool
    new_namespaces: bool
    namespaces: dict[str, str]
    interfaces: list[str]
    read_only: bool
    writable: list[str]
    processes: list[int]
    pid: int
    parent: int
    threads: int
    system: list[str]
    filtered: bool
    open_calls: list[str]
    bounds: dict[str, int]
    code: str
    descriptors: list[int]
    environment: list[str]


def observe() -> Facts:
    return {
        "users": list(os.getresuid()),
        "groups": [*os.getresgid(), *os.getgroups()],
        "capabilities": sum(kernel.capabilities()) + len(kernel.bounding_set()),
        "no_new_privileges": bool(kernel.prctl(kernel.PR_GET_NO_NEW_PRIVS)),
        "new_namespaces": _can_make_namespaces(),
        "namespaces": _namespaces(),
        "interfaces": list(_interfaces()),
        "read_only": bool(os.statvfs("/").f_flag & os.ST_RDONLY),
        "writable": [place for place in _places() if _can_write(place)],
        "processes": sorted(int(name) for name in os.listdir("/proc") if name.isdigit()),
        "pid": os.getpid(),
        "parent": os.getppid(),
        "threads": len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self") else 0,
        "system": os.listdir("/sys") if os.path.isdir("/sys") else [],
        "filtered": kernel.prctl(kernel.PR_GET_SECCOMP) == kernel.SECCOMP_MODE_FILTER,
        "open_calls": [name for name in FORBIDDEN if not _is_forbidden(name)],
        "bounds": dict(_bounds()),
        "code": image.digest_of_code(),
        "descriptors": [number for number in range(256) if _is_open(number)],
        "environment": sorted(os.environ),
    }


def serve(channel: Channel) -> None:
    """The role that tells what a confined process sees."""
    channel.send({**observe()})


def _namespaces() -> dict[str, str]:
    """What each is known by; only where /proc can be seen."""
    names = ("ipc", "mnt", "net", "pid", "uts")
    return {name: os.readlink(f"/proc/self/ns/{name}") for name in names if os.path.isdir("/proc/self")}


def _bounds() -> Iterator[tuple[str, int]]:
    """Of the first version of control groups, then of the second."""
    for name, files in BOUNDS.items():
        for file in files:
            with suppress(FileNotFoundError), open(f"/sys/fs/cgroup/{file}", encoding="ascii") as opened:
                value = opened.read().strip()
                if value.isdigit():
                    yield name, int(value)


def _interfaces() -> Iterator[str]:
    """Where /proc is hidden each is asked for, since the list of all comes over a socket that is refused."""
    try:
        with open("/proc/self/net/dev", encoding="ascii") as file:
            yield from (line.partition(":")[0].strip() for line in file if ":" in line)
    except OSError:
        for number in range(1, INTERFACES):
            with suppress(OSError):
                yield socket.if_indextoname(number)


def _is_forbidden(name: str) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    arguments = (ctypes.c_long(value) for value in FORBIDDEN[name])
    return libc.syscall(ctypes.c_long(machine().numbers[name]), *arguments) == -1 and ctypes.get_errno() == errno.EPERM


def _places() -> Iterator[str]:
    yield from PLACES
    yield from (path for path in sys.path if path not in PLACES)


def _can_write(place: str) -> bool:
    path = os.path.join(place, PROBE)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError:
        return False
    os.unlink(path)
    return True


def _can_make_namespaces() -> bool:
    """In a child, since what comes of it cannot be undone."""
    child = os.fork()
    if child == 0:
        try:
            kernel.unshare(kernel.CLONE_NEWUSER)
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def _is_open(number: int) -> bool:
    try:
        fcntl.fcntl(number, fcntl.F_GETFD)
    except OSError:
        return False
    return True
