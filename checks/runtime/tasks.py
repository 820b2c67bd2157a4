"""The tasks that a view starts: where, for which request, and which it leaves behind when its answer leaves."""

import asyncio
import weakref
from typing import Any

from checks.runtime import places
from checks.runtime.observer import REQUEST, Observer


class Tasks:
    """The task factory of the loop."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._made: weakref.WeakSet[asyncio.Task[Any]] = weakref.WeakSet()
        self._started: list[tuple[asyncio.Task[Any], places.Place, int | None]] = []

    def make(self, loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.Task(coroutine, loop=loop, **options)
        where = places.here()
        if where is not None:
            self._started.append((task, where, REQUEST.get()))
            self._made.add(task)
        return task

    def is_students(self, task: Any) -> bool:
        """Whether the student's code started this task."""
        return task in self._made

    def say_left_behind(self, request: int) -> None:
        """Tells of the tasks of a request that still run while its answer leaves."""
        for task, where, owner in self._started:
            if owner == request and not task.done() and not task.cancelling():
                self._observer.emit("left-behind", request=request, place=where, name=_name(task))

    def sweep(self) -> None:
        """At the end of a run: the exceptions that nobody asked for."""
        for task, where, owner in self._started:
            if task.done() and not task.cancelled() and getattr(task, "_log_traceback", False):
                self._observer.emit("unasked", request=owner, place=where, name=_name(task))
        self._started.clear()


def _name(task: asyncio.Task[Any]) -> str:
    return str(getattr(task.get_coro(), "__qualname__", "task"))[:100]
