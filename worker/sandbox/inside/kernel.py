"""The few system calls that Python has no name for. Each raises OSError with the name of what failed."""

import ctypes
import fcntl
import os
import socket
import struct

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 0x1
MS_NOSUID = 0x2
MS_NODEV = 0x4
MS_NOEXEC = 0x8
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_GET_SECCOMP = 21
PR_CAPBSET_READ = 23
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_GET_NO_NEW_PRIVS = 39

SECCOMP_MODE_FILTER = 2

MADV_COLLAPSE = 25

CAPABILITY_VERSION_3 = 0x20080522
SIOCGIFFLAGS = 0x8913
SIOCSIFFLAGS = 0x8914
IFF_UP = 0x1

_libc = ctypes.CDLL(None, use_errno=True)


def unshare(flags: int) -> None:
    _check("unshare", _libc.unshare(ctypes.c_int(flags)))


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    result = _libc.mount(
        source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode() or None
    )
    _check(f"mount {target}", result)


def prctl(option: int, value: int = 0) -> int:
    zero = ctypes.c_ulong(0)
    return _check(f"prctl {option}", _libc.prctl(ctypes.c_int(option), ctypes.c_ulong(value), zero, zero, zero))


def madvise(start: int, length: int, advice: int) -> None:
    _check("madvise", _libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(length), ctypes.c_int(advice)))


def last_capability() -> int:
    """The highest capability that this kernel knows."""
    number = 0
    while _libc.prctl(ctypes.c_int(PR_CAPBSET_READ), ctypes.c_ulong(number + 1)) >= 0:
        number += 1
    return number


def bounding_set() -> list[int]:
    return [number for number in range(last_capability() + 1) if prctl(PR_CAPBSET_READ, number)]


def drop_bounding_set() -> None:
    for number in bounding_set():
        prctl(PR_CAPBSET_DROP, number)


def capabilities() -> tuple[int, int, int]:
    """The effective, permitted and inheritable capabilities of this process, as bit masks."""
    data = (ctypes.c_uint32 * 6)()
    _check("capget", _libc.capget(_capability_header(), data))
    low_e, low_p, low_i, high_e, high_p, high_i = data
    return low_e | high_e << 32, low_p | high_p << 32, low_i | high_i << 32


def drop_capabilities() -> None:
    _check("capset", _libc.capset(_capability_header(), (ctypes.c_uint32 * 6)()))


def bring_up(interface: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("16sH14x", interface.encode(), 0)
        (flags,) = struct.unpack_from("H", fcntl.ioctl(sock, SIOCGIFFLAGS, request), 16)
        fcntl.ioctl(sock, SIOCSIFFLAGS, struct.pack("16sH14x", interface.encode(), flags | IFF_UP))


def _capability_header() -> ctypes.Array[ctypes.c_uint32]:
    return (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)


def _check(what: str, result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result
