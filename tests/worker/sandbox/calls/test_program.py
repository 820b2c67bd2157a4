"""What is compiled does what the policy says, on every kind of machine, as a small interpreter shows."""

import errno
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.sandbox.inside.calls import program
from worker.sandbox.inside.calls.machine import Machine, machine
from worker.sandbox.inside.calls.policy import Line, read
from worker.sandbox.inside.calls.program import Program, compile_policy

POLICY = read()
MACHINES = {name: machine(name) for name in ("x86_64", "aarch64")}
WATCHED = {name: compile_policy(POLICY, kind, watched=True) for name, kind in MACHINES.items()}
UNWATCHED = {name: compile_policy(POLICY, kind, watched=False) for name, kind in MACHINES.items()}
WORDS = sorted(
    {value for lines in POLICY.calls.values() for line in lines for c in line.conditions for value in c.values}
)


def run(code: Program, number: int, audit: int, arguments: list[int]) -> int:
    """What the kernel would do, with its own description of a call."""
    data = struct.pack("=IIQ6Q", number, audit, 0, *arguments)
    position = held = 0
    while True:
        instruction = code[position]
        position += 1
        if instruction.code == program.LOAD:
            (held,) = struct.unpack_from("=I", data, instruction.value)
        elif instruction.code == program.AND:
            held &= instruction.value
        elif instruction.code == program.JUMP:
            position += instruction.value
        elif instruction.code == program.IF_EQUAL:
            position += instruction.if_true if held == instruction.value else instruction.if_false
        elif instruction.code == program.IF_AT_LEAST:
            position += instruction.if_true if held >= instruction.value else instruction.if_false
        else:
            assert instruction.code == program.RETURN
            return instruction.value


def expected(line: Line, forbidden: int) -> int:
    answers = {"allow": program.ALLOW, "pretend": program.ERROR, "forbid": forbidden}
    return answers.get(line.group.does, program.ERROR | line.group.error)


arguments = st.lists(
    st.one_of(st.sampled_from(WORDS), st.integers(0, 2**64 - 1), st.sampled_from(WORDS).map(lambda word: word + 2**32)),
    min_size=6,
    max_size=6,
)


@given(st.sampled_from(sorted(MACHINES)), st.sampled_from(sorted(POLICY.calls)), arguments)
@settings(max_examples=2000, deadline=None)
def test_each_call_is_answered_as_the_policy_says(name: str, call: str, arguments: list[int]) -> None:
    kind = MACHINES[name]
    if call in kind.numbers:
        line = POLICY.line_for(call, arguments)
        number = kind.numbers[call]
        assert run(WATCHED[name], number, kind.audit, arguments) == expected(line, program.NOTIFY)
        assert run(UNWATCHED[name], number, kind.audit, arguments) == expected(line, program.ERROR | errno.EPERM)


@pytest.mark.parametrize("kind", MACHINES.values(), ids=MACHINES)
def test_every_number_that_is_not_known_is_refused_as_by_an_older_kernel(kind: Machine) -> None:
    for number in {*range(600)} - kind.names.keys():
        assert run(WATCHED[kind.name], number, kind.audit, [0] * 6) == program.ERROR | errno.ENOSYS


def test_calls_of_a_foreign_kind_are_told_or_end_their_process() -> None:
    i386 = 0x40000003
    x32 = MACHINES["x86_64"].numbers["read"] | 0x40000000
    for number, audit in ((11, i386), (x32, MACHINES["x86_64"].audit)):
        assert run(WATCHED["x86_64"], number, audit, [0] * 6) == program.NOTIFY
        assert run(UNWATCHED["x86_64"], number, audit, [0] * 6) == program.KILL


@pytest.mark.parametrize("code", [*WATCHED.values(), *UNWATCHED.values()])
def test_the_kernel_can_hold_it(code: Program) -> None:
    assert len(code) < program.MOST_INSTRUCTIONS
    assert all(0 <= jump <= program.FARTHEST for _, *jumps, _ in code for jump in jumps)
    assert len(program.packed(code)) == 8 * len(code)
