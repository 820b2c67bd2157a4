"""Whether a dictionary changed, known without touching what it holds.

Up to 3.13 CPython numbers the states of every dictionary. To look at each value of thousands, in each fork, would give
every fork a copy of the memory that they lie in.
"""

import ctypes
import gc
from collections.abc import Callable
from typing import Any

from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there

OFFSET = 24  # of the number in a dictionary, behind its head and its size, with pointers of 8 bytes


def reader(namespace: Any) -> Callable[[], int] | None:
    """Reads the number of a dictionary, or of the one behind a class's ``__dict__``; None where there is none."""
    if not IS_NUMBERED:
        return None
    number = ctypes.c_uint64.from_address(id(_dictionary(namespace)) + OFFSET)
    return lambda: number.value


def _dictionary(namespace: Any) -> dict[Any, Any]:
    if isinstance(namespace, dict):
        return namespace
    (found,) = gc.get_referents(namespace)
    return found  # type: ignore[no-any-return]


def _is_numbered() -> bool:
    """Tried, since no interpreter says so."""
    one: dict[str, int] = {"a": 1, "b": 2}
    number = ctypes.c_uint64.from_address(id(one) + OFFSET)
    before, again = number.value, number.value
    one["a"] = 3
    return before == again != number.value


IS_NUMBERED = _is_numbered()
