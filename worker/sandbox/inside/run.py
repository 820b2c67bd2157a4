"""One run, as the zygote watches it: starts it, drains its output, measures it, and waits until all of it is gone."""

import os
import select
import signal
import time
from contextlib import suppress

from checks.channel import Channel, Frame
from worker.sandbox.inside import memory
from worker.sandbox.inside.confine import Job, become_envelope
from worker.sandbox.inside.leash import Fate, Leash
from worker.sandbox.inside.reaper import LAST_WORDS
from worker.sandbox.protocol import MAX_OUTPUT, CutShort, EndingFrame, flood

TICK = 0.05  # real seconds between two looks at the memory
CROWDED = 3  # looks in a row that find as many processes as there may be: it is no coincidence then
MARGIN = 1.0 + LAST_WORDS  # real seconds that the reaper may be late
CHUNK = 65536
LOST: Fate = {
    "reason": "killed",
    "status": None,
    "real_seconds": 0.0,
    "cpu_seconds": 0.0,
    "peak_rss": 0,
    "violations": [],
}


class Output:
    """The first bytes of what a run writes; the rest is taken and counted, so that the run never waits for a reader."""

    def __init__(self, keep: int) -> None:
        self._keep = min(keep, MAX_OUTPUT)
        self._kept = bytearray()
        self.written = 0
        self.reader, self.writer = os.pipe2(os.O_CLOEXEC)
        os.set_blocking(self.reader, False)

    @property
    def kept(self) -> int:
        return len(self._kept)

    @property
    def flooded(self) -> bool:
        return self.written > flood(self._keep)

    def drain(self) -> bool:
        """Takes a bounded part of what is there; False when there is nothing more."""
        try:
            chunk = os.read(self.reader, CHUNK)
        except BlockingIOError:
            return False
        self.written += len(chunk)
        self._kept += chunk[: self._keep - len(self._kept)]
        return bool(chunk)

    def close(self) -> str:
        while self.drain():
            pass
        os.close(self.reader)
        return self._kept.decode(errors="replace")


class Run:
    """``size`` is what every fork of the zygote starts with: it is not counted against the run."""

    def __init__(self, job: Job, output: Output, control: Channel, size: memory.Size) -> None:
        self._job = job
        self._output = output
        self._control = control
        self._size = size
        self._kills_before = memory.kills()
        self._held = 0
        self._processes = 0
        self._crowded = 0
        self._rss_before = 0
        self._cut_short: CutShort | None = None
        self._failure: str | None = None
        self._fate: Fate | None = None
        self._deadline = time.monotonic() + job.limits.seconds + MARGIN
        self._next_look = 0.0

    def watch(self) -> None:
        """Runs the job from its fork to the frame that tells its ending."""
        self._leash, theirs = Leash.pair()
        self._envelope = os.fork()
        if self._envelope == 0:
            become_envelope(self._job, theirs)
        theirs.close()
        self._job.sock.close()
        os.close(self._output.writer)
        self._attend()
        self._leash.close()
        _reap_all()
        self._control.send(self._account())

    def _attend(self) -> None:
        """Until no process of the run holds the leash any more."""
        poll = select.poll()
        for descriptor in (self._control.sock.fileno(), self._leash.fileno(), self._output.reader):
            poll.register(descriptor, select.POLLIN)
        while True:
            ready = {descriptor for descriptor, _ in poll.poll(TICK * 1000)}
            if self._output.reader in ready and not self._output.drain():
                poll.unregister(self._output.reader)
            if self._control.sock.fileno() in ready:
                self._heed_client()
            if self._leash.fileno() in ready and not self._heed_run():
                return
            self._measure()

    def _heed_client(self) -> None:
        request = self._control.receive()
        if "finish" in request:
            self._leash.order(b"end" if request["finish"] == "now" else b"stop")

    def _heed_run(self) -> bool:
        message = self._leash.heard()
        if message is None:
            return False
        if "ready" in message:
            self._rss_before = message["ready"]
            self._control.send({"started": True})
        if "failure" in message:
            self._failure = message["failure"]
        if "fate" in message:
            self._fate = message["fate"]
            os.kill(self._envelope, signal.SIGKILL)  # it has waited for nothing else, and ends beside the reaper so
        return True

    def _measure(self) -> None:
        now = time.monotonic()
        if self._output.flooded:
            self._cut("output")
        if now > self._deadline:
            self._end_all()
        if now < self._next_look:
            return
        self._next_look = now + TICK
        use, limits = memory.of_run(self._size.own), self._job.limits
        self._held, self._processes = max(self._held, use.held), max(self._processes, use.processes)
        self._crowded = self._crowded + 1 if use.processes >= limits.processes else 0
        if self._held > limits.memory:
            self._cut("memory")
        if self._crowded >= CROWDED:
            self._cut("processes")

    def _cut(self, reason: CutShort) -> None:
        if self._cut_short is None:
            self._cut_short = reason
            self._leash.order(b"kill")

    def _end_all(self) -> None:
        """When even the reaper does not answer: everything behind the outer wall but its pid 1 and this process."""
        self._cut_short = self._cut_short or "seconds"
        with suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)

    def _account(self) -> Frame:
        output = self._output.close()
        if self._cut_short is None and memory.kills() > self._kills_before:
            self._cut_short = "memory"
            self._held = max(self._held, self._job.limits.memory)  # the container holds more than one run may
        if self._failure is not None or (self._fate is None and self._cut_short is None):
            return {"failure": self._failure or "the run was gone before it could say how it ended"}
        fate = self._fate or LOST
        ending: EndingFrame = {
            "status": fate["status"] if fate["reason"] == "exited" else None,
            "cut_short": self._cut_short or ("seconds" if fate["reason"] == "seconds" else None),
            "real_seconds": fate["real_seconds"],
            "cpu_seconds": fate["cpu_seconds"],
            "peak_memory": max(0, fate["peak_rss"] - self._rss_before, self._held),
            "peak_processes": self._processes,
            "output": output,
            "kept": self._output.kept,
            "written": self._output.written,
            "violations": fate["violations"],
        }
        return {"ending": ending}


def _reap_all() -> None:
    with suppress(ChildProcessError):
        while True:
            os.wait()
