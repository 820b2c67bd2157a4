"""Hears of forbidden calls, from outside the process that made them; each waits until it is answered here.

The kernel tells of a call before anything of it is done, so it is known before its process can do the next thing.
"""

import errno
import fcntl
import os
import signal
import socket
import struct
from contextlib import suppress

from worker.sandbox.inside.calls.filter import Filter
from worker.sandbox.protocol import FOREIGN

RECEIVE = 0xC0502100  # SECCOMP_IOCTL_NOTIF_RECV
SEND = 0xC0182101  # SECCOMP_IOCTL_NOTIF_SEND
CALL = struct.Struct("=QIIiIQ6Q")  # struct seccomp_notif
ANSWER = struct.Struct("=QqiI")  # struct seccomp_notif_resp

MOST_NAMES = 10
MOST_CALLS = 100  # who asks more often is not answered any more


class Guard:
    """``violations`` are the forbidden calls by name, each once, in the order in which they were first made."""

    def __init__(self, listener: int, rules: Filter) -> None:
        self.violations: list[str] = []
        self._listener = listener
        self._policy = rules.policy
        self._machine = rules.machine
        self._names = rules.machine.names
        self._calls = 0

    def fileno(self) -> int:
        return self._listener

    def attend(self) -> None:
        """Notes and answers the call that waits. What is foreign, or never stops asking, ends its process."""
        request = bytearray(CALL.size)
        try:
            fcntl.ioctl(self._listener, RECEIVE, request)
        except OSError:  # who made it is gone, or a signal came first
            return
        identity, pid, _, number, audit, _, *arguments = CALL.unpack(request)
        foreign = self._machine.is_foreign(audit, number)
        self._note(FOREIGN if foreign else self._policy.spell(self._names[number], arguments))
        if foreign or self._calls > MOST_CALLS:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            return
        with suppress(OSError):  # it was killed meanwhile
            fcntl.ioctl(self._listener, SEND, ANSWER.pack(identity, 0, -errno.EPERM, 0))

    def _note(self, name: str) -> None:
        self._calls += 1
        if name not in self.violations and len(self.violations) < MOST_NAMES:
            self.violations.append(name)


def hand_over(listener: int | None, to: socket.socket) -> None:
    """In the filtered process, which keeps nothing of it."""
    if listener is not None:
        socket.send_fds(to, [b"+"], [listener])
        os.close(listener)
    to.close()


def take_over(sock: socket.socket, rules: Filter) -> Guard | None:
    """Waits for what ``hand_over`` sends; None when nothing is watched, or the process ended before."""
    with sock:
        _, descriptors, _, _ = socket.recv_fds(sock, 1, 1)
    return Guard(descriptors[0], rules) if descriptors else None
