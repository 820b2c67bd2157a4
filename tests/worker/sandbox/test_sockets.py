"""Containers that run already serve whoever calls, one caller each, and are fresh for the next."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from checks.sandbox import Limits, SandboxError, SandboxUnavailable
from tests.waiting import until
from worker.sandbox import hardening, image, open_sandbox, sockets
from worker.sandbox.client import ZygoteSandbox
from worker.sandbox.sockets import Sockets

ROOT = Path(__file__).parents[3]
PROJECT = f"grader-test-{os.getpid()}"
OPTIONS = {
    "network": ["--network", "none"],
    "ipc": ["--ipc", "none", "--tmpfs", "/dev/shm:ro,size=4k,mode=0555", "--tmpfs", "/dev/mqueue:ro,size=4k"],
    "root": ["--read-only"],
    "capabilities": ["--cap-drop", "ALL"],
    "privileges": ["--security-opt", "no-new-privileges"],
    "filter": ["--security-opt", f"seccomp={hardening.SECCOMP}"],
    "memory": ["--memory", "512m"],
    "processes": ["--pids-limit", "256"],
}


def compose(*words: str) -> None:
    command = ["docker-compose", "--project-name", PROJECT, *words]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"GRADER_SANDBOX_IMAGE": image.name()}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def service() -> Iterator[Path]:
    """Two containers of the service `sandbox`, and the folder of their sockets."""
    compose("up", "--detach", "--no-build", "--scale", "sandbox=2", "sandbox")
    try:
        form = ["docker", "volume", "inspect", "--format", "{{.Mountpoint}}", f"{PROJECT}_sandboxes"]
        folder = Path(subprocess.check_output(form, text=True).strip())
        until(lambda: len(free(folder)) == 2)
        yield folder
    finally:
        compose("down", "--volumes")


def free(folder: Path) -> list[Path]:
    return list(folder.glob("*.sock"))


def pid_seen_by_a_run(sandbox: ZygoteSandbox) -> list[int]:
    with sandbox.open("inspection", Limits()) as running:
        facts = running.channel.receive()
    return [facts["pid"], facts["parent"]]


@pytest.mark.needs("docker", "compose")
def test_two_callers_have_a_container_each(service: Path) -> None:
    with closing(ZygoteSandbox(Sockets(service))) as one, closing(ZygoteSandbox(Sockets(service))) as two:
        assert free(service) == []
        assert pid_seen_by_a_run(one) == pid_seen_by_a_run(two) == [2, 1]
    until(lambda: len(free(service)) == 2)


@pytest.mark.needs("docker", "compose")
def test_a_third_caller_waits_until_one_is_free(service: Path) -> None:
    with closing(ZygoteSandbox(Sockets(service))), closing(ZygoteSandbox(Sockets(service))) as leaving:
        third: list[ZygoteSandbox] = []
        waiting = threading.Thread(target=lambda: third.append(ZygoteSandbox(Sockets(service))))
        waiting.start()
        leaving.close()
        waiting.join()
        with closing(third[0]):
            assert pid_seen_by_a_run(third[0]) == [2, 1]
    until(lambda: len(free(service)) == 2)


@pytest.mark.needs("docker", "compose")
def test_a_zygote_that_served_long_enough_makes_room_where_no_other_is_free(service: Path) -> None:
    """The look at the walls is one of its two runs."""
    with closing(ZygoteSandbox(Sockets(service), runs=2)) as sandbox, closing(ZygoteSandbox(Sockets(service))):
        assert free(service) == []
        for _ in range(3):
            assert pid_seen_by_a_run(sandbox) == [2, 1]
    until(lambda: len(free(service)) == 2)


@pytest.mark.needs("docker", "compose")
def test_a_container_that_is_killed_is_replaced(service: Path) -> None:
    with closing(ZygoteSandbox(Sockets(service))) as sandbox:
        names = subprocess.check_output(["docker", "ps", "--quiet", "--filter", f"name={PROJECT}"], text=True).split()
        for pid in subprocess.check_output(["docker", "inspect", "--format", "{{.State.Pid}}", *names]).split():
            os.kill(int(pid), signal.SIGKILL)
        assert pid_seen_by_a_run(sandbox) == [2, 1]
    until(lambda: len(free(service)) == 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path.chmod(0o777)
    return tmp_path


@pytest.mark.needs("docker")
@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("network", "network interfaces"),
        ("ipc", "writable"),
        ("root", "a root that is not read-only"),
        ("memory", "memory bounded by"),
        ("processes", "processes bounded by"),
    ],
)
def test_a_container_that_was_started_without_an_option_is_refused(folder: Path, missing: str, named: str) -> None:
    options = [word for name, words in OPTIONS.items() if name != missing for word in words]
    with closing(Started(options, folder)), pytest.raises(SandboxUnavailable, match=f"outer wall has a gap.*{named}"):
        open_sandbox("docker", folder)


@pytest.mark.needs("docker")
@pytest.mark.parametrize(
    ("missing", "named"),
    [({"privileges", "filter"}, "new privileges possible"), ({"filter"}, "no filter for system calls")],
)
def test_a_container_without_a_filter_is_refused(folder: Path, missing: set[str], named: str) -> None:
    options = [word for name, words in OPTIONS.items() if name not in missing for word in words]
    with (
        closing(Started([*options, "--security-opt", "seccomp=unconfined"], folder)),
        pytest.raises(SandboxUnavailable, match=f"outer wall has a gap.*{named}"),
    ):
        open_sandbox("docker", folder)


class Started:
    """A container that listens in the folder."""

    def __init__(self, options: list[str], folder: Path) -> None:
        mount = ["--mount", f"type=bind,src={folder},dst=/tmp"]
        command = ["docker", "run", "--rm", "--detach", *options, *mount, image.name()]
        self.id = subprocess.check_output(command, text=True).strip()

    def close(self) -> None:
        subprocess.run(["docker", "rm", "--force", self.id], check=False, capture_output=True)


def test_a_folder_that_is_not_there_is_said_with_what_to_mount(tmp_path: Path) -> None:
    with pytest.raises(SandboxUnavailable, match=r"no such folder.*docker-compose.yml"):
        open_sandbox("auto", tmp_path / "nowhere")


def test_where_no_container_listens_it_says_what_to_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "FREE_WITHIN", 0.2)
    with pytest.raises(SandboxError, match=r"no sandbox became free.*--scale"):
        open_sandbox("docker", tmp_path)
