"""What the forks of a zygote share lies in large pages, and is what it was."""

import platform
import subprocess
import sys

import pytest

PROGRAM = """
from worker.sandbox.inside import pages
held = [bytearray(b"%d" % number * 4096) for number in range(3000)]
pages.enlarge()
assert all(part == b"%d" % number * 4096 for number, part in enumerate(held))
with open("/proc/self/smaps_rollup") as file:
    print(next(line.split()[1] for line in file if line.startswith("AnonHugePages")))
"""


def large_kilobytes() -> int:
    return int(subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout)


def test_memory_is_the_same_after_it_was_put_into_large_pages() -> None:
    large_kilobytes()


@pytest.mark.skipif(tuple(map(int, platform.release().split(".")[:2])) < (6, 1), reason="this kernel cannot")
def test_the_heap_lies_in_large_pages() -> None:
    assert large_kilobytes() >= 2048
