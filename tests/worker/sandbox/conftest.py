from collections.abc import Iterator

import pytest

from checks.sandbox import SandboxUnavailable
from tests.conftest import require
from tests.worker.sandbox.support import WALLS, make_sandbox
from worker.sandbox.bubblewrap import find
from worker.sandbox.client import ZygoteSandbox


@pytest.fixture(scope="session")
def bwrap() -> str:
    try:
        return find()
    except SandboxUnavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session", params=WALLS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each wall in turn: what holds behind one must hold behind the other."""
    if request.param == "docker":
        require("docker")
    else:
        request.getfixturevalue("bwrap")
    return str(request.param)


@pytest.fixture(scope="session")
def sandbox(kind: str) -> Iterator[ZygoteSandbox]:
    """The sandbox that tests share, since starting one takes as long as a hundred runs in it."""
    shared = make_sandbox(kind)
    yield shared
    shared.close()


@pytest.fixture
def own_sandbox(kind: str) -> Iterator[ZygoteSandbox]:
    """A sandbox that the test may break."""
    own = make_sandbox(kind)
    yield own
    own.close()
