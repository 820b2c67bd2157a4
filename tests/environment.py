"""Where the tests keep their state: a folder that ends with the run.

A plugin of its own, loaded by name in pyproject.toml, since pytest-django reads the settings before any conftest.
"""

import os
import tempfile
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="grader-tests-")
FOREIGN = (
    "DATABASE_URL",
    "REDIS_URL",
    "DEBUG",
    "HTTPS",
    "ALLOWED_HOSTS",
    "NOTIFY_SOCKET",
    "SECRET_KEY_FILE",
    "GRADER_SANDBOX",
    "GRADER_SANDBOX_SOCKETS",
)

for name in FOREIGN:
    os.environ.pop(name, None)
os.environ["GRADER_DATA"] = FOLDER.name
os.environ["SECRET_KEY"] = "for tests only, and long enough for every signature that they make"
(Path(FOLDER.name) / "queue" / "control").mkdir(parents=True)


def pytest_unconfigure() -> None:
    FOLDER.cleanup()
