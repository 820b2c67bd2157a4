"""Each limit holds, and the ending names it."""

import signal

from checks.sandbox import Limits
from tests.worker.sandbox.support import answer_of, end_of
from worker.sandbox.client import ZygoteSandbox

MEGABYTE = 1 << 20
SHORT = Limits(seconds=0.5)


def test_an_endless_loop_ends_with_its_real_time(sandbox: ZygoteSandbox) -> None:
    ending = end_of(sandbox, "while True: pass", SHORT)
    assert (ending.limit, ending.signal, ending.exit_code) == ("seconds", signal.SIGKILL, None)
    assert ending.used is not None
    assert 0.5 <= ending.used < 5.0
    assert ending.cpu_seconds > 0.1


def test_sleeping_for_ever_ends_with_its_real_time(sandbox: ZygoteSandbox) -> None:
    ending = end_of(sandbox, "import time; time.sleep(1000)", SHORT)
    assert ending.limit == "seconds"
    assert ending.cpu_seconds < 0.4


def test_ignoring_every_signal_does_not_help_against_the_real_time(sandbox: ZygoteSandbox) -> None:
    program = """
        import signal, time
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            try: signal.signal(number, signal.SIG_IGN)
            except OSError: pass
        while True: time.sleep(1)
    """
    assert end_of(sandbox, program, SHORT).limit == "seconds"


def test_using_up_the_processor_time_ends_by_the_cpu_limit(sandbox: ZygoteSandbox) -> None:
    """Threads that really run at once get there before the real time; lowering the limit shows it on one core too."""
    program = """
        import resource
        resource.setrlimit(resource.RLIMIT_CPU, (1, 2))
        while True: pass
    """
    ending = end_of(sandbox, program, Limits(seconds=20.0))
    assert (ending.limit, ending.signal) == ("cpu", signal.SIGXCPU)


def test_holding_more_memory_than_allowed_ends_it(sandbox: ZygoteSandbox) -> None:
    program = """
        import time
        held = b"x" * (90 << 20)
        time.sleep(1000)
    """
    ending = end_of(sandbox, program, Limits(memory=64 * MEGABYTE))
    assert (ending.limit, ending.signal) == ("memory", signal.SIGKILL)
    assert ending.used is not None
    assert ending.used > 64 * MEGABYTE
    assert ending.peak_memory > 64 * MEGABYTE


def test_memory_counts_for_all_processes_together(sandbox: ZygoteSandbox) -> None:
    program = """
        import os, time
        for _ in range(8):
            if os.fork() == 0: break
        held = b"x" * (12 << 20)
        time.sleep(1000)
    """
    assert end_of(sandbox, program, Limits(memory=64 * MEGABYTE)).limit == "memory"


def test_memory_that_is_shared_counts_too(sandbox: ZygoteSandbox) -> None:
    program = """
        import mmap, time
        held = mmap.mmap(-1, 90 << 20)
        held.write(b"x" * (90 << 20))
        time.sleep(1000)
    """
    assert end_of(sandbox, program, Limits(memory=64 * MEGABYTE)).limit == "memory"


def test_one_huge_piece_of_memory_is_refused(sandbox: ZygoteSandbox) -> None:
    ending = end_of(sandbox, "held = bytearray(1 << 40)")
    assert (ending.exit_code, ending.limit) == (70, None)
    assert "MemoryError" in ending.output


def test_a_correct_program_has_all_its_memory(sandbox: ZygoteSandbox) -> None:
    program = """
        import threading
        held = [b"x" * (1 << 20) for _ in range(50)]
        gate = threading.Barrier(41)
        threads = [threading.Thread(target=gate.wait) for _ in range(40)]
        for thread in threads: thread.start()
        gate.wait()
        channel.send({"answer": len(threads)})
    """
    assert answer_of(sandbox, program, Limits(memory=64 * MEGABYTE)) == 40


def test_a_fork_bomb_stays_within_its_processes(sandbox: ZygoteSandbox) -> None:
    program = """
        import os, signal
        made = 0
        try:
            while True:
                if os.fork() == 0: signal.pause()
                made += 1
        except OSError:
            channel.send({"answer": made})
            signal.pause()
    """
    assert answer_of(sandbox, program, Limits(processes=20)) == 19


