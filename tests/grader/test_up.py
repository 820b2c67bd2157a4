"""``grader up`` starts everything with one command and leaves nothing."""

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.client import HTTPResponse
from pathlib import Path
from urllib.request import urlopen

import pytest

from grader.up import keep_key
from tests.grader.service import READY_WITHIN, Up
from tests.waiting import until
from worker.sandbox.leftovers import LABEL

pytestmark = pytest.mark.needs("sandbox")


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    service = Up(tmp_path / "data")
    yield service
    service.close()


def get(address: str) -> HTTPResponse:
    with urlopen(address, timeout=10) as answer:  # noqa: S310 - our own address
        assert isinstance(answer, HTTPResponse)
        return answer


def test_it_starts_answers_and_stops(up: Up) -> None:
    address = up.address()
    up.says("student / student\n  instructor: instructor / instructor")
    for path in ("", "healthz", "readyz"):
        assert get(address + path).status == 200
    assert get(f"{address}static/web/site.css").headers["Content-Type"] == "text/css"
    assert up.stop() == 0
    assert up.processes() == {}


def test_control_c_stops_it_also_before_it_is_ready(up: Up) -> None:
    until(lambda: any("grader.serve" in command for command in up.processes().values()))
    assert up.stop(signal.SIGINT) == 0
    assert up.processes() == {}


def test_nothing_outlives_it_when_it_is_killed_and_it_starts_again(up: Up, tmp_path: Path) -> None:
    up.address()
    up.stop(signal.SIGKILL)
    until(lambda: up.processes() == {})
    again = Up(tmp_path / "data")
    try:
        assert get(again.address()).status == 200
    finally:
        again.close()


def test_a_process_that_hangs_does_not_keep_it_from_stopping(up: Up) -> None:
    up.address()
    os.kill(up.pid_of("celery"), signal.SIGSTOP)
    assert up.stop() == 0
    assert up.processes() == {}


def test_processes_that_die_are_started_again(up: Up) -> None:
    address = up.address()
    for name, part in (("web", "grader.serve"), ("worker", "celery"), ("sweeper", "sweep")):
        before = up.running(part)
        os.kill(min(before), signal.SIGKILL)
        up.says(f"{name} ended with signal SIGKILL; starting it again in 1 s")
        until(partial(up.started, part, before))
    assert get(f"{address}readyz").status == 200


@pytest.mark.needs("docker")
def test_behind_docker_no_container_outlives_it(tmp_path: Path) -> None:
    service = Up(tmp_path / "data", "--sandbox", "docker")
    try:
        service.address()
        workers = service.running("celery")
        until(lambda: containers_of(workers))
        service.stop(signal.SIGKILL)
        until(lambda: not containers_of(workers))
    finally:
        service.close()


def containers_of(pids: set[int]) -> list[str]:
    """Of these processes, as the engine knows them."""
    form = f'{{{{.ID}}}} {{{{.Label "{LABEL}"}}}}'
    lines = subprocess.check_output(["docker", "ps", "--all", "--format", form], text=True).splitlines()
    return [line for line in lines if any(f" {pid} " in line for pid in pids)]


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    key = keep_key(tmp_path / "secret_key")
    assert len(key) >= 50
    assert keep_key(tmp_path / "secret_key") == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def run(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "grader", "up", *options],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=READY_WITHIN,
        check=False,
    )


def test_a_port_that_is_taken_is_a_clear_error(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        found = run("--port", str(port), "--data", str(tmp_path))
    assert found.returncode == 2
    assert found.stderr.strip() == (
        f"Error: Cannot listen on 127.0.0.1 port {port}: Address already in use. Choose another with --port."
    )


def test_an_address_that_nobody_knows_is_a_clear_error(tmp_path: Path) -> None:
    found = run("--host", "nowhere.invalid", "--port", "0", "--data", str(tmp_path))
    assert found.returncode == 2
    assert found.stderr.strip() == (
        "Error: Cannot listen on nowhere.invalid port 0: no such address. Choose another with --port."
    )


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = run("--port", "0", "--data", str(tmp_path / "file" / "data"))
    assert found.returncode == 2
    assert "Not a directory. Choose another folder with --data." in found.stderr
    assert "Traceback" not in found.stderr


def test_a_damaged_database_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "grader.sqlite3").write_text("this is no database, and never was one")
    found = run("--port", "0", "--data", str(tmp_path))
    assert found.returncode == 2
    assert f"The database {tmp_path}/grader.sqlite3 cannot be used: file is not a database." in found.stderr
    assert "Traceback" not in found.stderr


def test_without_anything_that_confines_it_does_not_start(tmp_path: Path) -> None:
    found = run("--port", "0", "--data", str(tmp_path), PATH="", DOCKER_HOST="unix:///nonexistent/docker.sock")
    assert found.returncode == 3
    assert "bubblewrap" in found.stderr
    assert "Traceback" not in found.stderr
