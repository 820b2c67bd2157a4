"""Looks at what a submission brought: its views, the values that support modules hold, and where its tasks wait."""

import asyncio
import importlib
import inspect
import json
import linecache
import os
import sys
from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.core.exceptions import SynchronousOnlyOperation
from django.db.backends import utils
from django.views import View

from checks.hidden import hide
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import places
from checks.runtime.observer import REQUEST

LARGE_FILE = 64 << 10  # bytes; reading less is over before anybody notices
HANDLERS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")


def describe(module: Any, name: str) -> dict[str, Any]:
    """What the routed name is bound to, after all decorators."""
    thing = getattr(module, name, None)
    return {"name": name, "kind": kind_of(thing), "parameters": parameters_of(thing), "place": definition_of(thing)}


def kind_of(thing: Any) -> str:
    if thing is None:
        return "missing"
    if isinstance(thing, type) and issubclass(thing, View):
        return _kind_of_class(thing)
    if inspect.isasyncgenfunction(thing):
        return "async generator"
    if iscoroutinefunction(thing):
        return "async function"
    return "function" if callable(thing) else "other"


def _kind_of_class(view: type[View]) -> str:
    handlers = [getattr(view, name) for name in HANDLERS if hasattr(view, name) and name != "options"]
    asynchronous = {iscoroutinefunction(handler) for handler in handlers}
    if asynchronous == {True}:
        return "async class"
    return "mixed class" if len(asynchronous) == 2 else "class"


def parameters_of(thing: Any) -> list[str] | None:
    try:
        return [str(parameter)[:60] for parameter in inspect.signature(thing).parameters.values()][:20]
    except (TypeError, ValueError):
        return None


def definition_of(thing: Any) -> places.Place | None:
    """The ``def`` line, beneath all decorators that kept track of it."""
    while hasattr(thing, "__wrapped__"):
        thing = thing.__wrapped__
    code = getattr(thing, "__code__", None)
    if code is None or not places.is_students(code):
        return None
    return code.co_filename.removeprefix(places.SITE), code.co_firstlineno, None, None, None


def value_of(name: str, most: int) -> tuple[Any, int]:
    """The value of ``module.NAME`` as JSON would carry it, and the size of that; null where it is not there, cannot be
    carried, or has more than ``most`` bytes."""
    module, _, attribute = name.rpartition(".")
    try:
        text = json.dumps(getattr(importlib.import_module(module), attribute))
        return (json.loads(text), len(text)) if len(text) <= most else (None, 0)
    except (ImportError, AttributeError, TypeError, ValueError):
        return None, 0


def watch_database(touched: Callable[[str], None]) -> None:
    """Tells of every query; on the loop's own thread there must be none."""
    for name in ("execute", "executemany", "callproc"):
        setattr(utils.CursorWrapper, name, hide(_telling(getattr(utils.CursorWrapper, name), touched)))


def watch_refusals(touched: Callable[[str], None]) -> None:
    """Tells of every query that Django refuses on the loop, also where the student's code swallows the exception."""
    original = SynchronousOnlyOperation.__init__

    def init(self: SynchronousOnlyOperation, *args: Any) -> None:
        touched("database")
        original(self, *args)

    SynchronousOnlyOperation.__init__ = hide(init)  # type: ignore[method-assign,assignment]


SOURCE_LINES = linecache.updatecache.__code__


def watch_files(touched: Callable[[str], None]) -> None:
    """Tells of every large file that the student's code opens for reading."""

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open" and _is_large(args[0]) and _is_opened_by_student():
            touched("file")

    sys.addaudithook(hook)


def _is_large(path: object) -> bool:
    try:
        return isinstance(path, str | bytes | os.PathLike) and os.stat(path).st_size > LARGE_FILE
    except (OSError, ValueError):
        return False


def _is_opened_by_student() -> bool:
    """Not where a module is imported for the first time, or the lines of a traceback are looked up."""
    frame = sys._getframe(2)  # noqa: SLF001
    while frame is not None and not places.is_students(frame.f_code):
        if frame.f_code.co_filename.startswith("<frozen importlib") or frame.f_code is SOURCE_LINES:
            return False
        frame = frame.f_back  # type: ignore[assignment]
    return frame is not None


def _telling(original: Any, touched: Callable[[str], None]) -> Any:
    def method(self: Any, *args: Any, **options: Any) -> Any:
        touched("database")
        return original(self, *args, **options)

    return method


def waiting_places(loop: asyncio.AbstractEventLoop, main_ident: int) -> list[list[Any]]:
    """Where every unfinished request waits, as [request, place]; the loop's own thread first."""
    found: list[list[Any]] = []
    own = places.of_thread(main_ident)
    if own is not None:
        found.append([REQUEST.get(), own])
    for task in asyncio.all_tasks(loop):
        where = places.of_waiting(task.get_coro())
        if where is not None:
            found.append([task.get_context().get(REQUEST) if hasattr(task, "get_context") else None, where])
    return sorted(found, key=repr)[:50]
