"""Waiting for what other processes do: until it is there, or with an error that says what was waited for."""

import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar

T = TypeVar("T")

STEP = 0.02


def until(found: Callable[[], T | None], within: float = 30.0) -> T:
    """The first true thing that ``found`` returns. ``within`` is in real seconds."""
    deadline = time.monotonic() + within
    while not (value := found()):
        assert time.monotonic() < deadline, f"not within {within:g} s: {found}"
        Event().wait(STEP)
    return value
