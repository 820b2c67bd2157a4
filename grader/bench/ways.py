"""The ways of grading one attempt that are compared. Each grades the same submission with the same checks."""

import shutil
import subprocess
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from checks.assignment import Assignment
from checks.judge import grade
from checks.sandbox import Sandbox, SandboxError
from grader.bench.accounts import Account
from worker.sandbox import Kind, image, open_sandbox

TODAY = Path(__file__).parent / "today"
FLAGS = (
    *("--rm", "--network", "none", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"),
    *("--pids-limit", "64", "--memory", "256m", "--memory-swap", "256m", "--cpus", "1"),
    *("--tmpfs", "/tmp:rw,nosuid,nodev,noexec,size=16m", "--user", "65534:65534", "--log-driver", "none"),  # noqa: S108
    *("--env", "PYTHONDONTWRITEBYTECODE=1", "--env", "PYTHONPATH=/grader/site"),
)
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "/tests")


class Unavailable(Exception):
    """This way of grading cannot be had on this machine; the message says why."""


class WrongVerdict(Exception):
    """A correct submission did not get full marks, so whatever was measured is worth nothing."""


@dataclass(frozen=True)
class Task:
    assignment: Assignment
    source: bytes


class Grader(ABC):
    """One way of grading, ready to begin."""

    def __init__(self, task: Task) -> None:
        self.task = task

    @abstractmethod
    def attempt(self) -> None:
        """Grades once. Raises WrongVerdict."""

    def close(self) -> None:
        return

    def _grade(self, sandbox: Sandbox) -> None:
        report = grade(self.task.assignment, {"views.py": self.task.source}, sandbox)
        if not report.full_marks:
            raise WrongVerdict(f"{report.status}: {report.score} of {report.max_score} points")


class InZygote(Grader):
    """Every attempt is a fork of one zygote that stays."""

    def __init__(self, task: Task, kind: Kind) -> None:
        super().__init__(task)
        self._sandbox = _open(kind)

    def attempt(self) -> None:
        self._grade(self._sandbox)

    def close(self) -> None:
        self._sandbox.close()


class FreshBubblewrap(Grader):
    """Every attempt has a wall and a Python of its own, which imports all that it needs."""

    def __init__(self, task: Task) -> None:
        super().__init__(task)
        _open("bubblewrap").close()

    def attempt(self) -> None:
        with closing(_open("bubblewrap")) as sandbox:
            self._grade(sandbox)


class DockerRun(Grader):
    """Every attempt is a hardened container, in which pytest asks the view in real time."""

    def __init__(self, task: Task, account: Account | None) -> None:
        super().__init__(task)
        command = shutil.which("docker")
        if command is None:
            raise Unavailable("there is no command `docker`")
        self._folder = tempfile.TemporaryDirectory(prefix="grader-bench-")
        work = Path(self._folder.name)
        work.chmod(0o755)
        (work / "views.py").write_bytes(task.source)
        mounts = ("--volume", f"{work}:/work:ro", "--volume", f"{TODAY}:/tests:ro")
        parent = ("--cgroup-parent", f"/{account.containers}") if account else ()
        self._command = [command, "run", *FLAGS, *mounts, *parent, "--entrypoint", "python3", image.name(), *PYTEST]
        self.peak = 0  # bytes that Python held at most in the last attempt
        self._try()

    def attempt(self) -> None:
        result = subprocess.run(self._command, capture_output=True, text=True, check=False)  # noqa: S603 - as above
        if result.returncode:
            raise WrongVerdict(result.stderr.strip() or result.stdout.strip())
        self.peak = int(result.stdout.rpartition("peak=")[2]) << 10

    def close(self) -> None:
        self._folder.cleanup()

    def _try(self) -> None:
        try:
            self.attempt()
        except WrongVerdict as error:
            self.close()
            raise Unavailable(f"`docker run` does not grade: {str(error).splitlines()[0]}") from error


@dataclass(frozen=True)
class Way:
    """``every``: of so many rounds it has one, since it takes long."""

    name: str
    every: int
    start: Callable[[Task, Account | None], Grader]
    uses_engine: bool = False


BASELINE = "docker run for each attempt"
WAYS: Sequence[Way] = (
    Way("zygote behind bubblewrap", 1, lambda task, _: InZygote(task, "bubblewrap")),
    Way("zygote behind Docker", 1, lambda task, _: InZygote(task, "docker")),
    Way("bubblewrap for each attempt", 4, lambda task, _: FreshBubblewrap(task)),
    Way(BASELINE, 10, DockerRun, uses_engine=True),
)


def _open(kind: Kind) -> Sandbox:
    try:
        return open_sandbox(kind)
    except SandboxError as error:
        raise Unavailable(str(error)) from error
