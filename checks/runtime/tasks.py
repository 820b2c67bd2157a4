"""The tasks that a view starts: where, for which request, and which it leaves behind when its answer leaves."""

import asyncio
from asyncio import Task
from collections.abc import Callable
from typing import Any

from checks.hidden import Hidden
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import places
from checks.runtime.marks import Marks
from checks.runtime.observer import REQUEST, Observer


class Tasks(Hidden):
    """The task factory of the loop."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self.factory: Callable[..., asyncio.Task[Any]] | None = None  # the student's own
        self._made: Marks[bool] = Marks()
        self._started: list[tuple[asyncio.Task[Any], places.Place, int | None]] = []

    def make(self, loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> asyncio.Task[Any]:
        if self.factory is not None:
            task: asyncio.Task[Any] = self.factory(loop, coroutine, **options)
        else:
            task = Task(coroutine, loop=loop, **options)
        where = places.here()
        if where is not None:
            self._started.append((task, where, REQUEST.get()))
            self._made[task] = True
        return task

    def use_factory(self, factory: Callable[..., asyncio.Task[Any]] | None) -> None:
        """As ``loop.set_task_factory``."""
        if factory is not None and not callable(factory):
            raise TypeError("task factory must be a callable or None")
        self.factory = factory

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


def _name(task: asyncio.Task[Any]) -> str:
    return str(getattr(task.get_coro(), "__qualname__", "task"))[:100]
