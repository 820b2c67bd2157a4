"""A real Celery worker in processes of its own, on the database and the queue of the tests."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

from grader.supervisor import worker_command

READY_WITHIN = 60.0


@pytest.fixture(scope="module")
def worker(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Takes messages as long as the module's tests run."""
    process = start(tmp_path_factory.mktemp("worker"))
    yield
    kill(process)


@pytest.fixture(autouse=True)
def _empty_queue() -> Iterator[None]:
    yield
    empty_queue()


def empty_queue() -> None:
    for message in (settings.DATA / "queue").glob("*.msg"):
        message.unlink()


def start(folder: Path) -> subprocess.Popen[bytes]:
    """A worker that takes messages. Whoever starts it kills it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notices:
        notices.bind(str(folder / "notices"))
        notices.settimeout(READY_WITHIN)
        process = subprocess.Popen(
            [sys.executable, *worker_command(1)],
            env=os.environ | environment(folder / "notices"),
            start_new_session=True,
        )
        try:
            assert notices.recv(64) == b"READY=1"
        except BaseException:
            kill(process)
            raise
    return process


def environment(notices: Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "grader.settings",
        "DATABASE_URL": f"sqlite:///{settings.DATABASES['default']['TEST']['NAME']}",
        "NOTIFY_SOCKET": str(notices),
        "LEASE_SECONDS": "2",
    }


def kill(process: subprocess.Popen[bytes]) -> None:
    """Without warning, as a machine that loses its power."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
