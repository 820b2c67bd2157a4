"""Where state is kept: by default in files of one folder, so that nothing but Python is needed."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Writers queue for SQLite's one write lock from the start of their transaction: one that starts as a reader and
# then writes fails at once when another was faster, however long the timeout is.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
# Longer than any task takes (Celery repeats what is not acknowledged by then), on every client the same.
VISIBILITY_TIMEOUT = 600
POLLING_INTERVAL = 0.02


def kept_key(data: Path) -> str:
    """The secret key that ``grader up`` keeps in the data folder; empty where there is none."""
    file = data / "secret_key"
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""


def database(url: str, data: Path) -> dict[str, Any]:
    """The entry of DATABASES that ``url`` means."""
    if not url:
        return _sqlite(data / "grader.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path.removeprefix("/"))))  # three slashes and the path, four if absolute
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"DATABASE_URL starts with {parts.scheme}://; postgres:// and sqlite:// are understood."
        )
    if find_spec("psycopg") is None:
        raise ImproperlyConfigured(
            'DATABASE_URL asks for PostgreSQL, which needs psycopg: pip install "psycopg[binary]"'
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": SQLITE_OPTIONS,
        "TEST": {"NAME": file.with_name("test.sqlite3")},  # a file, so that threads and processes can share it
    }


def broker(url: str, data: Path) -> tuple[str, dict[str, Any]]:
    """Celery's broker address and the options of its transport."""
    if not url:
        return "mailbox://localhost", _files(data / "queue")
    if find_spec("redis") is None:
        raise ImproperlyConfigured('REDIS_URL is set, which needs redis: pip install "celery[redis]"')
    return url, {
        "visibility_timeout": VISIBILITY_TIMEOUT,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 3,
        "socket_keepalive": True,
        "health_check_interval": 10,
    }


def _files(folder: Path) -> dict[str, Any]:
    return {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
        "polling_interval": POLLING_INTERVAL,
    }
