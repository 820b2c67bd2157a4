"""The zygote: one long-lived process behind the outer wall that has every role imported and forks one run at a time.

Its language on the control socket, one JSON frame each way:

    client → {"serve": [role, …]}                                           once, the roles that it wants
    zygote → {"facts": …, "served": […], "missing": {role: why}, "watched": whether forbidden calls are heard of}
             | {"refused": why}                                             once, when it is ready or cannot be
    client → {"open": role, "limits": …}, then one byte that carries the run's socket
    zygote → {"started": true} | {"failure": why}
    client → {"finish": "now" | "soon"}                      at any time; soon: what is ending may end by itself
    zygote → {"ending": …}                                   when all of the run is gone; unasked when it ends by itself

When the control socket closes, the zygote goes, and every process behind the wall with it.
"""

import argparse
import gc
import json
import os
import socket
import sys
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module

from checks.channel import Channel, ChannelClosed, Frame
from checks.sandbox import Limits, Role, load_role, prepare_roles
from worker.sandbox.inside import facts, kernel, line, memory, pages
from worker.sandbox.inside.calls.filter import Filter
from worker.sandbox.inside.calls.machine import UnknownMachine
from worker.sandbox.inside.confine import Job
from worker.sandbox.inside.run import Output, Run
from worker.sandbox.protocol import EARLY, INSPECTION, MAX_CONTROL_FRAME, NOBODY

Serve = Callable[[Channel], None]


class Roles:
    """What can be served. A role that cannot be imported is missing, and the others are not."""

    def __init__(self, extra: dict[str, str]) -> None:
        self.served: dict[str, Serve] = {INSPECTION: facts.serve}
        self.missing: dict[str, str] = {}
        self.add(EARLY)
        for name, module in extra.items():
            self._load(name, partial(_serve_of, module))

    def add(self, roles: Iterable[Role]) -> None:
        for role in roles:
            if role not in self.served:
                self._load(role, partial(load_role, role))

    def _load(self, role: str, load: Callable[[], Serve]) -> None:
        try:
            self.served[role] = load()
        except Exception as error:  # noqa: BLE001 - whatever a module may raise; told to who opens it
            self.missing[role] = f"{type(error).__name__}: {error}"


def _serve_of(module: str) -> Serve:
    serve: Serve = import_module(module).serve
    return serve


class Zygote:
    def __init__(self, control: Channel, roles: Roles, calls: Filter) -> None:
        self._control = control
        self._roles = roles
        self._calls = calls
        self._size = memory.of_this_process()

    def serve(self) -> None:
        """Raises ChannelClosed when nobody wants anything any more."""
        served = sorted(self._roles.served)
        missing, watched = self._roles.missing, self._calls.watched
        self._control.send({"facts": facts.observe(), "served": served, "missing": missing, "watched": watched})
        while True:
            request = self._control.receive()
            if "open" in request:
                self._open(request)

    def _open(self, request: Frame) -> None:
        limits = Limits(**request["limits"])
        output = Output(limits.output)
        job = Job(
            serve=self._roles.served[request["open"]],
            limits=limits,
            calls=self._calls,
            mapped=self._size.mapped,
            sock=_receive_socket(self._control.sock),
            output=output.writer,
        )
        Run(job, output, self._control, self._size).watch()


def main() -> None:
    options = _options()
    _become_nobody()
    kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    sys.path[:] = [path for path in sys.path if not _is_site(path)] + options.site
    sys.argv = [""]
    called = None if options.listen else line.take(options)  # whoever started this is not kept waiting for the roles
    roles = Roles(json.loads(options.roles))
    control = Channel(called or line.take(options), max_frame=MAX_CONTROL_FRAME, max_total=sys.maxsize)
    try:
        roles.add(control.receive()["serve"])
        calls = Filter.of_this_machine()
        prepare_roles()
        gc.collect()
        gc.freeze()
        pages.enlarge()
        Zygote(control, roles, calls).serve()
    except UnknownMachine as error:
        control.send({"refused": str(error)})
    except ChannelClosed:
        os._exit(0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(parents=[line.options()])
    parser.add_argument("--site", action="append", default=[])
    parser.add_argument("--roles", default="{}")
    return parser.parse_args()


def _become_nobody() -> None:
    """Where root built the outer wall, what stands behind it is still a user with no rights outside."""
    kernel.drop_bounding_set()
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # its forks write their own uid_map
    kernel.drop_capabilities()


def _is_site(path: str) -> bool:
    return os.path.basename(path) in {"site-packages", "dist-packages"}


def _receive_socket(control: socket.socket) -> socket.socket:
    _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    return socket.socket(fileno=descriptors[0])


if __name__ == "__main__":
    main()
