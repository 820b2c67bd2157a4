"""What a run is seen to do, told to the judge at once: who held the loop, where, how each request spent its time."""

import contextvars
import gc
import sys
from asyncio import Task, TimerHandle
from collections.abc import Callable, Iterator
from inspect import CORO_CREATED, getcoroutinestate
from itertools import count
from types import CoroutineType
from typing import Any

from checks.hidden import Hidden
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import places, real
from checks.runtime.clock import Clock
from checks.runtime.marks import Marks
from checks.runtime.threads import Actor, Baton

Emit = Callable[[dict[str, Any]], None]
_collect, _objects = gc.collect, gc.get_objects
REQUEST: contextvars.ContextVar[int | None] = contextvars.ContextVar("request", default=None)
MAX_ERRORS = 20
NO_MORE_PROCESSES = "no more processes"
MAX_SEGMENTS = 200
MAX_EVENTS = 5_000
MAX_SUMS = 50
ALWAYS_TOLD = ("process",)  # what waits in real time moves no clock


class Life(Hidden):
    """One request from its start to its answer, as segments of [kind, start, end, line] in nanoseconds."""

    def __init__(self, start: int) -> None:
        self.segments: list[list[Any]] = []
        self._since = start
        self._line: int | None = None
        self._start = start
        self._end: int | None = None
        self.held = 0
        self.step_cpu = 0
        self.waits: dict[int, int] = {}
        self.timed = 0

    def end(self, now: int) -> None:
        """Its answer left: what its task still does is no part of it."""
        self.run(now)
        self._end = now

    @property
    def span(self) -> tuple[int, int]:
        last = self.segments[-1][2] if self.segments else self._start
        return self._start, self._end if self._end is not None else last

    def run(self, now: int) -> None:
        """It runs at ``now``: what lies before was waiting."""
        self._add("waiting", self._since, now, self._line)
        self._since = now

    def ran(self, now: int, line: int | None) -> None:
        self._add("running", self._since, now, line)
        self._since, self._line = now, line

    def hold(self, start: int, end: int, line: int | None) -> None:
        if self._end is not None:
            return
        self.run(start)
        self._add("blocked", start, end, line)
        self._since = end
        self.held += end - start

    def _add(self, kind: str, start: int, end: int, line: int | None) -> None:
        if self._end is not None or (end <= start and kind != "running") or len(self.segments) >= MAX_SEGMENTS:
            return
        last = self.segments[-1] if self.segments else None
        if last is not None and last[0] == kind and last[2] == start and (last[3] == line or kind == "running"):
            last[2] = end
        else:
            self.segments.append([kind, start, end, line])


