"""Measures several ways of grading side by side, in turns, so that what else the machine does meets all of them."""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier

from grader.bench import memory
from grader.bench.accounts import Account, NoAccount, open_account
from grader.bench.figures import Measured
from grader.bench.ways import DockerRun, Grader, Task, Unavailable, Way

WORKERS = 2
WARM_UP = 3
LOADS = 3  # times that the workers are set to work; the median counts
LOAD_SHARE = 2  # attempts of each worker in all of them together, for each one alone
WORKER_WITHIN = 900.0  # real seconds
Say = Callable[[str], None]


class Contender:
    """One way that can be had here, and what was measured of it."""

    def __init__(self, way: Way, task: Task, number: int) -> None:
        self.way = way
        self.measured = Measured(way.name)
        self._account = _account(f"way{number}", way)
        before = memory.zygotes()
        with self._charged():
            self.grader = way.start(task, self._account)
        try:
            self._find_zygote(before)
            for _ in range(WARM_UP if way.every == 1 else 0):
                self.grader.attempt()
        except BaseException:
            self.close()
            raise

    def attempt(self) -> None:
        with self._charged():
            used = self._account.used() if self._account else 0.0
            start = time.perf_counter()
            self.grader.attempt()
            self.measured.alone.append(time.perf_counter() - start)
            if self._account:
                self.measured.cpu = (self.measured.cpu or 0.0) + self._account.used() - used

    def weigh(self) -> None:
        """Its memory, in an attempt that counts for nothing else."""
        if self._zygote is not None:
            self.measured.memory = memory.measure(self._zygote, self.grader.attempt)
        if isinstance(self.grader, DockerRun):
            self.measured.container_peak = self.grader.peak

    def close(self) -> None:
        self.grader.close()
        if self._account:
            self._account.close()

    def _charged(self) -> AbstractContextManager[None]:
        return self._account.charged() if self._account else nullcontext()

    def _find_zygote(self, before: set[int]) -> None:
        self._zygote = memory.own_zygote(before)
        if self._zygote is not None and self._account:
            self._account.include(self._zygote)


def measure(ways: Sequence[Way], task: Task, rounds: int, say: Say) -> Iterator[Measured | tuple[str, str]]:
    """What was measured of each way; its name and why, where it cannot be had here."""
    with ExitStack() as stack:
        contenders: list[Contender] = []
        for number, way in enumerate(ways):
            try:
                contenders.append(Contender(way, task, number))
                stack.callback(contenders[-1].close)
            except Unavailable as error:
                yield way.name, str(error)
        _in_turns(contenders, rounds, say)
        for contender in contenders:
            contender.weigh()
    for load in range(LOADS):
        for contender in contenders:
            say(f"{contender.way.name}: {WORKERS} workers, {load + 1} of {LOADS}")
            attempts = max(1, len(contender.measured.alone) * LOAD_SHARE // LOADS)
            contender.measured.loads.append(_under_load(contender.way, task, attempts))
    yield from (contender.measured for contender in contenders)


def _in_turns(contenders: Sequence[Contender], rounds: int, say: Say) -> None:
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for contender in contenders:
            if number % contender.way.every == 0:
                contender.attempt()


def _account(name: str, way: Way) -> Account | None:
    with suppress(NoAccount):
        account = open_account(name)
        account.daemons = way.uses_engine
        return account
    return None


def _under_load(way: Way, task: Task, attempts: int) -> list[list[float]]:
    """How long each attempt of each worker took, all of them at work at once."""
    context = multiprocessing.get_context("fork")
    results: SimpleQueue[list[float]] = context.SimpleQueue()
    start = context.Barrier(WORKERS)
    workers = [context.Process(target=_work, args=(way, task, attempts, start, results)) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    found = [results.get() for _ in workers]
    for worker in workers:
        worker.join()
    return found


def _work(way: Way, task: Task, attempts: int, start: Barrier, results: "SimpleQueue[list[float]]") -> None:
    with _started(way, task) as grader:
        for _ in range(WARM_UP if way.every == 1 else 0):
            grader.attempt()
        start.wait(WORKER_WITHIN)
        results.put([_seconds(grader.attempt) for _ in range(attempts)])


@contextmanager
def _started(way: Way, task: Task) -> Iterator[Grader]:
    grader = way.start(task, None)
    try:
        yield grader
    finally:
        grader.close()


def _seconds(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
