"""Compiles the policy into the kernel's own small language for filters.

A program is a list of instructions of classic BPF. It 1. turns away calls of a foreign convention, 2. finds the number
of the call by halving, 3. compares arguments where the policy has conditions, and 4. returns what is to be done. Every
jump goes forward and counts from where it stands, so that parts are put together without being changed.
"""

import errno
import struct
from collections.abc import Sequence
from typing import NamedTuple

from worker.sandbox.inside.calls.machine import Machine
from worker.sandbox.inside.calls.policy import Condition, Line, Policy

LOAD = 0x20  # a word of what the kernel says about the call
AND = 0x54
JUMP = 0x05
IF_EQUAL = 0x15
IF_AT_LEAST = 0x35
RETURN = 0x06

NUMBER, AUDIT, ARGUMENTS = 0, 4, 16  # where these stand in what the kernel says

KILL = 0x80000000
ERROR = 0x00050000
NOTIFY = 0x7FC00000
ALLOW = 0x7FFF0000

FARTHEST = 255
MOST_INSTRUCTIONS = 4096


class Instruction(NamedTuple):
    code: int
    if_true: int
    if_false: int
    value: int


Program = list[Instruction]


def compile_policy(policy: Policy, machine: Machine, *, watched: bool) -> Program:
    """``watched`` says that somebody hears of what is forbidden; else it fails, and foreign calls kill, unheard."""
    forbidden = NOTIFY if watched else ERROR | errno.EPERM
    decisions = {
        machine.numbers[call]: _decide(lines, forbidden)
        for call, lines in policy.calls.items()
        if call in machine.numbers
    }
    program = [*_turn_away(machine, NOTIFY if watched else KILL), *_halve(_ranges(decisions))]
    if len(program) > MOST_INSTRUCTIONS:
        raise ValueError(f"a filter of {len(program)} instructions; the kernel takes {MOST_INSTRUCTIONS}")
    return program


def packed(program: Program) -> bytes:
    """As the kernel reads it."""
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def _turn_away(machine: Machine, foreign: int) -> Program:
    program = [_load(AUDIT), Instruction(IF_EQUAL, 1, 0, machine.audit), _answer(foreign), _load(NUMBER)]
    if machine.variant is not None:
        program += [Instruction(IF_AT_LEAST, 0, 1, machine.variant), _answer(foreign)]
    return program


def _ranges(decisions: dict[int, Program]) -> list[tuple[int, Program]]:
    """The first number of each stretch that one decision holds for; what has no number is not there."""
    missing = [_answer(ERROR | errno.ENOSYS)]
    ranges: list[tuple[int, Program]] = []
    for number in range(max(decisions) + 2):
        decision = decisions.get(number, missing)
        if not ranges or ranges[-1][1] != decision:
            ranges.append((number, decision))
    return ranges


def _halve(ranges: Sequence[tuple[int, Program]]) -> Program:
    if len(ranges) == 1:
        return ranges[0][1]
    middle = len(ranges) // 2
    below, above = _halve(ranges[:middle]), _halve(ranges[middle:])
    first = ranges[middle][0]
    if len(below) <= FARTHEST:
        return [Instruction(IF_AT_LEAST, len(below), 0, first), *below, *above]
    return [Instruction(IF_AT_LEAST, 0, 1, first), Instruction(JUMP, 0, 0, len(below)), *below, *above]


def _decide(lines: Sequence[Line], forbidden: int) -> Program:
    program: Program = []
    for line in lines:
        program += _check_all(line.conditions, [_answer(_action(line, forbidden))])
    return program


def _action(line: Line, forbidden: int) -> int:
    return {"allow": ALLOW, "pretend": ERROR, "refuse": ERROR | line.group.error, "forbid": forbidden}[line.group.does]


def _check_all(conditions: Sequence[Condition], then: Program) -> Program:
    """``then`` where all conditions hold; where one does not, what stands behind."""
    for condition in reversed(conditions):
        then = [*_check(condition, len(then)), *then]
    return then


def _check(condition: Condition, rest: int) -> Program:
    """Goes on where it holds, and over the ``rest`` where it does not."""
    low = ARGUMENTS + 8 * condition.argument  # both machines have the low half first
    if condition.wide:
        return [
            _load(low),
            Instruction(IF_EQUAL, 0, rest + 2, 0),
            _load(low + 4),
            Instruction(IF_EQUAL, 0, rest, 0),
        ]
    masked = [_load(low), Instruction(AND, 0, 0, condition.mask)]
    *others, last = condition.values
    compared = [Instruction(IF_EQUAL, len(others) - number, 0, value) for number, value in enumerate(others)]
    return [*masked, *compared, Instruction(IF_EQUAL, 0, rest, last)]


def _load(offset: int) -> Instruction:
    return Instruction(LOAD, 0, 0, offset)


def _answer(action: int) -> Instruction:
    return Instruction(RETURN, 0, 0, action)
