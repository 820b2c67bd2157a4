"""The inner wall: turns a fork of the zygote into one confined process.

Three processes stand for each run, so that nothing which the run starts can outlive it:

1. The *envelope* leaves the zygote's namespaces, builds the private view of the files, gives up every capability,
   and waits.
2. The *reaper* is pid 1 of the new pid namespace, out of the reach of what it reaps (``reaper.py``).
3. The *subject* takes on its limits and the filter for system calls, keeps its one socket, and serves its role.

Order matters: what needs a capability or /proc comes before both are given up, and all comes before hostile bytes.
"""

import fcntl
import os
import resource
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn, TextIO

from checks.channel import Channel, ChannelClosed
from checks.sandbox import Limits
from worker.sandbox.inside import kernel
from worker.sandbox.inside.calls.filter import Filter
from worker.sandbox.inside.calls.guard import hand_over, take_over
from worker.sandbox.inside.leash import Leash
from worker.sandbox.inside.reaper import Reaper

NAMESPACES = (
    kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWPID
    | kernel.CLONE_NEWNS
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUTS
)
SCRATCH_FLAGS = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
THREAD_STACK = 2 << 20
MAIN_STACK = 8 << 20
SOCKET = 3
CRASHED = 70  # EX_SOFTWARE: the role itself failed
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/tmp",  # noqa: S108 - the private one of this run
    "TMPDIR": "/tmp",  # noqa: S108
    "PYTHONDONTWRITEBYTECODE": "1",
}


@dataclass(frozen=True)
class Job:
    """One run: what to serve, its limits and filter, its socket and output pipe.

    ``mapped`` is the zygote's address space, which is not counted.
    """

    serve: Callable[[Channel], None]
    limits: Limits
    calls: Filter
    mapped: int
    sock: socket.socket
    output: int


def become_envelope(job: Job, leash: Leash) -> NoReturn:
    """Never returns; what goes wrong is told on the leash."""
    try:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        _leave_namespaces()
        _hide_files(job.limits)
        _give_up_privileges()
        reaper = os.fork()
        if reaper == 0:
            _become_reaper(job, leash)
        _close_all_but()
        os.waitpid(reaper, 0)
    except BaseException:  # noqa: BLE001 - told, and then nothing may run on
        leash.tell_failure(traceback.format_exc(limit=-3))
    os._exit(0)


def _leave_namespaces() -> None:
    user = os.getuid()
    kernel.unshare(NAMESPACES)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{user} {user} 1")
    _write("/proc/self/gid_map", f"{os.getgid()} {os.getgid()} 1")
    _forbid_namespaces()
    _write("/proc/self/oom_score_adj", "1000")  # the kernel takes this process before the zygote or the worker
    socket.sethostname("sandbox")
    kernel.bring_up("lo")


def _forbid_namespaces() -> None:
    """In this one: without a new user namespace there is none of the others. Docker lets nobody write there."""
    with suppress(OSError):
        _write("/proc/sys/user/max_user_namespaces", "0")


def _hide_files(limits: Limits) -> None:
    """The outer wall shows everything read-only; only the scratch space is writable, and it is this run's own."""
    kernel.mount("none", "/", "none", kernel.MS_REC | kernel.MS_PRIVATE)
    size = max(limits.scratch, 4096)  # to the kernel a size of 0 means no bound
    options = f"size={size},nr_inodes={limits.scratch_files},mode=700"
    kernel.mount("scratch", "/tmp", "tmpfs", SCRATCH_FLAGS, options)  # noqa: S108
    kernel.mount("/tmp", "/dev/shm", "none", kernel.MS_BIND)  # noqa: S108 - one size bounds both
    for shown in ("/proc", "/sys", "/dev/pts"):  # bubblewrap has only the first
        if os.path.isdir(shown):
            kernel.mount("none", shown, "tmpfs", SCRATCH_FLAGS | kernel.MS_RDONLY, "size=4k,mode=555")


def _give_up_privileges() -> None:
    kernel.drop_bounding_set()
    kernel.drop_capabilities()
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)  # nobody may trace it or read its memory


