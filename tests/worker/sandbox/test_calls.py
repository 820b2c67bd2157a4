"""What a confined process may ask of the kernel, tried by real programs."""

import errno
import os
import platform
import signal
from collections.abc import Mapping
from textwrap import dedent

import pytest

from checks.sandbox import Ending
from tests.worker.sandbox.support import answer_of, end_of, start, wait_until_closed
from worker.sandbox.client import ZygoteSandbox
from worker.sandbox.inside.calls.policy import read

# By the groups of the policy: each call as it is told, and a way to make it.
FORBIDDEN = {
    "Namespaces and mounts": {
        "unshare": "libc.unshare(0x00000200)",
        "setns": "libc.setns(0, 0)",
        "clone": "libc.syscall(NUMBERS['clone'], 0x10000011, 0, 0, 0, 0)",
        "mount": "libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)",
        "chroot": "libc.chroot(b'/tmp')",
    },
    "Other processes' insides": {
        "ptrace": "libc.ptrace(0, 0, None, None)",
        "process_vm_readv": "libc.process_vm_readv(1, None, 0, None, 0, 0)",
        "kcmp": "libc.syscall(NUMBERS['kcmp'], 1, 2, 0, 0, 0)",
        "pidfd_getfd": "libc.syscall(NUMBERS['pidfd_getfd'], os.pidfd_open(1), 0, 0)",
        "prlimit64": "libc.prlimit(1, 7, (ctypes.c_ulong * 2)(0, 0), None)",
    },
    "Becoming somebody else": {
        "setuid": "libc.setuid(0)",
        "setresgid": "libc.setresgid(-1, 0, -1)",
        "personality": "libc.personality(0x0040000)",
    },
    "Sockets to elsewhere": {
        "socket(AF_VSOCK)": "libc.socket(40, 1, 0)",
        "socket(AF_ALG)": "libc.socket(38, 5, 0)",
        "socket(AF_PACKET)": "libc.socket(17, 3, 0)",
        "socket": "libc.socket(45, 2, 0)",
    },
    "Programs and traps in the kernel": {
        "bpf": "libc.syscall(NUMBERS['bpf'], 0, 0, 0)",
        "perf_event_open": "libc.syscall(NUMBERS['perf_event_open'], 0, 0, -1, -1, 0)",
        "userfaultfd": "libc.syscall(NUMBERS['userfaultfd'], 1)",
    },
    "Keys and messages that outlive a process": {
        "keyctl": "libc.syscall(NUMBERS['keyctl'], 0, -2, 1)",
        "add_key": "libc.syscall(NUMBERS['add_key'], b'user', b'a', b'b', 1, -2)",
        "shmget": "libc.shmget(0, 4096, 0o600)",
        "semget": "libc.semget(0, 1, 0o600)",
        "msgget": "libc.msgget(0, 0o600)",
        "mq_open": "libc.syscall(NUMBERS['mq_open'], b'queue', 0o102, 0o600, 0)",
    },
    "Reaching shared files round about": {
        "fcntl(F_SETLEASE)": "libc.fcntl(os.open(os.__file__, 0), 1024, 0)",
        "fcntl(F_NOTIFY)": "libc.fcntl(os.open('/usr', 0), 1026, 1)",
        "open_by_handle_at": "libc.open_by_handle_at(0, None, 0)",
        "fanotify_init": "libc.fanotify_init(0, 0)",
    },
    "Typing for a terminal": {
        "ioctl(TIOCSTI)": "libc.ioctl(0, ctypes.c_ulong(0x5412), b'x')",
        "ioctl(TIOCLINUX)": "libc.ioctl(0, ctypes.c_ulong(0x10000541C), b'x')",
    },
    "Running the machine": {
        "kexec_load": "libc.syscall(NUMBERS['kexec_load'], 0, 0, 0, 0)",
        "init_module": "libc.syscall(NUMBERS['init_module'], 0, 0, b'')",
        "reboot": "libc.reboot(0)",
        "swapon": "libc.swapon(b'/tmp/swap', 0)",
        "syslog": "libc.klogctl(3, ctypes.create_string_buffer(64), 64)",
        "clock_settime": "libc.clock_settime(0, (ctypes.c_long * 2)(0, 0))",
        "sethostname": "libc.sethostname(b'mine', 4)",
    },
}
HEAD = """
import asyncio, ctypes, errno, os, socket, subprocess, sys, threading
from worker.sandbox.inside.calls.machine import machine
libc = ctypes.CDLL(None, use_errno=True)
NUMBERS = machine().numbers
"""
REFUSED = {
    "clone3": ("libc.syscall(NUMBERS['clone3'], 0, 0)", "ENOSYS"),
    "io_uring": ("libc.syscall(NUMBERS['io_uring_setup'], 1, ctypes.create_string_buffer(120))", "ENOSYS"),
    "memfd": ("libc.memfd_create(b'a', 0)", "ENOSYS"),
    "inotify": ("libc.inotify_init1(0)", "ENOSYS"),
    "netlink": ("libc.socket(16, 3, 0)", "EAFNOSUPPORT"),
    "raw": ("libc.socket(2, 3, 1)", "EPERM"),
    "mlock": ("libc.mlock(ctypes.create_string_buffer(4096), 4096)", "EPERM"),
    "bigger pipes": ("libc.fcntl(os.pipe()[0], 1031, 1 << 20)", "EINVAL"),
    "debugging": ("libc.prctl(4, 1, 0, 0, 0)", "EINVAL"),
    "a second filter": ("libc.syscall(NUMBERS['seccomp'], 1, 0, None)", "ENOSYS"),
    "devices": ("libc.mknod(b'/tmp/kmem', 0o020600, 0x102)", "EPERM"),
    "out of band": ("libc.send(socket.socketpair()[0].detach(), b'x', 1, 1)", "EOPNOTSUPP"),
    "terminals": ("libc.ioctl(0, ctypes.c_ulong(0x540E), 0)", "ENOTTY"),
    "another's priority": ("libc.setpriority(0, 1, 19)", "EPERM"),
    "a call that no kernel has": ("libc.syscall(9999)", "ENOSYS"),
}
NEEDED = {
    "a subprocess of asyncio": """
        async def main():
            child = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(6 * 7)", stdout=-1)
            return (await child.communicate())[0].decode().strip()
        answer = asyncio.run(main()) == "42"
    """,
    "a shell": "answer = subprocess.check_output('ls / | sort | head -1 && id -u', shell=True, text=True) != ''",
    "many threads": """
        done = threading.Barrier(41)
        [threading.Thread(target=done.wait).start() for _ in range(40)]
        answer = done.wait() is not None
    """,
    "a process pool": """
        import multiprocessing
        with multiprocessing.get_context("fork").Pool(2) as pool:
            answer = pool.map(abs, [-1, -2]) == [1, 2]
    """,
    "loopback of both kinds": """
        for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            with socket.create_server((host, 0), family=family) as server:
                socket.create_connection(server.getsockname()[:2]).sendall(b"x")
                answer = server.accept()[0].recv(1) == b"x"
    """,
    "a look-up of localhost": "answer = socket.getaddrinfo('localhost', 80)[0][4][0] in ('127.0.0.1', '::1')",
    "a lock on a file": """
        import fcntl
        with open("/tmp/lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            fcntl.lockf(file, fcntl.LOCK_EX)
            answer = True
    """,
    "a stored file of Django's": """
        from django.conf import settings
        settings.configure(MEDIA_ROOT="/tmp/media")
        from django.core.files.base import ContentFile
        from django.core.files.storage import FileSystemStorage
        answer = FileSystemStorage().open(FileSystemStorage().save("a.txt", ContentFile(b"kept"))).read() == b"kept"
    """,
    "two writers of SQLite": """
        import sqlite3
        one, two = (sqlite3.connect("/tmp/base", timeout=0.01, isolation_level=None) for _ in range(2))
        one.execute("create table t (a)")
        one.execute("begin immediate")
        try: two.execute("begin immediate")
        except sqlite3.OperationalError as error: answer = "locked" in str(error)
        one.execute("rollback")
        two.execute("pragma journal_mode = wal").fetchone()
        two.execute("insert into t values (1)")
        answer = answer and one.execute("select a from t").fetchone() == (1,)
    """,
    "a signal": """
        import signal
        heard = []
        signal.signal(signal.SIGALRM, lambda *_: heard.append(1))
        signal.setitimer(signal.ITIMER_REAL, 0.001)
        signal.pause()
        answer = heard == [1]
    """,
    "lower limits": """
        import resource
        resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
        answer = resource.getrlimit(resource.RLIMIT_NOFILE) == (32, 32)
    """,
    "copies of files": """
        import shutil, tempfile
        answer = open(shutil.copy2(os.__file__, tempfile.mkdtemp())).read() == open(os.__file__).read()
    """,
    "what it is already": "answer = libc.setuid(os.getuid()) == 0 and libc.setresgid(-1, -1, -1) == 0",
    "a number for this machine": "import uuid\nanswer = uuid.uuid1() != uuid.uuid1() and uuid.getnode() > 0",
}


