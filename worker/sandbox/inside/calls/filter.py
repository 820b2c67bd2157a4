"""Puts the compiled policy on the calling process, for good, and says where its violations will be heard."""

import ctypes
import os
from typing import Self

from worker.sandbox.inside.calls.machine import Machine, machine
from worker.sandbox.inside.calls.policy import Policy, read
from worker.sandbox.inside.calls.program import NOTIFY, Program, compile_policy, packed

SECCOMP = "seccomp"
SET_FILTER = 1
GET_ACTION_AVAILABLE = 2
NEW_LISTENER = 1 << 3

_libc = ctypes.CDLL(None, use_errno=True)


class _Filter(ctypes.Structure):
    """struct sock_fprog"""

    _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_char_p)]


class Filter:
    """Made once, before the forks that it is put on."""

    def __init__(self, policy: Policy, machine: Machine, *, watched: bool) -> None:
        self.policy = policy
        self.machine = machine
        self.watched = watched
        self.program: Program = compile_policy(policy, machine, watched=watched)
        self._packed = packed(self.program)

    @classmethod
    def of_this_machine(cls) -> Self:
        """Raises UnknownMachine. An old kernel, or one that imitates Linux, forbids without telling."""
        return cls(read(), machine(), watched=_can_notify(machine()))

    def install(self) -> int | None:
        """Cannot be undone. Returns the descriptor that tells of violations, None where nothing can."""
        flags = NEW_LISTENER if self.watched else 0
        program = _Filter(len(self.program), self._packed)
        result = _seccomp(self.machine, SET_FILTER, flags, ctypes.byref(program))
        if result < 0:
            number = ctypes.get_errno()
            raise OSError(number, f"seccomp: {os.strerror(number)}")
        return result if self.watched else None


def _can_notify(machine: Machine) -> bool:
    action = ctypes.c_uint32(NOTIFY)
    return _seccomp(machine, GET_ACTION_AVAILABLE, 0, ctypes.byref(action)) == 0


def _seccomp(machine: Machine, operation: int, flags: int, arguments: object) -> int:
    number = ctypes.c_long(machine.numbers[SECCOMP])
    return int(_libc.syscall(number, ctypes.c_uint(operation), ctypes.c_uint(flags), arguments))