def _become_reaper(job: Job, leash: Leash) -> NoReturn:
    try:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # or else Python would be interrupted by whoever it reaps
        ours, theirs = socket.socketpair()
        subject = os.fork()
        if subject == 0:
            ours.close()
            _become_subject(job, leash, theirs)
        theirs.close()
        _close_all_but(leash.fileno(), ours.fileno())
        reaper = Reaper(subject, leash)
        leash.tell_ending(reaper.watch(job.limits.seconds, take_over(ours, job.calls)))
    except BaseException:  # noqa: BLE001 - told, and then nothing may run on
        leash.tell_failure(traceback.format_exc(limit=-3))
    os._exit(0)


def _become_subject(job: Job, leash: Leash, reaper: socket.socket) -> NoReturn:
    try:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.setsid()
        os.chdir("/tmp")  # noqa: S108
        os.environ.clear()
        os.environ.update(ENVIRONMENT)
        reaper = socket.socket(fileno=_out_of_the_way(reaper.detach()))
        channel = _arrange_descriptors(job, leash, reaper)
        _limit(job)
        hand_over(job.calls.install(), reaper)
    except BaseException:  # noqa: BLE001 - told, and then nothing may run on
        leash.tell_failure(traceback.format_exc(limit=-3))
        os._exit(CRASHED)
    leash.tell_ready(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    leash.close()
    os._exit(_serve(job.serve, channel))


def _arrange_descriptors(job: Job, leash: Leash, reaper: socket.socket) -> Channel:
    """0 reads nothing, 1 and 2 are the output, 3 is the socket; what is needed a moment longer stays beyond them."""
    sock, output = _out_of_the_way(job.sock.fileno()), _out_of_the_way(job.output)
    leash.move(_out_of_the_way(leash.fileno()))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(sock, SOCKET, inheritable=False)
    _close_all_but(leash.fileno(), reaper.fileno(), first=SOCKET + 1)
    sys.stdout, sys.stderr = _text_stream(1), _text_stream(2)
    return Channel(socket.socket(fileno=SOCKET))


def _text_stream(descriptor: int) -> TextIO:
    """Fresh, since the zygote's own remember what kind of file they had; prints what no encoding can say."""
    return open(descriptor, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)


def _out_of_the_way(descriptor: int) -> int:
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, SOCKET + 1)


def _limit(job: Job) -> None:
    limits = job.limits
    threading.stack_size(THREAD_STACK)
    address_space = job.mapped + limits.memory + limits.processes * THREAD_STACK
    cpu = limits.cpu_seconds
    wanted = {
        resource.RLIMIT_AS: (address_space, address_space),
        resource.RLIMIT_CPU: (cpu, cpu + 1),
        resource.RLIMIT_FSIZE: (limits.file_size, limits.file_size),
        resource.RLIMIT_NOFILE: (limits.files, limits.files),
        resource.RLIMIT_NPROC: (limits.processes + 2, limits.processes + 2),  # envelope and reaper count
        resource.RLIMIT_STACK: (MAIN_STACK, MAIN_STACK),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_MSGQUEUE: (0, 0),
        resource.RLIMIT_MEMLOCK: (0, 0),
    }
    for name, (soft, hard) in wanted.items():
        _lower(name, soft, hard)


def _lower(name: int, soft: int, hard: int) -> None:
    _, allowed = resource.getrlimit(name)
    if allowed != resource.RLIM_INFINITY:
        soft, hard = min(soft, allowed), min(hard, allowed)
    resource.setrlimit(name, (soft, hard))


def _serve(serve: Callable[[Channel], None], channel: Channel) -> int:
    try:
        serve(channel)
    except ChannelClosed:  # the judge has heard enough
        return 0
    except SystemExit as error:
        return _exit_code(error)
    except BaseException:  # noqa: BLE001 - hostile code may raise anything
        traceback.print_exc()
        return CRASHED
    finally:
        sys.stdout.flush()
    return 0


def _exit_code(error: SystemExit) -> int:
    """As the interpreter has it: no code is success, words are printed and mean failure."""
    if error.code is None or isinstance(error.code, int):
        return (error.code or 0) & 0xFF
    print(error.code, file=sys.stderr)  # noqa: T201
    return 1


def _close_all_but(*kept: int, first: int = SOCKET) -> None:
    """Leaves the standard streams alone: a later open() must not be given their numbers."""
    for descriptor in sorted(kept):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, _file_table())


def _file_table() -> int:
    return resource.getrlimit(resource.RLIMIT_NOFILE)[1]


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
