"""``grader up`` starts everything with one command and leaves nothing."""

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.grader.service import READY_WITHIN, Up
from tests.waiting import until

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


def test_it_starts_answers_and_stops(up: Up, tmp_path: Path) -> None:
    address = up.address()
    assert get(address).status == 200
    assert get(f"{address}healthz").status == get(f"{address}readyz").status == 200
    assert get(f"{address}static/web/site.css").headers["Content-Type"] == "text/css"
    assert up.stop() == 0
    assert up.processes() == {}


def test_it_says_how_to_log_in(up: Up) -> None:
    up.address()
    up.says("student / student")
    up.says("instructor / instructor")


def test_control_c_stops_it_and_leaves_nothing(up: Up) -> None:
    up.address()
    assert up.stop(signal.SIGINT) == 0
    assert up.processes() == {}


def test_it_may_be_stopped_before_it_is_ready(up: Up) -> None:
    until(lambda: any("grader.serve" in command for command in up.processes().values()))
    assert up.stop() == 0
    assert up.processes() == {}


def test_nothing_outlives_it_when_it_is_killed(up: Up) -> None:
    up.address()
    up.stop(signal.SIGKILL)
    until(lambda: up.processes() == {})


def test_a_process_that_hangs_does_not_keep_it_from_stopping(up: Up) -> None:
    up.address()
    os.kill(up.pid_of("celery"), signal.SIGSTOP)
    assert up.stop() == 0
    assert up.processes() == {}


@pytest.mark.parametrize(("name", "part"), [("web", "grader.serve"), ("worker", "celery"), ("sweeper", "sweep")])
def test_a_process_that_dies_is_started_again(up: Up, name: str, part: str) -> None:
    address = up.address()
    first = up.pid_of(part)
    os.kill(first, signal.SIGKILL)
    up.says(f"{name} ended with signal SIGKILL; starting it again in 1 s")
    until(lambda: first not in up.processes() and any(part in command for command in up.processes().values()))
    assert get(f"{address}readyz").status == 200


def test_it_keeps_its_key_to_itself_and_for_the_next_start(tmp_path: Path) -> None:
    key = tmp_path / "data" / "secret_key"
    kept = []
    for _ in range(2):
        service = Up(tmp_path / "data")
        try:
            service.address()
            assert service.stop() == 0
        finally:
            service.close()
        kept.append(key.read_text())
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700
    assert kept[0] == kept[1]


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


def test_without_anything_that_confines_it_does_not_start(tmp_path: Path) -> None:
    found = run("--port", "0", "--data", str(tmp_path), PATH="")
    assert found.returncode == 3
    assert "bubblewrap" in found.stderr
    assert "Traceback" not in found.stderr