def ask(sandbox: ZygoteSandbox, program: str) -> tuple[object, Ending]:
    """What the program answers, and how it ends."""
    with start(sandbox, HEAD + program) as running:
        answer = running.channel.receive()["answer"]
        wait_until_closed(running)
        return answer, running.finish()


@pytest.mark.parametrize("calls", FORBIDDEN.values(), ids=FORBIDDEN)
def test_forbidden_calls_fail_and_are_named(sandbox: ZygoteSandbox, calls: Mapping[str, str]) -> None:
    asked = ", ".join(f"[{call}, errno.errorcode[ctypes.get_errno()]]" for call in calls.values())
    answer, ending = ask(sandbox, f"channel.send({{'answer': [{asked}]}})")
    assert answer == [[-1, "EPERM"]] * len(calls)
    assert ending.violations == tuple(calls)


def test_each_group_that_is_forbidden_is_tried() -> None:
    assert {group.what for group in read().groups if group.does == "forbid"} == FORBIDDEN.keys()


@pytest.mark.parametrize(("call", "error"), REFUSED.values(), ids=REFUSED)
def test_what_honest_programs_try_is_refused_and_nobody_accused(sandbox: ZygoteSandbox, call: str, error: str) -> None:
    answer, ending = ask(sandbox, f"channel.send({{'answer': [{call}, os.strerror(ctypes.get_errno())]}})")
    assert answer == [-1, os.strerror(getattr(errno, error))]
    assert ending.violations == ()


