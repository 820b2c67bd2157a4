"""Nothing that a run starts outlives it, and nothing of a sandbox outlives its owner."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from textwrap import dedent

import pytest
from docker.models.containers import Container

from checks.sandbox import Limits, SandboxError
from tests.waiting import until
from tests.worker.sandbox.support import answer_of, descendants, end_of, gone, processes_behind, start
from worker.sandbox import engine, leftovers
from worker.sandbox.client import ZygoteSandbox

ROOT = Path(__file__).parents[3]

DAEMON = """
    import os, time
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.setsid()
            channel.send({"answer": os.getpid()})
            os.close(3); os.close(1); os.close(2)
            time.sleep(1000)
        os._exit(0)
    os.wait()
    channel.receive()
"""

OWNER = """
    import signal, sys
    from checks.sandbox import Limits
    from tests.worker.sandbox.support import make_sandbox, processes_behind
    sandbox = make_sandbox(sys.argv[1])
    running = sandbox.open("program", Limits(seconds=1000))
    running.channel.send({"program": "import os\\nos.fork()\\nchannel.send({'ready': 1})\\nwhile True: pass"})
    running.channel.receive()
    running.channel.receive()
    print(*processes_behind(sandbox), flush=True)
"""


def test_a_daemon_is_gone_when_its_run_is_finished(own_sandbox: ZygoteSandbox) -> None:
    before = processes_behind(own_sandbox)
    with start(own_sandbox, DAEMON) as running:
        assert running.channel.receive()["answer"] > 2
    assert processes_behind(own_sandbox) == before


def test_a_fork_bomb_is_gone_when_its_run_is_finished(own_sandbox: ZygoteSandbox) -> None:
    before = processes_behind(own_sandbox)
    program = """
        import os, signal
        for _ in range(4): os.fork()
        if os.getpid() == 2: channel.send({"ready": 1})
        signal.pause()
    """
    with start(own_sandbox, program) as running:
        running.channel.receive()
    assert processes_behind(own_sandbox) == before


def test_orphans_are_reaped_while_the_run_goes_on(sandbox: ZygoteSandbox) -> None:
    """Otherwise each would hold one of the processes that the run may have."""
    program = """
        import os
        for _ in range(100):
            if os.fork() == 0:
                if os.fork() == 0: os._exit(0)
                os._exit(0)
            os.wait()
        channel.send({"answer": "all made"})
    """
    assert answer_of(sandbox, program, Limits(processes=40)) == "all made"


def test_no_signal_of_the_run_reaches_the_reaper(sandbox: ZygoteSandbox) -> None:
    """Python would turn one of them into an exception of whoever it is sent to."""
    program = """
        import os, signal
        for number in signal.valid_signals():
            os.kill(1, number)
        raise SystemExit(5)
    """
    assert end_of(sandbox, program).exit_code == 5


def test_control_c_is_an_exception_in_the_run_itself(sandbox: ZygoteSandbox) -> None:
    program = """
        import os, signal
        try: os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt: raise SystemExit(5)
    """
    assert end_of(sandbox, program).exit_code == 5


def test_fifty_runs_leave_no_process_and_no_descriptor(own_sandbox: ZygoteSandbox) -> None:
    end_of(own_sandbox, "pass")
    processes, descriptors = processes_behind(own_sandbox), os.listdir("/proc/self/fd")
    inside = held_by(processes)
    for _ in range(50):
        end_of(own_sandbox, "pass")
    assert processes_behind(own_sandbox) == processes
    assert os.listdir("/proc/self/fd") == descriptors
    assert held_by(processes) == inside


def test_closing_ends_the_wall_and_what_is_behind_it(own_sandbox: ZygoteSandbox) -> None:
    running = start(own_sandbox, "while True: pass")
    started = processes_behind(own_sandbox)
    own_sandbox.close()
    with pytest.raises(SandboxError):
        running.finish()
    assert len(started) >= 4
    assert gone(started)


def test_nothing_is_left_when_the_owner_is_killed(kind: str) -> None:
    assert_nothing_is_left_after(kind, OWNER + "    signal.pause()")


def test_nothing_is_left_when_the_owner_just_ends(kind: str) -> None:
    assert_nothing_is_left_after(kind, OWNER + "    sys.stdin.read()", close_input=True)


def assert_nothing_is_left_after(kind: str, owner: str, *, close_input: bool = False) -> None:
    command = [sys.executable, "-c", dedent(owner), kind]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        below = {*map(int, process.stdout.readline().split()), *descendants(process.pid)}
        assert len(below) >= 5
        if close_input:
            process.stdin.close()
        else:
            process.send_signal(signal.SIGKILL)
    assert gone(below)
    if kind == "docker":
        until(lambda: not containers_of(process.pid))


def containers_of(pid: int) -> list[Container]:
    with closing(engine.connect()) as client:
        found = client.containers.list(all=True, filters={"label": leftovers.LABEL}, ignore_removed=True)
        return [container for container in found if f" {pid} " in container.labels[leftovers.LABEL]]


def held_by(processes: set[int]) -> dict[int, int]:
    return {pid: len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in processes}
