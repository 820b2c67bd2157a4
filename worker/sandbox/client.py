"""The sandbox as its users see it: keeps a zygote behind some outer wall, and has it run one role at a time."""

import os
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self, cast

from checks.channel import Channel
from checks.sandbox import Ending, Limits, Role, SandboxError, SandboxUnavailable
from worker.sandbox import verify
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

    A zygote that dies or misbehaves is replaced by the next ``open``. Raises SandboxUnavailable when the wall
    cannot stand here or has a gap. The thread that starts a zygote must live as long as it: the kernel ends
    what that thread started when it ends.
    """

    def __init__(self, wall: Wall, crew: Sequence[Role] = CREWS[0]) -> None:
        self.name = wall.name
        self._wall = wall
        self._crew = crew
        self._others: dict[Sequence[Role], ZygoteSandbox] = {}
        self._busy = threading.Lock()
        self._process = os.getpid()
        self._connection: Connection | None = self._start()

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
        return Running(channel, lambda now: self._finish(connection, now))

    def close(self) -> None:
        """Ends everything that was started; the next ``open`` starts afresh."""
        connection, self._connection = self._connection, None
        if connection and self._process == os.getpid():
            connection.close()
        others, self._others = self._others, {}
        for other in others.values():
            other.close()

    def _of(self, crew: Sequence[Role]) -> "ZygoteSandbox":
        if crew not in self._others:
            self._others[crew] = ZygoteSandbox(self._wall, crew)
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

    def _finish(self, connection: Connection, now: bool) -> Ending:
        try:
            return connection.finish(now=now)
        except SandboxError:
            self.close()
            raise
        finally:
            self._busy.release()

    def _current(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = self._start()
        return self._connection

    def _forget_parent(self) -> None:
        """A fork must leave the zygote of its parent alone."""
        self._process, self._connection, self._busy = os.getpid(), None, threading.Lock()
        self._others = {}

    def _start(self) -> Connection:
        connection = Connection(self._wall, self._crew)
        try:
            self._wall.verify(connection.facts)
            verify.check_inner(self._inspect(connection))
        except BaseException:
            connection.close()
            raise
        return connection

    def _inspect(self, connection: Connection) -> Facts:
        """What a process confined by this zygote sees."""
        try:
            channel = connection.begin(INSPECTION, Limits())
        except ZygoteLostError as error:
            sentence = self._wall.explain(str(error))
            if sentence:
                raise SandboxUnavailable(sentence) from error
            raise
        seen = channel.receive()
        channel.close()
        connection.finish()
        return cast("Facts", seen)
