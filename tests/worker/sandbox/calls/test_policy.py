"""The policy is an allowlist that decides about every system call, with a reason; what it does not say is refused."""

import errno
import fcntl
import socket
import termios
import tomllib

import pytest

from worker.sandbox.inside.calls import policy
from worker.sandbox.inside.calls.machine import UnknownMachine, known_calls, machine
from worker.sandbox.inside.calls.policy import PolicyError, read

GROUP = '[[group]]\ndoes = "allow"\nwhat = "Everything"\nwhy = "A test."\n'


def policy_with(*lines: str, head: str = GROUP) -> str:
    """A policy that allows all calls but those that the lines speak of, and says these."""
    spoken_of = {line.split("(")[0] for line in lines}
    rest = " ".join(sorted(known_calls() - spoken_of))
    calls = ", ".join(f'"{line}"' for line in (rest, *lines))
    return f"{head}calls = [{calls}]\n[words]\nONE = 1\nTWO = 2\nBIG = 0x100000000\n"


def test_every_group_of_the_policy_has_a_reason() -> None:
    assert [group.what for group in read().groups if len(group.why) < 40 or not group.why.endswith(".")] == []


def test_every_known_call_is_decided() -> None:
    assert read().calls.keys() == known_calls()


def test_what_stops_a_process_from_looking_out_is_forbidden() -> None:
    deeds = {call: lines[-1].group.does for call, lines in read().calls.items()}
    assert {deeds[call] for call in ("ptrace", "bpf", "keyctl", "mount", "setns", "shmget", "kexec_load")} == {"forbid"}


def test_words_mean_what_they_mean_to_python() -> None:
    """Where Python knows a word of the policy, both have the same number for it."""
    known = {**vars(socket), **vars(fcntl), **vars(termios)}
    words = tomllib.loads(policy.POLICY.read_text())["words"]
    shared = words.keys() & known.keys()
    assert len(shared) > 30
    assert {word: words[word] for word in shared} == {word: int(known[word]) for word in shared}


@pytest.mark.parametrize(
    ("line", "arguments", "holds"),
    [
        ("close(ONE|TWO)", [1], True),
        ("close(ONE|TWO)", [3], False),
        ("close(ONE)", [0x5_0000_0001], True),  # the kernel reads an int from the lower half alone
        ("close(*, ONE)", [9, 1], True),
        ("close(ONE, TWO)", [1, 1], False),
        ("close(!ONE|TWO)", [4], True),
        ("close(!ONE|TWO)", [6], False),
        ("close(ONE within 3)", [5], True),
        ("close(ONE within 3)", [6], False),
        ("close(null)", [0], True),
        ("close(null)", [0x1_0000_0000], False),  # a pointer has all of its bits
    ],
)
def test_a_condition_holds_for_these_arguments(line: str, arguments: list[int], holds: bool) -> None:
    text = policy_with(line, "close")
    assert read(text).line_for("close", [*arguments, 0, 0, 0, 0]).conditions == () or holds
    assert bool(read(text).line_for("close", [*arguments, 0, 0, 0, 0]).conditions) is holds


def test_a_call_is_spelled_in_the_words_of_the_policy() -> None:
    assert read().spell("socket", [40, 1, 0, 0, 0, 0]) == "socket(AF_VSOCK)"
    assert read().spell("ptrace", [0] * 6) == "ptrace"
    assert read().spell("ioctl", [0, 0x1_0000_5412, 0, 0, 0, 0]) == "ioctl(TIOCSTI)"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[group]", "not TOML"),
        ('[[group]]\ndoes = "allow"\nwhat = "Files"\ncalls = ["read"]', r"group 1 \(Files\) lacks `why`"),
        (policy_with("close", head=GROUP + 'reason = "x"\n'), "has `reason`, which means nothing"),
        (policy_with("close", head=GROUP.replace("allow", "permit")), "does `permit`; it can do allow, pretend"),
        (policy_with("close", head=GROUP + 'error = "EPERM"\n'), "`error` is what a group that refuses"),
        (policy_with("close", head=GROUP.replace("allow", "refuse")), "`error` is what a group that refuses"),
        (policy_with("close", head=GROUP.replace("allow", "refuse") + 'error = "EODD"\n'), "there is no error EODD"),
        (policy_with("close", "opne"), "there is no call opne"),
        (policy_with("close(THREE)", "close"), "nothing under .words. says what `THREE` is"),
        (policy_with("close(BIG)", "close"), "`BIG` is no number of 32 bits"),
        (policy_with("close(*, *, *, *, *, *, ONE)", "close"), "at most 6 arguments"),
        (policy_with("close(ONE)"), "close: nothing decides the rest of it"),
        (policy_with("close", "close"), "close: decided twice, under Everything and Everything"),
        (f'{GROUP}calls = ["read"]', "nothing is decided about _sysctl, accept"),
    ],
)
def test_a_mistake_in_a_policy_is_named(text: str, complaint: str) -> None:
    with pytest.raises(PolicyError, match=complaint):
        read(text)


def test_an_unknown_kind_of_machine_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnknownMachine, match=r"x86_64 and aarch64, not for riscv64\. Run the worker on"):
        machine("riscv64")


def test_names_of_a_machine_that_differ_mean_the_same() -> None:
    assert machine("arm64").name == machine("aarch64").name
    assert machine("aarch64").numbers["openat"] == 56
    assert errno.EPERM == 1
