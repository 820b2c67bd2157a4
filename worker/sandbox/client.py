"""The sandbox as its users see it: keeps a zygote behind some outer wall, and has it run one role at a time."""

import os
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self, cast

from checks.channel import Channel
from checks.sandbox import Ending, Limits, Role, SandboxError, SandboxUnavailable
from worker.sandbox import RUNS, verify
from worker.sandbox.connection import Connection, ZygoteLostError
from worker.sandbox.inside.facts import Facts
from worker.sandbox.protocol import EARLY, INSPECTION
from worker.sandbox.wall import Wall

# A checker runs while a subject does, so it has a zygote of its own, which starts when the first one is wanted.
CREWS: tuple[tuple[Role, ...], ...] = (EARLY, ("checker",))
STARTS = 3  # zygotes tried before a run is given up


class Running:
    """A confined process; see :class:`checks.sandbox.Confined`. Leaving its context finishes it."""

    def __init__(self, channel: Channel, finish: Callable[[bool], Ending]) -> None:
        self.channel = channel
        self._finish = finish
        self._asked = False
        self._ending: Ending | None = None

    def finish(self, *, now: bool = False) -> Ending:
        """May be called again, for the same answer. Raises SandboxError when the run was lost with its sandbox.

        ``now``: nobody wants to know how it would have ended.
        """
        if not self._asked:
            self._asked = True
            self.channel.close()
            self._ending = self._finish(now)
        if self._ending is None:
            raise SandboxError("how this run ended is not known: its sandbox was lost")
        return self._ending

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._asked:
            self.finish(now=True)


class ZygoteSandbox:
    """Confines behind ``wall``; see :class:`checks.sandbox.Sandbox`.

    A zygote that dies or misbehaves, or whose run made a forbidden system call, is replaced, and so is one that has
    served ``runs``: then it serves on until its successor is ready, except where each serves one. Raises
    SandboxUnavailable when the wall cannot stand here or has a gap. The thread that starts a zygote must live as long
    as it: the kernel ends what that thread started when it ends.
    """

    def __init__(self, wall: Wall, crew: Sequence[Role] = CREWS[0], runs: int = RUNS) -> None:
        self.name = wall.name
        self._wall = wall
        self._crew = crew
        self._runs = runs
        self._others: dict[Sequence[Role], ZygoteSandbox] = {}
        self._busy = threading.Lock()
        self._process = os.getpid()
        self._successor: Connection | None = None
        self._connection: Connection | None = self._verified(self._start())

    def open(self, role: str, limits: Limits) -> Running:
        """Raises RuntimeError while another run is open, SandboxError when the role cannot be had."""
        if self._process != os.getpid():
            self._forget_parent()
        other = next((crew for crew in CREWS if role in crew and crew != self._crew), None)
        if other is not None:
            return self._of(other).open(role, limits)
        if not self._busy.acquire(blocking=False):
            raise RuntimeError("this sandbox runs one process at a time: finish the open one first")
        try:
            connection, channel = self._begin(role, limits)
        except BaseException:
            self._busy.release()
            raise
        return Running(channel, lambda now: self._finish(connection, role, now))

    def close(self) -> None:
        """Ends everything that was started; the next ``open`` starts afresh."""
        connections = self._connection, self._successor
        self._connection = self._successor = None
        for connection in connections:
            if connection and self._process == os.getpid():
                connection.close()
        others, self._others = self._others, {}
        for other in others.values():
            other.close()

    def _of(self, crew: Sequence[Role]) -> "ZygoteSandbox":
        if crew not in self._others:
            self._others[crew] = ZygoteSandbox(self._wall, crew, self._runs)
        return self._others[crew]

    def _begin(self, role: str, limits: Limits) -> tuple[Connection, Channel]:
        reason: ZygoteLostError | None = None
        for _ in range(STARTS):
            try:
                connection = self._current()
                return connection, connection.begin(role, limits)
            except ZygoteLostError as error:
                reason = error
                self.close()
        raise SandboxError(f"the sandbox failed {STARTS} times in a row, last: {reason}") from reason

    def _finish(self, connection: Connection, role: str, now: bool) -> Ending:
        try:
            ending = connection.finish(now=now)
        except SandboxError:
            self.close()
            raise
        else:
            spent = bool(ending.violations) or self._runs <= 1
            self._recycle(connection, at_once=spent and role != INSPECTION)  # which tries the wall
            return ending
        finally:
            self._busy.release()

    def _recycle(self, connection: Connection, *, at_once: bool) -> None:
        """Starts a successor, which gets ready while nobody waits for it, where one will be needed."""
        if at_once:
            connection.close()
        if connection.closed or connection.runs >= self._runs:
            try:
                self._successor = self._successor or self._start(at_once=True)
            except (
                OSError,
                SandboxError,
            ):  # the next open waits for a free one, or says why there is none
                connection.close()

    def _current(self) -> Connection:
        connection, successor = self._connection, self._successor
        if connection is None or connection.closed or (successor and successor.is_ready()):
            self._successor = None
            if connection:
                connection.close()
            connection = self._connection = self._verified(successor or self._start())
        return connection

    def _forget_parent(self) -> None:
        """A fork must leave the zygote of its parent alone."""
        self._process, self._busy = os.getpid(), threading.Lock()
        self._connection = self._successor = None
        self._others = {}

    def _start(self, *, at_once: bool = False) -> Connection:
        return Connection(self._wall, self._crew, at_once=at_once)

    def _verified(self, connection: Connection) -> Connection:
        """One whose walls were seen to stand."""
        try:
            connection.greet()
            self._wall.verify(connection.facts)
            seen, heard = self._inspect(connection)
            verify.check_inner(seen, heard if connection.watched else None)
        except BaseException:
            connection.close()
            raise
        return connection

    def _inspect(self, connection: Connection) -> tuple[Facts, tuple[str, ...]]:
        """What a process confined by this zygote sees, and the forbidden calls that were heard of meanwhile."""
        try:
            channel = connection.begin(INSPECTION, Limits())
        except ZygoteLostError as error:
            sentence = self._wall.explain(str(error))
            if sentence:
                raise SandboxUnavailable(sentence) from error
            raise
        seen = channel.receive()
        channel.close()
        return cast("Facts", seen), connection.finish().violations
