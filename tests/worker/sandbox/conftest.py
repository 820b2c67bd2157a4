from collections.abc import Iterator

import pytest

from checks.sandbox import SandboxUnavailable
from tests.worker.sandbox.support import make_sandbox
from worker.sandbox.bubblewrap import find
from worker.sandbox.client import ZygoteSandbox


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


@pytest.fixture
def own_sandbox(bwrap: str) -> Iterator[ZygoteSandbox]:
    """A sandbox that the test may break."""
    own = make_sandbox()
    yield own
    own.close()