class Observer(Hidden):
    """Watches one run. ``emit`` sends an event to the judge before the student's code goes on."""

    def __init__(self, clock: Clock, baton: Baton, loop_actor: Actor, emit: Emit) -> None:
        self._clock = clock
        self._baton = baton
        self._loop_actor = loop_actor
        self._emit = emit
        self._left = MAX_EVENTS
        self._began = 0
        self.muted = False
        self.in_step = False
        self._parked = 0
        self._step_start = 0
        self._busy = False
        self._busy_place: places.Place | None = None
        self.real_waits = 0  # real nanoseconds in which the loop's thread waited for what is known
        self.stalled = 0  # the most real nanoseconds that a step waited for what no clock of ours knows
        self._untold: dict[tuple[int | None, str, places.Place | None], int] = {}
        self.running = False
        self._touched: set[tuple[int | None, str, places.Place | None]] = set()
        self._callback_place: places.Place | None = None
        self._callbacks: Marks[places.Place] = Marks()
        self._timers: Marks[int] = Marks()
        self.lives: dict[int, Life] = {}
        self.is_students: Callable[[Any], bool] = lambda task: False
        self._waiting_since: Marks[tuple[int, int | None]] = Marks()
        self.on_beat: Callable[[], None] = lambda: None
        clock.on_busy_wait = self._note_busy_wait

    def now(self) -> int:
        """Nanoseconds since the requests that count were sent."""
        return self._clock.now - self._began

    def begin(self) -> None:
        """What happened until now does not count: the requests that do are sent at this instant."""
        self._began, self.muted = self._clock.now, False
        self._left = MAX_EVENTS
        self._untold.clear()
        self.lives.clear()

    def emit(self, event: str, **facts: Any) -> None:
        self._left -= 0 if self.muted else 1
        if self.muted:
            return
        if self._left > 0:
            self._emit({"event": event, "at": self.now(), **facts})
        elif event == "hold":
            key = facts["request"], facts["kind"], facts["place"]
            self._untold[key] = self._untold.get(key, 0) + facts["end"] - facts["start"]

    def say_the_rest(self) -> None:
        """What held the loop after more events than are told one by one: summed up, the longest first."""
        longest = sorted(self._untold.items(), key=lambda item: -item[1])[:MAX_SUMS]
        self._left += len(longest) + 1
        for (request, kind, place), total in longest:
            self.emit("hold", request=request, kind=kind, start=max(0, self.now() - total), end=self.now(), place=place)

    # Steps of the loop

    def step(self, original: Callable[[Any], None], handle: Any) -> None:
        """Runs one callback of the loop and charges what it does to the request that it belongs to."""
        request = handle._context.get(REQUEST)  # noqa: SLF001 - a handle has no public context
        life = self.lives.get(request) if request is not None else None
        outer = (self._step_start, self._parked, self._callback_place) if self.in_step else None
        self.in_step = True
        self.on_beat()
        self._clock.begin_step()
        self._step_start, self._parked, self._busy, self._busy_place = self.now(), 0, False, None
        self._callback_place = self._callbacks.get(handle)
        if life is not None:
            self._note_running(handle, life)
            life.timed += self.now() - self._timers.pop(handle, self.now())
        cpu, began = real.thread_time_ns(), real.monotonic_ns() - self.real_waits
        try:
            original(handle)
        finally:
            self.in_step = False
            self.on_beat()
            cpu = real.thread_time_ns() - cpu
            self.stalled = max(self.stalled, real.monotonic_ns() - self.real_waits - began - cpu)
            self._end_step(handle, request, life, cpu)
            if outer is not None:  # a loop that is turned in the middle of one of its own steps
                self.in_step = True
                self._step_start, self._parked, self._callback_place = outer

    def answered(self, request: int) -> None:
        """The answer of a request leaves now, or will never come."""
        self._settle_busy_wait(request)
        self.lives[request].end(self.now())

    def _settle_busy_wait(self, request: int | None) -> None:
        """What the step moved the clock by reading it was held by whoever read it; nothing else moves it untold."""
        moved = self.now() - self._step_start - self._parked
        if moved > 0:
            place = self._busy_place or self._callback_place
            self._hold(request, "busy-wait" if self._busy else "select", self.now() - moved, place)
            self._parked += moved

    def _end_step(self, handle: Any, request: int | None, life: Life | None, cpu: int) -> None:
        self._settle_busy_wait(request)
        if life is not None:
            life.step_cpu = max(life.step_cpu, cpu)
            self._note_waiting(handle, life)

    def _note_waiting(self, handle: Any, life: Life) -> None:
        """Where the task of this step waits now; the tasks that the student's code made are not the request's own."""
        task = _task_of(handle)
        if task is None:
            return
        where = places.of_waiting(task.get_coro())
        self._waiting_since[task] = (self.now(), where[1] if where else None)
        if not self.is_students(task):
            life.ran(self.now(), where[1] if where else None)

    def _note_running(self, handle: Any, life: Life) -> None:
        task = _task_of(handle)
        if task is None:
            return
        since, line = self._waiting_since.get(task, (self.now(), None))
        if line is not None and self.now() > since:
            life.waits[line] = life.waits.get(line, 0) + self.now() - since
        if not self.is_students(task):
            life.run(self.now())

    def _note_busy_wait(self) -> None:
        self._busy, self._busy_place = True, places.here()

    # Waiting while the loop is held

    def waiting(self, kind: str) -> "HoldingWait | ThreadWait":
        """Surrounds a wait of any thread; one of the loop's own thread holds the loop, in a step or out of it."""
        if not (self.in_step or self.running) or self._baton.current() is not self._loop_actor:
            return ThreadWait(self, kind)
        return HoldingWait(self, kind)

    def held(self, kind: str, start: int, where: places.Place | None) -> None:
        """The loop's thread waited since ``start``. What this does not get done the end of the step finds."""
        if self.now() > start or kind in ALWAYS_TOLD:
            self._hold(REQUEST.get(), kind, start, where)
        self._parked += self.now() - start

    def place_now(self) -> places.Place | None:
        return places.here() or self._callback_place

    def _hold(self, request: int | None, kind: str, start: int, where: places.Place | None) -> None:
        now = self.now()
        self.emit("hold", request=request, kind=kind, start=start, end=now, place=where)
        life = self.lives.get(request) if request is not None else None
        if life is not None:
            life.hold(start, now, where[1] if where else None)

    def touched(self, kind: str) -> None:
        """Something that always waits, such as a query, happened; on the loop's own thread it is said, once a place."""
        if not self.in_step or self._baton.current() is not self._loop_actor:
            return
        now, where, request = self.now(), self.place_now(), REQUEST.get()
        if (request, kind, where) not in self._touched:
            self._touched.add((request, kind, where))
            self.emit("hold", request=request, kind=kind, start=now, end=now, place=where)

    def scheduled(self, handle: Any) -> None:
        """A callback was given to the loop: when and where, in case that it holds the loop with no line of its own."""
        if isinstance(handle, TimerHandle):
            self._timers[handle] = self.now()
        where = places.here() if _task_of(handle) is None else None
        if where is not None:
            self._callbacks[handle] = where

    # Coroutines that nobody awaited

    def never_awaited(self, coroutine: Any) -> None:
        """What Python calls for a coroutine that is thrown away unawaited."""
        where = places.of_origin(coroutine)
        if where is not None:
            self.emit("never-awaited", name=coroutine.__qualname__[:200], place=where)

    def sweep_coroutines(self) -> None:
        """Finds those that something still holds on to; must come after every task has ended."""
        _collect()
        for thing in _objects():
            if type(thing) is CoroutineType and getcoroutinestate(thing) == CORO_CREATED:
                self.never_awaited(thing)

    # Exceptions

    def raised(self, request: int | None, error: BaseException) -> None:
        self.emit("raised", request=request, error=describe(error))


