"""Our functions behind a wrapper in C, which calls them and shows nothing of them.

A function of Python's leads by its attributes to its module, its closure and its object, and from there to all that a
run consists of. What the student's code can get hold of (``time.sleep``, a lock, the methods of the loop) is therefore
wrapped. CPython has one wrapper that forwards any call, binds like a method and has no attribute for what it wraps:
the one beneath ``functools.lru_cache``, here with room for no result.
"""

import types
from collections.abc import Callable
from functools import _lru_cache_wrapper
from typing import Any, TypeVar

NAMES = ("__module__", "__name__", "__qualname__", "__doc__")
KEPT = ("__class_getitem__", "__init_subclass__")  # they are class methods without saying so

Anything = TypeVar("Anything", bound=Callable[..., Any])
_make: Any = _lru_cache_wrapper


def hide(function: Anything, *, like: Any = None) -> Anything:
    """``function`` as a callable that leads nowhere; it is named as ``like`` is, or as itself."""
    hidden: Anything = _make(function, 0, False, None)
    for name in NAMES:
        value = getattr(like if like is not None else function, name, None)
        if isinstance(value, str):
            setattr(hidden, name, value)
    return hidden


def hide_methods(owner: type) -> None:
    """Hides what a class has in Python, so that neither it nor its instances lead any further."""
    for name, value in list(vars(owner).items()):
        hidden = _hidden(value)
        if hidden is not value and name not in KEPT:
            setattr(owner, name, hidden)


def _hidden(value: Any) -> Any:
    if isinstance(value, types.FunctionType):
        return hide(value)
    if isinstance(value, staticmethod | classmethod) and isinstance(value.__func__, types.FunctionType):
        return type(value)(hide(value.__func__))
    if isinstance(value, property):
        return property(*(part and hide(part) for part in (value.fget, value.fset, value.fdel)))  # type: ignore[arg-type]
    return value


def hide_module(module: types.ModuleType) -> None:
    """Hides the methods of every class that a module defines."""
    for value in list(vars(module).values()):
        if isinstance(value, type) and value.__module__ == module.__name__:
            hide_methods(value)