def test_a_fork_bomb_that_never_gives_up_ends_by_the_limit_of_processes(sandbox: ZygoteSandbox) -> None:
    program = """
        import os
        while True:
            try: os.fork()
            except OSError: pass
    """
    ending = end_of(sandbox, program, Limits(processes=20))
    assert (ending.limit, ending.allowed) == ("processes", 20)
    assert end_of(sandbox, "print('next')").output == "next\n"


def test_threads_count_as_processes(sandbox: ZygoteSandbox) -> None:
    program = """
        import threading
        stop = threading.Event()
        made = 0
        try:
            while True:
                threading.Thread(target=stop.wait, daemon=True).start()
                made += 1
        except RuntimeError:
            channel.send({"answer": made})
    """
    assert answer_of(sandbox, program, Limits(processes=20)) == 19


def test_an_output_flood_is_cut_and_does_not_block(sandbox: ZygoteSandbox) -> None:
    program = """
        for _ in range(1000): print("x" * 999)
        print("done")
        channel.send({"answer": 1})
    """
    ending = end_of(sandbox, program, Limits(output=10_000))
    assert (ending.exit_code, ending.limit, ending.output_truncated) == (0, None, True)
    assert ending.output == ("x" * 999 + "\n") * 10


def test_an_endless_output_flood_ends_by_the_output_limit(sandbox: ZygoteSandbox) -> None:
    ending = end_of(sandbox, "while True: print('x' * 9999)")
    assert (ending.limit, ending.signal, len(ending.output)) == ("output", signal.SIGKILL, Limits().output)


def test_a_big_file_is_refused(sandbox: ZygoteSandbox) -> None:
    program = """
        import errno
        try:
            with open("big", "wb") as file: file.write(bytes(3 << 20))
        except OSError as error:
            channel.send({"answer": errno.errorcode[error.errno]})
    """
    assert answer_of(sandbox, program, Limits(file_size=2 * MEGABYTE)) == "EFBIG"


def test_a_big_file_with_the_signal_restored_ends_it(sandbox: ZygoteSandbox) -> None:
    program = """
        import signal
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        open("big", "wb").write(bytes(3 << 20))
    """
    assert end_of(sandbox, program, Limits(file_size=2 * MEGABYTE)).limit == "file_size"


def test_many_files_fill_the_scratch_space_and_no_more(sandbox: ZygoteSandbox) -> None:
    program = """
        import errno, os
        written = 0
        try:
            while True:
                place = ("/tmp", "/dev/shm")[written % 2]
                with open(f"{place}/{written}", "wb") as file: file.write(bytes(1 << 20))
                written += 1
        except OSError as error:
            channel.send({"answer": [written, errno.errorcode[error.errno]]})
    """
    assert answer_of(sandbox, program, Limits(scratch=4 * MEGABYTE)) == [4, "ENOSPC"]


def test_many_empty_files_come_to_an_end(sandbox: ZygoteSandbox) -> None:
    program = """
        import errno
        try:
            for number in range(100_000): open(str(number), "x").close()
        except OSError as error:
            channel.send({"answer": errno.errorcode[error.errno]})
    """
    assert answer_of(sandbox, program) == "ENOSPC"


def test_too_many_open_files_are_refused(sandbox: ZygoteSandbox) -> None:
    program = """
        import errno, os
        opened = 0
        try:
            while True:
                os.dup(0)
                opened += 1
        except OSError as error:
            channel.send({"answer": [opened, errno.errorcode[error.errno]]})
    """
    assert answer_of(sandbox, program, Limits(files=32)) == [28, "EMFILE"]


def test_no_limit_can_be_raised_again(sandbox: ZygoteSandbox) -> None:
    program = """
        import resource
        raised = []
        for name in ("AS", "CPU", "FSIZE", "NOFILE", "NPROC", "CORE", "STACK"):
            limit = getattr(resource, f"RLIMIT_{name}")
            try: resource.setrlimit(limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            except (OSError, ValueError): continue
            raised.append(name)
        channel.send({"answer": raised})
    """
    assert answer_of(sandbox, program) == []
