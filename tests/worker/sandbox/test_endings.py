"""The ending says how a run ended, and only what is known."""

import signal

import pytest

from tests.worker.sandbox.support import end_of, start
from worker.sandbox.client import ZygoteSandbox


def test_a_program_that_returns_ended_well(sandbox: ZygoteSandbox) -> None:
    ending = end_of(sandbox, "print('hello')")
    assert (ending.exit_code, ending.signal, ending.limit, ending.used) == (0, None, None, None)
    assert (ending.output, ending.output_truncated) == ("hello\n", False)


@pytest.mark.parametrize("leave", ["import os; os._exit(3)", "raise SystemExit(3)", "import sys; sys.exit(3)"])
def test_the_exit_code_is_told(sandbox: ZygoteSandbox, leave: str) -> None:
    assert end_of(sandbox, leave).exit_code == 3


def test_an_exit_with_words_prints_them(sandbox: ZygoteSandbox) -> None:
    ending = end_of(sandbox, "raise SystemExit('no more')")
    assert (ending.exit_code, ending.output) == (1, "no more\n")


def test_the_signal_is_told(sandbox: ZygoteSandbox) -> None:
    ending = end_of(sandbox, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert (ending.exit_code, ending.signal, ending.limit) == (None, signal.SIGSEGV, None)


def test_killing_itself_is_no_limit(sandbox: ZygoteSandbox) -> None:
    ending = end_of(sandbox, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert (ending.signal, ending.limit) == (signal.SIGKILL, None)


def test_an_uncaught_exception_leaves_its_traceback(sandbox: ZygoteSandbox) -> None:
    ending = end_of(sandbox, "raise ValueError('here')")
    assert ending.exit_code == 70
    assert "ValueError: here" in ending.output


def test_an_exception_whose_own_text_fails_is_still_an_ending(sandbox: ZygoteSandbox) -> None:
    program = """
        class Hostile(BaseException):
            def __str__(self): raise self
            __repr__ = __str__
        raise Hostile
    """
    assert end_of(sandbox, program).exit_code == 70


def test_bytes_that_are_no_text_are_replaced(sandbox: ZygoteSandbox) -> None:
    ending = end_of(sandbox, "import os; os.write(1, bytes(range(256))); print('\\ud800')")
    assert "\ufffd" in ending.output
    assert ending.output.endswith("\\ud800\n")


def test_output_and_errors_come_in_their_order(sandbox: ZygoteSandbox) -> None:
    program = """
        import subprocess, sys
        print("one"); print("two", file=sys.stderr); subprocess.run(["echo", "three"]); print("four", end="")
    """
    assert end_of(sandbox, program).output == "one\ntwo\nthree\nfour"


def test_a_role_that_waits_for_its_judge_ends_well_when_the_judge_hangs_up(sandbox: ZygoteSandbox) -> None:
    running = start(sandbox, "print('waiting'); channel.receive()")
    assert running.finish().exit_code == 0


def test_a_run_that_still_lives_is_ended_without_blame(sandbox: ZygoteSandbox) -> None:
    running = start(sandbox, "channel.send({'ready': 1}); import time; time.sleep(1000)")
    running.channel.receive()
    ending = running.finish()
    assert (ending.exit_code, ending.signal, ending.limit) == (None, None, None)


def test_finishing_twice_gives_the_same_ending(sandbox: ZygoteSandbox) -> None:
    with start(sandbox, "raise SystemExit(5)") as running:
        assert running.finish() is running.finish()


def test_processor_time_and_memory_are_measured(sandbox: ZygoteSandbox) -> None:
    program = """
        import os, time
        started = time.process_time()
        if os.fork() == 0:
            while time.process_time() - started < 0.2: pass
            os._exit(0)
        os.wait()
    """
    assert 0.2 <= end_of(sandbox, program).cpu_seconds < 5.0
    assert end_of(sandbox, "pass").peak_memory < 2 << 20
    assert 40 << 20 <= end_of(sandbox, "x = b'x' * (40 << 20)").peak_memory < 45 << 20
