"""Every attack runs behind each wall that this machine can have."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.attacks import ground, witnesses
from worker.sandbox import Kind, open_sandbox
from worker.sandbox.client import ZygoteSandbox

pytest.register_assert_rewrite("tests.attacks.harness")

WALLS: list[Kind] = ["bubblewrap", "docker"]
NEEDS = {"bubblewrap": "sandbox", "docker": "docker"}


@dataclass(frozen=True)
class Arena:
    """A sandbox, and how things stood before anything hostile was in it."""

    sandbox: ZygoteSandbox
    fresh: ground.Ground


@pytest.fixture(scope="session", params=[pytest.param(name, marks=pytest.mark.needs(NEEDS[name])) for name in WALLS])
def arena(request: pytest.FixtureRequest) -> Iterator[Arena]:
    sandbox = open_sandbox(request.param)
    assert isinstance(sandbox, ZygoteSandbox)
    with witnesses.listening():
        yield Arena(sandbox, ground.look(sandbox))
    sandbox.close()
