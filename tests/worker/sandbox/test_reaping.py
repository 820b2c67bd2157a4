"""Nothing that a run starts outlives it, and nothing of a sandbox outlives its owner."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from checks.sandbox import Limits, SandboxError
from tests.worker.sandbox.support import ROLES, answer_of, descendants, end_of, gone, start, zygote_of
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
    from pathlib import Path
    from checks.sandbox import Limits
    from worker.sandbox.bubblewrap import Bubblewrap
    from worker.sandbox.client import ZygoteSandbox
    sandbox = ZygoteSandbox(Bubblewrap(extra_roles={"program": "roles.program"}, extra_path=Path(sys.argv[1])))
    running = sandbox.open("program", Limits(seconds=1000))
    running.channel.send({"program": "import os\\nos.fork()\\nchannel.send({'ready': 1})\\nwhile True: pass"})
    running.channel.receive()
    running.channel.receive()
    print("ready", flush=True)
"""


def test_a_daemon_is_gone_when_its_run_is_finished(own_sandbox: ZygoteSandbox) -> None:
    before = descendants(zygote_of(own_sandbox))
    with start(own_sandbox, DAEMON) as running:
        assert running.channel.receive()["answer"] > 2
    assert descendants(zygote_of(own_sandbox)) == before


def test_a_fork_bomb_is_gone_when_its_run_is_finished(own_sandbox: ZygoteSandbox) -> None:
    before = descendants(zygote_of(own_sandbox))
    program = """
        import os, signal
        for _ in range(4): os.fork()
        if os.getpid() == 2: channel.send({"ready": 1})
        signal.pause()
    """
    with start(own_sandbox, program) as running:
        running.channel.receive()
    assert descendants(zygote_of(own_sandbox)) == before


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
    processes, descriptors = descendants(zygote_of(own_sandbox)), os.listdir("/proc/self/fd")
    inside = held_by(processes)
    for _ in range(50):
        end_of(own_sandbox, "pass")
    assert descendants(zygote_of(own_sandbox)) == processes
    assert os.listdir("/proc/self/fd") == descriptors
    assert held_by(processes) == inside


def test_closing_ends_the_wall_and_what_is_behind_it(own_sandbox: ZygoteSandbox) -> None:
    before = descendants(os.getpid())
    running = start(own_sandbox, "while True: pass")
    started = descendants(os.getpid()) - before
    own_sandbox.close()
    with pytest.raises(SandboxError):
        running.finish()
    assert started
    assert not started & descendants(os.getpid())


def test_nothing_is_left_when_the_owner_is_killed(bwrap: str) -> None:
    assert_nothing_is_left_after(OWNER + "    signal.pause()")


def test_nothing_is_left_when_the_owner_just_ends(bwrap: str) -> None:
    assert_nothing_is_left_after(OWNER + "    sys.stdin.read()", close_input=True)


def assert_nothing_is_left_after(owner: str, *, close_input: bool = False) -> None:
    command = [sys.executable, "-c", dedent(owner), str(ROLES)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        below = descendants(process.pid)
        assert len(below) >= 6
        if close_input:
            process.stdin.close()
        else:
            process.send_signal(signal.SIGKILL)
    assert gone(below)


def held_by(processes: set[int]) -> dict[int, int]:
    return {pid: len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in processes}
