"""The engine is tested through a real sandbox, one for all tests."""

from collections.abc import Iterator

import pytest

from checks.sandbox import Sandbox
from tests.conftest import require
from worker.sandbox import open_sandbox


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    require("sandbox")
    opened = open_sandbox()
    yield opened
    opened.close()
