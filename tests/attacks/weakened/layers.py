"""How each layer of the inner wall is taken away, in the zygote that imports this."""

import os
import resource
import signal
from collections.abc import Callable
from contextlib import suppress

from worker.sandbox.inside import confine, kernel, memory, run
from worker.sandbox.inside.calls.filter import Filter
from worker.sandbox.inside.reaper import Reaper

_REMOVE: dict[str, Callable[[], None]] = {}


def remove(layer: str) -> None:
    _REMOVE[layer]()


def layer(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    def register(take_away: Callable[[], None]) -> Callable[[], None]:
        _REMOVE[name] = take_away
        return take_away

    return register


@layer("nothing")
def nothing() -> None:
    """The machinery of these tests alone weakens nothing."""


@layer("pid namespace")
def pid_namespace() -> None:
    """Who is not pid 1 cannot end all that its run started, only what it knows."""
    _share(kernel.CLONE_NEWPID)

    def end_what_is_known(self: Reaper) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._subject, signal.SIGKILL)
        if self._status is None:
            self._reap(0)

    Reaper._end_all = end_what_is_known  # type: ignore[method-assign]


@layer("network namespace")
def network_namespace() -> None:
    """The outer wall must have none either."""
    _share(kernel.CLONE_NEWNET)
    kernel.bring_up = lambda interface: None


@layer("ipc namespace")
def ipc_namespace() -> None:
    _share(kernel.CLONE_NEWIPC)


@layer("private scratch space")
def private_scratch_space() -> None:
    """The outer wall must have a shared one."""
    _do_not_mount("/tmp", "/dev/shm")


@layer("hidden /proc")
def hidden_proc() -> None:
    _do_not_mount("/proc")


@layer("closed descriptors")
def closed_descriptors() -> None:
    close = confine._close_all_but

    def close_some(*kept: int, first: int = confine.SOCKET) -> None:
        if first == confine.SOCKET:  # in the envelope and the reaper
            close(*kept)

    confine._close_all_but = close_some


@layer("cleared environment")
def cleared_environment() -> None:
    confine.ENVIRONMENT = {**os.environ, **confine.ENVIRONMENT}


@layer("no capabilities")
def no_capabilities() -> None:
    """Of the own user namespace; the outer wall has taken those of the machine already."""
    kernel.drop_bounding_set = lambda: None
    kernel.drop_capabilities = lambda: None


@layer("no namespaces in namespaces")
def no_namespaces_in_namespaces() -> None:
    confine._forbid_namespaces = lambda: None


@layer("unreadable reaper")
def unreadable_reaper() -> None:
    prctl = kernel.prctl

    def lenient(option: int, value: int = 0) -> int:
        return prctl(option, 1 if option == kernel.PR_SET_DUMPABLE else value)

    kernel.prctl = lenient


@layer("filter")
def filter_for_system_calls() -> None:
    Filter.install = lambda self: None  # type: ignore[method-assign]


@layer("output cap")
def output_cap() -> None:
    init = run.Output.__init__
    run.Output.__init__ = lambda self, keep: init(self, keep * 100)  # type: ignore[method-assign]


@layer("watch")
def watch() -> None:
    """Of the memory and the number of all processes of a run."""
    memory.of_run = lambda inherited: memory.Use(0, 0)


def _without_limit(*names: int) -> Callable[[], None]:
    def take_away() -> None:
        lower = confine._lower

        def lenient(name: int, soft: int, hard: int) -> None:
            if name not in names:
                lower(name, soft, hard)

        confine._lower = lenient

    return take_away


for _name, _number in {
    "address space": resource.RLIMIT_AS,
    "size of files": resource.RLIMIT_FSIZE,
    "number of processes": resource.RLIMIT_NPROC,
    "number of descriptors": resource.RLIMIT_NOFILE,
    "locked memory": resource.RLIMIT_MEMLOCK,
}.items():
    layer(_name)(_without_limit(_number))


def _share(namespace: int) -> None:
    confine.NAMESPACES &= ~namespace


def _do_not_mount(*targets: str) -> None:
    mount = kernel.mount

    def some(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
        if target not in targets:
            mount(source, target, kind, flags, options)

    kernel.mount = some
