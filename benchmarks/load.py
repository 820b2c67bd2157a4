"""A crowded machine: busy loops that compete for the two cores that everything here is confined to."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

CORES = 2
LOOPS = 4


@contextmanager
def crowded(loops: int = LOOPS) -> Iterator[None]:
    """Processes that are started before or within this share their cores with the loops."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    running = [subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"]) for _ in range(loops)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()
