from collections.abc import Iterator

import pytest

from checks.sandbox import SandboxUnavailable
from tests.worker.sandbox.support import make_sandbox
from worker.sandbox.bubblewrap import Bubblewrap, find
from worker.sandbox.client import ZygoteSandbox
from worker.sandbox.docker import Docker


@pytest.fixture(scope="session", autouse=True)
def bwrap() -> str:
    try:
        return find()
    except SandboxUnavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def sandbox(bwrap: str) -> Iterator[ZygoteSandbox]:
    """The sandbox that tests share, since starting one takes as long as a hundred runs in it."""
    shared = make_sandbox()
    yield shared
    shared.close()


WALLS = [
    pytest.param(Bubblewrap, marks=pytest.mark.needs("sandbox"), id="bubblewrap"),
    pytest.param(Docker, marks=pytest.mark.needs("docker"), id="docker"),
]


@pytest.fixture(scope="session", params=WALLS)
def each_sandbox(request: pytest.FixtureRequest) -> Iterator[ZygoteSandbox]:
    """One behind each wall that this machine can have."""
    try:
        shared = make_sandbox(request.param)
    except SandboxUnavailable as error:
        pytest.skip(str(error))
    yield shared
    shared.close()


@pytest.fixture
def own_sandbox(bwrap: str) -> Iterator[ZygoteSandbox]:
    """A sandbox that the test may break."""
    own = make_sandbox()
    yield own
    own.close()
