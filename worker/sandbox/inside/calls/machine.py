"""The kinds of machine that the filter knows, and the numbers that their kernels give to system calls."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NUMBERS = Path(__file__).with_name("numbers.txt")
X32 = 0x40000000  # the bit that marks calls of the 32-bit variant of x86_64


class UnknownMachine(Exception):
    """The filter cannot be made for this kind of machine; the message is for whoever runs it."""


@dataclass(frozen=True)
class Machine:
    """``audit`` is the kernel's name for it, an AUDIT_ARCH_…; numbers from ``variant`` on mark foreign calls."""

    name: str
    audit: int
    numbers: Mapping[str, int]
    variant: int | None = None

    @property
    def names(self) -> dict[int, str]:
        return {number: name for name, number in self.numbers.items()}

    def is_foreign(self, audit: int, number: int) -> bool:
        """Whether a call comes in another convention than that of this machine's own programs."""
        return audit != self.audit or (self.variant is not None and number >= self.variant)


@cache
def machine(name: str = "") -> Machine:
    """That of this computer unless named otherwise. Raises UnknownMachine."""
    name = {"arm64": "aarch64", "amd64": "x86_64"}.get(name or platform.machine(), name or platform.machine())
    if name == "x86_64":
        return Machine(name, 0xC000003E, _numbers(1), X32)
    if name == "aarch64":
        return Machine(name, 0xC00000B7, _numbers(2))
    raise UnknownMachine(
        f"Submissions need a sandbox, and its filter for system calls is made for x86_64 and aarch64, not for {name}. "
        "Run the worker on a machine of one of these kinds."
    )


def known_calls() -> frozenset[str]:
    """The names of all calls that any of the machines has."""
    return frozenset(row[0] for row in _rows())


def _numbers(column: int) -> dict[str, int]:
    return {row[0]: int(row[column]) for row in _rows() if row[column] != "-"}


def _rows() -> list[list[str]]:
    lines = NUMBERS.read_text(encoding="ascii").splitlines()
    return [line.split() for line in lines if not line.startswith("#")]