class HoldingWait(Hidden):
    """A wait of the loop's own thread."""

    def __init__(self, observer: Observer, kind: str) -> None:
        self._observer = observer
        self._kind = kind

    def __enter__(self) -> None:
        self._start, self._where = self._observer.now(), self._observer.place_now()
        self._began = real.monotonic_ns()
        self._observer.on_beat()  # while it waits, others may work

    def __exit__(self, *_: object) -> None:
        self._observer.on_beat()
        self._observer.real_waits += real.monotonic_ns() - self._began
        self._observer.held(self._kind, self._start, self._where)


class ThreadWait(Hidden):
    """A wait of any other thread; where it waits for a lock, others may stand in its way."""

    def __init__(self, observer: Observer, kind: str) -> None:
        self._observer = observer
        self._kind = kind

    def __enter__(self) -> None:
        self._start, self._where = self._observer.now(), places.here() if self._kind == "lock" else None

    def __exit__(self, *_: object) -> None:
        now = self._observer.now()
        if self._where is not None and now > self._start:
            self._observer.emit("queued", request=REQUEST.get(), start=self._start, end=now, place=self._where)


def describe(error: BaseException, depth: int = 0, described: Iterator[int] | None = None) -> dict[str, Any]:
    """An exception as plain data, whatever its own methods do, with as many of those it came from as fit a frame."""
    described = described if described is not None else count()
    inner = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    parts = list(error.exceptions[:5]) if isinstance(error, BaseExceptionGroup) else []
    parts = [inner, *parts] if inner is not None else parts
    lines = [[where, function[:100]] for where, function in places.of_traceback(error.__traceback__)]
    return {
        "type": type(error).__name__[:100],
        "message": safe_text(error),
        "places": lines[:3] + lines[3:][-17:],
        "inner": [describe(part, depth + 1, described) for part in parts if depth < 4 and next(described) < MAX_ERRORS],
    }


def refusal() -> dict[str, Any]:
    """No more processes, as it is said when it happens, whatever the student's code makes of it."""
    where = places.here()
    lines = [[where, ""]] if where is not None else []
    return {"type": "BlockingIOError", "message": NO_MORE_PROCESSES, "places": lines, "inner": []}


def safe_text(thing: object) -> str:
    try:
        return str.__str__(str(thing))[:500]
    except BaseException as error:  # noqa: BLE001 - a hostile __str__ may raise anything
        return f"(its text cannot be shown: {type(error).__name__})"


def _task_of(handle: Any) -> Any:
    """The task that a callback of the loop is a step of; None for any other callback."""
    owner = getattr(handle._callback, "__self__", None)  # noqa: SLF001
    return owner if isinstance(owner, Task) else None


def track_origins(enabled: bool) -> None:
    sys.set_coroutine_origin_tracking_depth(8 if enabled else 0)
