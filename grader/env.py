"""Settings from the environment. A value that is there and cannot be read stops the start with a sentence."""

import os
from collections.abc import Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def boolean(name: str, *, default: bool) -> bool:
    """Only ``True`` and ``False`` are understood: a setting that is silently off is worse than none."""
    value = os.environ.get(name, str(default))
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be True or False.")
    return value == "True"


def integer(name: str, *, default: int) -> int:
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number.") from None


def words(name: str, default: str = "") -> list[str]:
    """A list whose items are separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def choice(name: str, allowed: Sequence[str]) -> str:
    """One of these words, the first where it is not set."""
    value = os.environ.get(name) or allowed[0]
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of {', '.join(allowed)}.")
    return value


def path(name: str, default: Path | None = None) -> Path:
    return Path(os.environ.get(name) or default or "").resolve()


def secret(name: str) -> str:
    """The value of NAME, or what is in the file that NAME_FILE names; empty where neither is set."""
    file = os.environ.get(f"{name}_FILE")
    if file is None:
        return os.environ.get(name, "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE names {file}, which cannot be read: {error.strerror}.") from error
