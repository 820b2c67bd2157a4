"""Tools that read a submission: how each is called, and how its answer is read."""

import json
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import Batch
from benchmarks.fitting import Remark
from benchmarks.scoring import Result

MYPY = """
[mypy]
strict = True
enable_error_code = unused-awaitable,truthy-bool,truthy-iterable,possibly-undefined,redundant-expr
plugins = mypy_django_plugin.main
[mypy.plugins.django-stubs]
django_settings_module = settings
"""
PYRIGHT = '{"typeCheckingMode": "strict"}'
RUFF = "ASYNC,RUF006,F,PLE,E9,B,N805,PLW0603"
TEXT = re.compile(r"(?P<file>[^:\s]+\.py):(?P<line>\d+):(\d+:)? (?P<rest>.*)")

Said = tuple[str, int, str, str]  # file, line, code, text


@dataclass(frozen=True)
class Peer:
    name: str
    program: str
    arguments: tuple[str, ...]
    parse: Callable[[str], Iterable[Said]]
    files: tuple[tuple[str, str], ...] = ()  # what it wants to find in the folder


def of_ruff(output: str) -> Iterator[Said]:
    for item in json.loads(output or "[]"):
        yield item["filename"], item["location"]["row"], item["code"] or "invalid-syntax", item["message"]


def of_pylint(output: str) -> Iterator[Said]:
    for item in json.loads(output)["messages"]:
        yield item["path"], item["line"], item["messageId"], item["message"]


def of_pyright(output: str) -> Iterator[Said]:
    for item in json.loads(output)["generalDiagnostics"]:
        yield item["file"], item["range"]["start"]["line"] + 1, item.get("rule", "no-rule"), item["message"]


def of_flake8(output: str) -> Iterator[Said]:
    for found in TEXT.finditer(output):
        code, _, text = found["rest"].partition(" ")
        yield found["file"], int(found["line"]), code, text


def of_mypy(output: str) -> Iterator[Said]:
    """Notes belong to the error above them and say nothing of their own."""
    for found in TEXT.finditer(output):
        kind, _, text = found["rest"].partition(": ")
        text, _, code = text.rpartition("  [")
        if kind == "error":
            yield found["file"], int(found["line"]), code.rstrip("]"), text


FLAKE8 = ("--isolated", "--select", "ASYNC,F,E9", "--format", "%(path)s:%(row)d:%(col)d: %(code)s %(text)s")
RUFF_ARGUMENTS = (
    "check",
    "--isolated",
    "--no-cache",
    "--preview",
    "--target-version",
    "py311",
    "--output-format",
    "json",
)
PEERS = (
    Peer("ruff", "ruff", (*RUFF_ARGUMENTS, "--select", RUFF), of_ruff),
    Peer("ruff with RUF029", "ruff", (*RUFF_ARGUMENTS, "--select", f"{RUFF},RUF029"), of_ruff),
    Peer("flake8-async, pyflakes", "flake8", (*FLAKE8, "--ignore", "ASYNC124"), of_flake8),
    Peer("flake8-async with ASYNC124", "flake8", FLAKE8, of_flake8),
    Peer(
        "pylint, pylint-django",
        "pylint",
        ("--load-plugins", "pylint_django", "--django-settings-module", "settings", "--output-format", "json2"),
        of_pylint,
    ),
    Peer(
        "mypy, strict and more",
        "mypy",
        ("--config-file", "mypy.ini", "--no-error-summary", "--show-column-numbers", "--cache-dir", "../.mypy_cache"),
        of_mypy,
        (("mypy.ini", MYPY),),
    ),
    Peer(
        "pyright, strict",
        "pyright",
        ("--pythonpath", sys.executable, "--outputjson"),
        of_pyright,
        (("pyrightconfig.json", PYRIGHT),),
    ),
)


def ask(peer: Peer, batches: Sequence[Batch]) -> Result:
    program = shutil.which(peer.program, path=sysconfig.get_path("scripts"))
    if program is None:
        return Result(peer.name, missing=f"{peer.program} is not installed")
    start = time.monotonic()
    try:
        remarks = tuple(remark for batch in batches for remark in _remarks(peer, program, batch))
    except (ValueError, KeyError, OSError, subprocess.SubprocessError) as error:
        return Result(peer.name, missing=f"it could not be run: {error}")
    return Result(peer.name, remarks, time.monotonic() - start)


def _remarks(peer: Peer, program: str, batch: Batch) -> Iterator[Remark]:
    for name, text in peer.files:
        (batch.folder / name).write_text(text)
    # A pyright that is given files reads no configuration: it takes the folder.
    files = [] if peer.program == "pyright" else batch.files
    command = [program, *peer.arguments, *files]
    done = subprocess.run(command, cwd=batch.folder, capture_output=True, text=True, timeout=600, check=False)
    by_name = {case.name: case.id for case in batch.cases}
    for file, line, code, text in peer.parse(done.stdout):
        if (name := Path(file).name) in by_name:
            yield Remark(by_name[name], line, code, text)
    if not done.stdout.strip() and done.returncode > 1:
        raise ValueError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit {done.returncode}")
