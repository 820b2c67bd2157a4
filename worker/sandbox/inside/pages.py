"""Large pages for what every fork of the zygote shares.

A fork copies an entry for each page, and the end of a process takes each back: for the zygote's sixty megabytes that is
most of what either costs. Of pages that belong together the kernel handles the entries together, also after one of
them was written to.
"""

from collections.abc import Iterator
from contextlib import suppress

from worker.sandbox.inside import kernel

LARGE = 2 << 20


def enlarge() -> None:
    """Puts the heap into large pages, once; a kernel that cannot (before 6.1) leaves it as it is."""
    for start, end in _heap():
        first, last = -(-start // LARGE) * LARGE, end // LARGE * LARGE
        if first < last:
            with suppress(OSError):
                kernel.madvise(first, last - first, kernel.MADV_COLLAPSE)


def _heap() -> Iterator[tuple[int, int]]:
    """The private memory that belongs to no file, as addresses."""
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as file:
        for line in file:
            span, mode, _, _, _, *name = line.split()
            if mode == "rw-p" and name in ([], ["[heap]"]):
                start, _, end = span.partition("-")
                yield int(start, 16), int(end, 16)