@pytest.mark.parametrize("program", NEEDED.values(), ids=NEEDED)
def test_what_a_view_may_need_works(sandbox: ZygoteSandbox, program: str) -> None:
    answer, ending = ask(sandbox, dedent(program) + "\nchannel.send({'answer': answer})")
    assert answer is True
    assert ending.violations == ()


def test_a_lock_on_a_shared_file_is_seen_by_nobody(sandbox: ZygoteSandbox, own_sandbox: ZygoteSandbox) -> None:
    """Both sandboxes show the same file of the system."""
    lock = """
        import fcntl, os
        file = open(os.__file__)
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        channel.send({"answer": "taken"})
        channel.receive()
    """
    with start(sandbox, lock) as holding:
        assert holding.channel.receive()["answer"] == "taken"
        assert answer_of(own_sandbox, lock) == "taken"


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only x86_64 has calls of another kind")
@pytest.mark.parametrize("call", [b"\xb8\x14\0\0\0\xcd\x80\xc3", b"\xb8\x27\0\0\x40\x0f\x05\xc3"], ids=["int80", "x32"])
def test_a_call_of_a_foreign_kind_ends_its_process(sandbox: ZygoteSandbox, call: bytes) -> None:
    """Machine code that asks for its own process number as 32-bit programs do."""
    ending = end_of(
        sandbox,
        f"""
        import ctypes, mmap
        code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        code.write({call!r})
        start = ctypes.addressof(ctypes.c_char.from_buffer(code))
        ctypes.CFUNCTYPE(ctypes.c_int)(start)()
        print("lived on")
        """,
    )
    assert ending.signal in (signal.SIGKILL, signal.SIGSYS)
    assert ending.output == ""
    assert ending.violations == ("a system call of a foreign kind",)


def test_a_program_that_is_started_is_bound_as_well(sandbox: ZygoteSandbox) -> None:
    program = """
        code = "import ctypes; libc = ctypes.CDLL(None); print(libc.ptrace(0, 0, 0, 0), libc.setuid(0))"
        channel.send({"answer": subprocess.check_output([sys.executable, "-S", "-c", code], text=True)})
    """
    answer, ending = ask(sandbox, dedent(program))
    assert answer == "-1 -1\n"
    assert ending.violations == ("ptrace", "setuid")


def test_each_violation_is_told_once_and_many_end_the_process(sandbox: ZygoteSandbox) -> None:
    ending = end_of(sandbox, HEAD + "while True: libc.ptrace(0, 0, 0, 0)")
    assert (ending.signal, ending.violations) == (9, ("ptrace",))


def test_the_same_program_is_told_the_same_way_every_time(sandbox: ZygoteSandbox) -> None:
    program = HEAD + "libc.reboot(0); libc.ptrace(0, 0, 0, 0); libc.socket(40, 1, 0); libc.ptrace(0, 0, 0, 0)"
    told = {end_of(sandbox, program).violations for _ in range(3)}
    assert told == {("reboot", "ptrace", "socket(AF_VSOCK)")}
