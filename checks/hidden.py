"""Our functions and classes where the student's code can come near them, so that they lead no further.

A function of Python's leads by its attributes to its module, its closure and its object, and from there to all that a
run consists of. What the student's code can get hold of (``time.sleep``, a lock, the methods of the loop) is therefore
wrapped. CPython has one wrapper that forwards any call, binds like a method and has no attribute for what it wraps:
the one beneath ``functools.lru_cache``, here with room for no result.

A class is found through ``object.__subclasses__()``, and whoever puts a method into it is given its objects. Those of a
run derive from :class:`Hidden`, which is made to forget them.
"""

import ctypes
import sys
import types
from collections.abc import Callable, Iterable
from functools import _lru_cache_wrapper
from typing import Any, TypeVar

NAMES = ("__module__", "__name__", "__qualname__", "__doc__")
KEPT = ("__class_getitem__", "__init_subclass__")  # they are class methods without saying so
SUBCLASSES = 360  # where a type of CPython 3.11 to 3.14 keeps its subclasses, in bytes, with pointers of 8

Anything = TypeVar("Anything", bound=Callable[..., Any])
_make: Any = _lru_cache_wrapper


class Hidden:
    """The base of the classes that must not be found."""


def hide(function: Anything, *, like: Any = None) -> Anything:
    """``function`` as a callable that leads nowhere; it is named as ``like`` is, or as itself."""
    hidden: Anything = _make(function, 0, False, None)
    for name in NAMES:
        value = getattr(like if like is not None else function, name, None)
        if isinstance(value, str):
            setattr(hidden, name, value)
    return hidden


def hide_methods(owner: type) -> type:
    """Hides what a class has in Python, so that neither it nor its instances lead any further."""
    for name, value in list(vars(owner).items()):
        hidden = _hidden(value)
        if hidden is not value and name not in KEPT:
            setattr(owner, name, hidden)
    return owner


def _hidden(value: Any) -> Any:
    if isinstance(value, types.FunctionType):
        return hide(value)
    if isinstance(value, staticmethod | classmethod) and isinstance(value.__func__, types.FunctionType):
        return type(value)(hide(value.__func__))
    if isinstance(value, property):
        return property(*(part and hide(part) for part in (value.fget, value.fset, value.fdel)))  # type: ignore[arg-type]
    return value


def hide_modules(names: Iterable[str]) -> None:
    """Hides the methods of every class that these modules define."""
    for name in names:
        for value in list(vars(sys.modules[name]).values()):
            if issubclass(type(value), type) and value.__module__ == name:
                hide_methods(value)


def forget_subclasses() -> None:
    """Nobody finds a class through :class:`Hidden` any more."""
    if sys.implementation.name != "cpython" or not (3, 11) <= sys.version_info[:2] <= (3, 14) or sys.maxsize < 1 << 32:
        return
    known = Hidden.__subclasses__()
    if known:
        subclasses: Any = ctypes.py_object.from_address(id(Hidden) + SUBCLASSES).value
        subclasses.clear()
