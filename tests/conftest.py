"""What all tests share: what a test needs of the machine it names."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from worker.sandbox import Kind


@dataclass(frozen=True)
class Need:
    """Something that not every machine has."""

    there: Callable[[], object]
    install: str


def program(*names: str) -> Callable[[], object]:
    return lambda: any(shutil.which(name) for name in names)


def can_confine(kind: Kind = "auto") -> bool:
    from checks.sandbox import SandboxUnavailable
    from worker.sandbox import open_sandbox

    try:
        open_sandbox(kind).close()
    except SandboxUnavailable:
        return False
    return True


NEEDS = {
    "chromium": Need(program("chromium", "chromium-browser"), "chromium"),
    "sandbox": Need(can_confine, "bubblewrap"),
    "docker": Need(lambda: can_confine("docker"), "docker.io, `make sandbox-image` the image"),
    "compose": Need(program("docker-compose"), "docker-compose"),
    "redis": Need(program("redis-server"), "redis-server"),
    "postgresql": Need(lambda: sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres")), "postgresql"),
}


def pytest_configure(config: pytest.Config) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the others are slow on purpose
    config.addinivalue_line("markers", "needs(*names): what the machine must have; one of " + ", ".join(NEEDS))


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        for name in marker.args:
            require(name)


_found: dict[str, bool] = {}


def require(name: str) -> None:
    """Skips where the machine lacks it; with REQUIRE=all that is a failure, so that no test is forgotten."""
    need = NEEDS[name]
    if name not in _found:
        _found[name] = bool(need.there())
    if _found[name]:
        return
    reason = f"this machine has no {name}; `make system-deps` installs {need.install}"
    if os.environ.get("REQUIRE") == "all":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
