"""``datetime.now()`` on the virtual clock, so that it agrees with ``time.time()``."""

import datetime
from collections.abc import Callable
from typing import Any, Self

from checks.hidden import hide_methods
from checks.runtime import bindings

RealDatetime = datetime.datetime


class _Meta(type):
    """Every datetime is one of these, and every one of these is made as a real datetime."""

    def __instancecheck__(cls, thing: object) -> bool:
        return isinstance(thing, RealDatetime)

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, RealDatetime)


def make(wall: Callable[[], float]) -> type[Any]:
    """A stand-in for the class ``datetime.datetime`` whose present moment is ``wall()``, in seconds since the epoch."""

    class VirtualDatetime(RealDatetime, metaclass=_Meta):
        def __new__(cls, *args: Any, **options: Any) -> Self:
            made = RealDatetime if cls is VirtualDatetime else cls
            return RealDatetime.__new__(made, *args, **options)  # type: ignore[return-value]

        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return RealDatetime.fromtimestamp(wall(), tz)

        @classmethod
        def today(cls) -> Any:
            return RealDatetime.fromtimestamp(wall())

        @classmethod
        def utcnow(cls) -> Any:
            return RealDatetime.fromtimestamp(wall(), datetime.UTC).replace(tzinfo=None)

    VirtualDatetime.__name__ = VirtualDatetime.__qualname__ = "datetime"
    VirtualDatetime.__module__ = "datetime"
    return hide_methods(VirtualDatetime)


def install(wall: Callable[[], float]) -> None:
    """Puts the stand-in wherever a module has the class under its own name."""
    virtual = make(wall)
    for _, namespace, name in users():
        if namespace[name] is RealDatetime:
            namespace[name] = virtual


def users() -> list[bindings.Binding]:
    """Where modules have a class under that name."""
    return bindings.find(frozenset({"datetime"}), type)
