"""A zygote serves so many runs, and none after a violation; the next run need not wait for the next zygote."""

from collections.abc import Iterator
from typing import cast

import pytest

from checks.sandbox import Limits, SandboxUnavailable
from tests.worker.sandbox.support import (
    answer_of,
    end_of,
    gone,
    make_sandbox,
    processes_behind,
    start,
    started_as,
    zygote_of,
)
from worker.sandbox.client import ZygoteSandbox
from worker.sandbox.connection import Connection
from worker.sandbox.inside.facts import FORBIDDEN, Facts
from worker.sandbox.verify import check_inner

HELLO = "channel.send({'answer': 'hello'})"
VIOLATION = "import ctypes; ctypes.CDLL(None).ptrace(0, 0, 0, 0)"


@pytest.fixture
def brief(kind: str) -> Iterator[ZygoteSandbox]:
    """A sandbox whose zygotes serve two runs; the look at the walls is one."""
    own = make_sandbox(kind, runs=2)
    yield own
    own.close()


def test_nothing_runs_where_a_violation_was(own_sandbox: ZygoteSandbox) -> None:
    first = zygote_of(own_sandbox)
    below = processes_behind(own_sandbox)
    assert end_of(own_sandbox, VIOLATION).violations == ("ptrace",)
    assert gone(below)
    assert answer_of(own_sandbox, HELLO) == "hello"
    assert zygote_of(own_sandbox) != first


def test_an_honest_run_leaves_the_zygote_to_the_next(own_sandbox: ZygoteSandbox) -> None:
    first = zygote_of(own_sandbox)
    assert end_of(own_sandbox, "raise SystemExit(3)").exit_code == 3
    assert answer_of(own_sandbox, HELLO) == "hello"
    assert zygote_of(own_sandbox) == first


def test_the_successor_gets_ready_while_nobody_waits(own_sandbox: ZygoteSandbox) -> None:
    end_of(own_sandbox, VIOLATION)
    successor = own_sandbox._successor
    assert successor is not None
    assert answer_of(own_sandbox, HELLO) == "hello"
    assert own_sandbox._connection is successor


def test_a_zygote_that_has_served_long_enough_goes_when_its_successor_is_ready(brief: ZygoteSandbox) -> None:
    first = zygote_of(brief)
    assert answer_of(brief, HELLO) == "hello"
    while zygote_of(brief) == first:
        assert answer_of(brief, HELLO) == "hello"
    assert gone({first})


def test_where_each_zygote_serves_one_run_no_two_share_one(kind: str) -> None:
    sandbox = make_sandbox(kind, runs=1)
    try:
        served = []
        for _ in range(3):
            with start(sandbox, HELLO) as running:
                served.append(zygote_of(sandbox))
                assert running.channel.receive()["answer"] == "hello"
        assert len(set(served)) == 3
    finally:
        sandbox.close()


def test_closing_leaves_no_successor_behind(brief: ZygoteSandbox) -> None:
    answer_of(brief, HELLO)
    assert isinstance(brief._successor, Connection)
    successor = started_as(brief._successor)
    brief.close()
    assert gone({successor})


def test_a_wall_that_hears_of_no_violation_is_refused(sandbox: ZygoteSandbox) -> None:
    """What a real run sees is right, and is believed only together with what was heard of it."""
    with sandbox.open("inspection", Limits()) as running:
        seen = cast("Facts", running.channel.receive())
        heard = running.finish().violations
    assert set(heard) == {*FORBIDDEN, "unshare"}
    check_inner(seen, heard)
    with pytest.raises(SandboxUnavailable, match=r"forbidden system calls heard of \[\]"):
        check_inner(seen, [])
    with pytest.raises(SandboxUnavailable, match="no filter for system calls"):
        check_inner({**seen, "filtered": False}, heard)
    with pytest.raises(SandboxUnavailable, match=r"system calls let through \['ptrace'\]"):
        check_inner({**seen, "open_calls": ["ptrace"]}, heard)
