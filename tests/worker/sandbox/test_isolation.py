"""What a confined process cannot see, reach or keep."""

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from checks.sandbox import Limits
from tests.worker.sandbox.support import answer_of, start
from worker.sandbox.client import ZygoteSandbox


def test_there_is_no_network_but_its_own_loopback(sandbox: ZygoteSandbox) -> None:
    program = """
        import errno, socket
        said = []
        for host in ("1.1.1.1", "169.254.169.254", "10.0.0.1"):
            with socket.socket() as sock:
                sock.settimeout(1)
                said.append(errno.errorcode[sock.connect_ex((host, 80))])
        def name(number):
            try: return [socket.if_indextoname(number)]
            except OSError: return []
        channel.send({"answer": [said, sum(map(name, range(1, 64)), [])]})
    """
    assert answer_of(sandbox, program) == [["ENETUNREACH"] * 3, ["lo"]]


def test_it_can_serve_itself_on_localhost(sandbox: ZygoteSandbox) -> None:
    program = """
        import socket
        with socket.create_server(("127.0.0.1", 8000)):
            socket.create_connection(("localhost", 8000)).close()
        channel.send({"answer": "connected"})
    """
    assert answer_of(sandbox, program) == "connected"


def test_names_outside_are_not_resolved(sandbox: ZygoteSandbox) -> None:
    program = """
        import socket
        try: socket.getaddrinfo("example.org", 80)
        except socket.gaierror: channel.send({"answer": "unknown"})
    """
    assert answer_of(sandbox, program) == "unknown"


def test_an_abstract_socket_of_the_machine_is_out_of_reach(sandbox: ZygoteSandbox) -> None:
    program = """
        import errno, socket
        with socket.socket(socket.AF_UNIX) as sock:
            channel.send({"answer": errno.errorcode[sock.connect_ex("\\0async-view-grader-test")]})
    """
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("\0async-view-grader-test")
        listener.listen()
        assert answer_of(sandbox, program) == "ECONNREFUSED"


def test_proc_is_empty_and_stays_so(sandbox: ZygoteSandbox) -> None:
    program = """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        unmounted = libc.umount2(b"/proc", 2)
        channel.send({"answer": [os.listdir("/proc"), unmounted]})
    """
    assert answer_of(sandbox, program) == [[], -1]


def test_nothing_of_the_environment_is_inherited(sandbox: ZygoteSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    program = """
        import os, subprocess
        channel.send({"answer": [dict(os.environ), subprocess.check_output(["env"], text=True)]})
    """
    environment, as_a_child_sees_it = answer_of(sandbox, program)
    assert sorted(environment) == ["HOME", "LANG", "PATH", "PYTHONDONTWRITEBYTECODE", "TMPDIR"]
    assert "SECRET" not in as_a_child_sees_it


def test_it_holds_four_descriptors(sandbox: ZygoteSandbox) -> None:
    program = """
        import os
        def is_open(number):
            try: os.fstat(number)
            except OSError: return False
            return True
        channel.send({"answer": [[n for n in range(10_000) if is_open(n)], os.read(0, 10).decode()]})
    """
    with open(os.devnull) as inherited:
        os.set_inheritable(inherited.fileno(), True)
        assert answer_of(sandbox, program) == [[0, 1, 2, 3], ""]


def test_it_is_nobody_without_any_capability(sandbox: ZygoteSandbox) -> None:
    facts = seen_by_a_run(sandbox)
    assert set(facts["users"] + facts["groups"]) == {65534}
    assert (facts["capabilities"], facts["no_new_privileges"], facts["new_namespaces"]) == (0, True, False)


def test_only_the_scratch_space_is_writable(sandbox: ZygoteSandbox) -> None:
    program = """
        import errno, os, sys
        said = {}
        for place in ["/", "/dev", "/etc", "/grader", "/grader/checks", "/proc", "/usr", "/usr/bin", *sys.path]:
            try: open(os.path.join(place, "mine"), "w")
            except OSError as error: said[place] = errno.errorcode[error.errno]
            else: said[place] = "written"
        channel.send({"answer": sorted(set(said.values()) - {"ENOENT"})})
    """
    assert set(answer_of(sandbox, program)) <= {"EROFS", "EACCES", "ENOTDIR"}
    assert seen_by_a_run(sandbox)["writable"] == ["/dev/shm", "/tmp"]


def test_homes_and_the_project_around_the_engine_are_not_there(sandbox: ZygoteSandbox) -> None:
    program = """
        import os
        channel.send({"answer": [sorted(os.listdir("/grader")), sorted(os.listdir("/grader/worker")),
                                 os.path.exists("PROJECT"), sorted(os.listdir("/etc"))]})
    """
    program = program.replace("PROJECT", str(Path(__file__).parents[3] / "submissions"))
    packages, worker, project, etc = answer_of(sandbox, program)
    assert packages == ["checks", "roles", "site", "worker"]
    assert set(worker) - {"__pycache__"} == {"__init__.py", "sandbox"}
    assert project is False
    if sandbox.name == "bubblewrap":  # the image has all that Debian has there
        assert set(etc) <= {"group", "hosts", "ld.so.cache", "localtime", "nsswitch.conf", "passwd"}


def test_nothing_of_an_earlier_run_is_left(sandbox: ZygoteSandbox) -> None:
    write = """
        import os, sys
        for path in ("/tmp/left", "/dev/shm/left"): open(path, "w").close()
        sys.modules["json"].left = True
        os.umask(0)
        channel.send({"answer": os.listdir("/tmp")})
    """
    read = """
        import json, os
        channel.send({"answer": [os.listdir("/tmp"), os.listdir("/dev/shm"), hasattr(json, "left"), os.umask(0) == 0]})
    """
    assert answer_of(sandbox, write) == ["left"]
    assert answer_of(sandbox, read) == [[], [], False, False]


def test_it_sees_and_signals_only_its_own_processes(sandbox: ZygoteSandbox) -> None:
    program = """
        import errno, os, signal
        def kill(pid, number):
            try: os.kill(pid, number)
            except OSError as error: return errno.errorcode[error.errno]
            return "sent"
        answers = [os.getpid(), os.getppid(), kill(-1, signal.SIGKILL), kill(4, signal.SIGKILL)]
        for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGCHLD): kill(1, number)
        channel.send({"answer": answers})
    """
    running = start(sandbox, program)
    with running:
        assert running.channel.receive()["answer"] == [2, 1, "ESRCH", "ESRCH"]
        assert running.finish().exit_code == 0


def test_its_reaper_cannot_be_traced(sandbox: ZygoteSandbox) -> None:
    program = """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        channel.send({"answer": [libc.ptrace(request, 1, None, None) for request in (16, 0x4206)]})
    """
    assert answer_of(sandbox, program) == [-1, -1]


def test_the_host_has_another_name_and_it_cannot_be_changed(sandbox: ZygoteSandbox) -> None:
    program = """
        import socket
        try: socket.sethostname("mine")
        except PermissionError: channel.send({"answer": socket.gethostname()})
    """
    assert answer_of(sandbox, program) == "sandbox"


def test_hash_order_is_the_same_in_every_sandbox(sandbox: ZygoteSandbox, own_sandbox: ZygoteSandbox) -> None:
    program = "channel.send({'answer': list({'a', 'b', 'c', 'd', 'e', 'f'})})"
    assert answer_of(sandbox, program) == answer_of(own_sandbox, program)


def seen_by_a_run(sandbox: ZygoteSandbox) -> dict[str, Any]:
    with sandbox.open("inspection", Limits()) as running:
        return running.channel.receive()
