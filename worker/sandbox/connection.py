"""The line to one zygote: starts it behind its wall, has it run a role, and hears how that ended."""

import select
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import cast

from checks.channel import Channel, ChannelClosed, ChannelTimeout, Frame
from checks.sandbox import Ending, Limits, SandboxError, SandboxUnavailable
from worker.sandbox.ending import lost_in_time, understand
from worker.sandbox.inside.facts import Facts
from worker.sandbox.protocol import MAX_CONTROL_FRAME, EndingFrame
from worker.sandbox.wall import Wall

# Real seconds that the zygote may take for an answer before it counts as lost.
START = 60.0
BEGIN = 15.0
FINISH = 10.0
MARGIN = 6.0  # after the zygote's own deadline for a run


class ZygoteLostError(SandboxError):
    """The zygote is gone, or does not do what it should; another one may."""


class Connection:
    """Starts a zygote, and does not wait for it: :meth:`greet` does. ``closed`` says that it is gone for good.

    ``runs`` are those that it was asked for; ``watched`` says whether it hears of forbidden system calls.
    """

    def __init__(self, wall: Wall, roles: Sequence[str], *, at_once: bool = False) -> None:
        self._wall = wall
        self._standing = wall.start(at_once=at_once)
        self._control = Channel(
            self._standing.control, max_frame=MAX_CONTROL_FRAME, max_total=MAX_CONTROL_FRAME * MAX_CONTROL_FRAME
        )
        self.closed = False
        self.runs = 0
        with suppress(ChannelClosed, ChannelTimeout):  # whoever greets it will hear why
            self._control.send({"serve": list(roles)})

    def is_ready(self) -> bool:
        """Whether :meth:`greet` need not wait."""
        poll = select.poll()
        poll.register(self._control.sock, select.POLLIN)
        return bool(poll.poll(0))

    def greet(self) -> None:
        """Waits until the zygote can serve; to be called once, before anything else is asked of it."""
        hello = self._hear_hello()
        if "refused" in hello:
            self.close()
            raise SandboxUnavailable(hello["refused"])
        self.facts = cast("Facts", hello["facts"])
        self.watched: bool = hello["watched"]
        self._served: list[str] = hello["served"]
        self._missing: dict[str, str] = hello["missing"]

    def begin(self, role: str, limits: Limits) -> Channel:
        """The socket of a confined process that serves ``role``, which has not read anything yet."""
        if role not in self._served:
            raise SandboxError(f"the role {role} cannot be served: {self._missing.get(role, 'there is no such role')}")
        self.runs += 1
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._ask({"open": role, "limits": asdict(limits)}, theirs)
        except BaseException:
            ours.close()
            raise
        self._limits, self._started = limits, time.monotonic()
        ours.settimeout(limits.seconds + MARGIN)  # who waits without a deadline does not wait for ever
        return Channel(ours)

    def finish(self, *, now: bool = False) -> Ending:
        """Ends the run that was begun, if it did not end by itself, and waits until nothing of it is left.

        ``now``: nobody wants to know how it would have ended.
        """
        try:
            self._control.send({"finish": "now" if now else "soon"})
            answer = self._control.receive(time.monotonic() + FINISH)
        except ChannelTimeout as error:
            return self._give_up(error)
        except ChannelClosed as error:
            self.close()
            raise ZygoteLostError("the sandbox died during a run") from error
        if "ending" not in answer:
            raise ZygoteLostError(f"the sandbox lost a run: {answer.get('failure')}")
        return understand(cast("EndingFrame", answer["ending"]), self._limits)

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self._standing.stop()

    def _hear_hello(self) -> Frame:
        try:
            return self._control.receive(time.monotonic() + START)
        except (ChannelClosed, ChannelTimeout) as error:
            self._standing.wait()
            complaint = self._standing.complaint()
            self.close()
            sentence = self._wall.explain(complaint)
            if sentence:
                raise SandboxUnavailable(sentence) from error
            raise ZygoteLostError(f"the sandbox did not start: {complaint.strip() or 'no answer'}") from error

    def _ask(self, request: Frame, passed: socket.socket) -> None:
        try:
            self._control.send(request)
            socket.send_fds(self._control.sock, [b"+"], [passed.fileno()])
            answer = self._control.receive(time.monotonic() + BEGIN)
        except (ChannelClosed, ChannelTimeout, OSError) as error:
            raise ZygoteLostError("the sandbox does not answer") from error
        if "started" not in answer:
            raise ZygoteLostError(f"a process could not be confined: {answer.get('failure')}")

    def _give_up(self, error: ChannelTimeout) -> Ending:
        """The second guard of the real time: a zygote that does not end a run in time goes with it."""
        self.close()
        elapsed = time.monotonic() - self._started
        if elapsed < self._limits.seconds:
            raise ZygoteLostError("the sandbox does not answer") from error
        return lost_in_time(elapsed, self._limits)
