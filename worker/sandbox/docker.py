"""The outer wall made of Docker: a container of its own for each zygote, which calls back through a Unix socket."""

import json
import os
import select
import socket
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

import docker
from docker.errors import APIError, ImageNotFound, NotFound
from docker.models.containers import Container
from docker.types import Mount
from requests import RequestException

from checks.sandbox import SandboxError, SandboxUnavailable
from worker.sandbox import engine, hardening, image, leftovers, verify
from worker.sandbox.engine import troubles
from worker.sandbox.inside.facts import Facts
from worker.sandbox.wall import closed_within

CALLED_WITHIN = 60.0  # real seconds that a container may take from its start to its call
GONE_WITHIN = 2.0
REMOVED_WITHIN = 10
MAX_COMPLAINT = 4096
FRAME = 8
INNER = "meeting"
SOCKET = "zygote"
MEETING = "/run/grader"  # read-only, and empty as soon as the zygote has called
NO_IMAGE = (
    "There is no image {name} for the sandbox `docker`: it belongs to this very version of the code. Build it with "
    "`make sandbox-image` in a checkout of the project (where no registry can be reached: `make base-image`, then "
    "`make sandbox-image BASE=grader-base:bookworm`), or choose the sandbox `bubblewrap`."
)
NO_NAMESPACES = (
    "Submissions need namespaces of their own in the container, and this system allows none ({complaint}). Set "
    "`sysctl user.max_user_namespaces` to 10000 or more and, on Debian, `kernel.unprivileged_userns_clone` to 1."
)
NO_MOUNTS = (
    "Submissions need a scratch space of their own in the container, and this system forbids to mount it "
    "({complaint}). A security module stands in the way: on SELinux, run the engine without --selinux-enabled."
)


class Docker:
    """``extra_roles`` are modules by role name, found in ``extra_path``; only tests have any."""

    name = "docker"

    def __init__(self, extra_roles: Mapping[str, str] | None = None, extra_path: Path | None = None) -> None:
        self._extra_roles = dict(extra_roles or {})
        self._extra_path = extra_path

    def start(self, *, at_once: bool = False) -> "Running":
        with ExitStack() as undo:
            client = undo.enter_context(closing(engine.connect()))
            with tempfile.TemporaryDirectory(prefix="grader-") as folder, _listener(Path(folder)) as listener:
                with troubles():
                    leftovers.remove(client)
                    container = self._create(client, Path(folder))
                    undo.callback(leftovers.take_away, container)
                    errors = undo.enter_context(closing(Errors(container)))
                    container.start()
                    container.reload()
                _read_back(container)
                control = _called(listener, errors)
            undo.pop_all()
        return Running(control, container, errors, client)

    def verify(self, facts: Facts) -> None:
        verify.check_outer(facts)
        verify.check_container(facts)

    def explain(self, complaint: str) -> str | None:
        for sign, sentence in (("unshare", NO_NAMESPACES), ("mount", NO_MOUNTS)):
            if f"{sign}: " in complaint or f"{sign} /" in complaint:
                return sentence.format(complaint=complaint.strip().splitlines()[-1])
        return None

    def _create(self, client: docker.DockerClient, folder: Path) -> Container:
        mounts = [Mount(MEETING, str(folder / INNER), "bind", read_only=True)]
        if self._extra_path:
            mounts.append(Mount(f"/grader/{self._extra_path.name}", str(self._extra_path), "bind", read_only=True))
        try:
            return client.containers.create(
                image.name(),
                ["--connect", f"{MEETING}/{SOCKET}", "--roles", json.dumps(self._extra_roles)],
                mounts=mounts,
                labels=leftovers.label(),
                auto_remove=True,
                **hardening.options(),
            )
        except ImageNotFound as error:
            raise SandboxUnavailable(NO_IMAGE.format(name=image.name())) from error


class Errors:
    """What the container writes on its standard error. Nobody logs it, so it is read while the container lives."""

    def __init__(self, container: Container) -> None:
        self._stream: Any = container.attach_socket(params={"stderr": 1, "stream": 1})
        self._text = bytearray()

    def fileno(self) -> int:
        return int(self._stream.fileno())

    def read(self) -> bool:
        """Takes a part of what is there; False when the container has ended."""
        chunk = os.read(self.fileno(), MAX_COMPLAINT)
        self._text += chunk[: MAX_COMPLAINT - len(self._text)]
        return bool(chunk)

    def text(self) -> str:
        """The stream comes in frames: eight bytes, the last four of them the length of what follows."""
        found, rest = bytearray(), bytes(self._text)
        while len(rest) >= FRAME:
            end = FRAME + int.from_bytes(rest[4:FRAME], "big")
            found += rest[FRAME:end]
            rest = rest[end:]
        return found.decode(errors="replace")

    def close(self) -> None:
        self._stream._response.close()  # noqa: SLF001 - the stream alone would leave its connection open


class Running:
    """The zygote is the container's first process: when its control line closes it goes, and everything with it."""

    def __init__(
        self, control: socket.socket, container: Container, errors: Errors, client: docker.DockerClient
    ) -> None:
        self.control = control
        self._container = container
        self._errors = errors
        self._client = client

    def stop(self) -> None:
        with suppress(OSError):
            self.control.shutdown(socket.SHUT_WR)
        try:
            if not closed_within(self.control, GONE_WITHIN):
                self._container.kill()
            self._container.wait(timeout=REMOVED_WITHIN, condition="removed")
        except NotFound:  # already
            pass
        except (APIError, RequestException):
            leftovers.take_away(self._container)
        finally:
            self.control.close()
            self._errors.close()
            self._client.close()

    def wait(self) -> None:
        while self._errors.read():
            pass

    def complaint(self) -> str:
        return self._errors.text()


def _listener(folder: Path) -> socket.socket:
    """In a folder inside one that only its owner can enter: the container sees the inner one alone."""
    (folder / INNER).mkdir(mode=0o755)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(folder / INNER / SOCKET))
    (folder / INNER / SOCKET).chmod(0o666)
    listener.listen(1)
    return listener


def _read_back(container: Container) -> None:
    gaps = list(hardening.gaps(container.attrs))
    if gaps:
        raise SandboxUnavailable(
            f"The Docker engine did not build the sandbox that it was asked for ({'; '.join(gaps)}), so nothing is run "
            "in it. Please report this together with `docker version`."
        )


def _called(listener: socket.socket, errors: Errors) -> socket.socket:
    """The control line, as soon as the zygote calls."""
    deadline = time.monotonic() + CALLED_WITHIN
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([listener.fileno(), errors.fileno()], [], [], left)
        if listener.fileno() in ready:
            return listener.accept()[0]
        if ready and not errors.read():
            raise SandboxError(
                f"the container of the sandbox ended at once: {errors.text().strip() or 'no reason given'}"
            )
    raise SandboxError(f"the container of the sandbox did not call within {CALLED_WITHIN:g} s")
