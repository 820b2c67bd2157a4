"""The labelled submissions, and a workspace in which other tools find what a submission imports."""

import ast
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from checks.assignment import Assignment, load

Family = Literal["signature", "awaiting", "concurrency"]
FAMILIES: tuple[Family, ...] = get_args(Family)
SETTINGS = """
from typing import Any
SECRET_KEY = "x"
INSTALLED_APPS = {apps!r}
DATABASES: dict[str, Any] = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}}}
"""


@dataclass(frozen=True)
class Case:
    """One submission with its label. ``lines`` are those of the faults that are judged."""

    assignment: str
    name: str
    path: Path
    correct: bool
    wrong: frozenset[Family]
    lines: tuple[int, ...]

    @property
    def id(self) -> str:
        return f"{self.assignment}/{self.name}"


@dataclass(frozen=True)
class Corpus:
    folder: Path
    cases: tuple[Case, ...]

    @property
    def assignments(self) -> dict[str, Assignment]:
        return {name: load(self.folder / name) for name in sorted({case.assignment for case in self.cases})}


def read(folder: Path, only: str = "") -> Corpus:
    """Those on which experts could differ are left out."""
    labels = json.loads((folder / "labels.json").read_text())
    cases = (_case(folder, label) for label in labels if not label["contested"])
    return Corpus(folder, tuple(case for case in cases if only in case.id))


def _case(folder: Path, label: dict[str, object]) -> Case:
    """Where the signature is wrong, nothing else is judged."""
    families, faults = label["families"], label["faults"]
    assert isinstance(families, dict) and isinstance(faults, list)
    judged: tuple[Family, ...] = ("signature",) if families["signature"] == "fail" else FAMILIES
    assignment, name = str(label["assignment"]), str(label["case"])
    return Case(
        assignment=assignment,
        name=name,
        path=folder / assignment / "cases" / name,
        correct=bool(label["correct"]),
        wrong=frozenset(family for family in judged if families[family] == "fail"),
        lines=tuple(fault["line"] for fault in faults if fault["family"] in judged),
    )


@dataclass(frozen=True)
class Batch:
    """Files that a tool gets in one call, in the folder that it is called in."""

    folder: Path
    cases: tuple[Case, ...]

    @property
    def files(self) -> list[str]:
        return [case.name for case in self.cases]


def workspace(corpus: Corpus, root: Path) -> list[Batch]:
    """A folder for each assignment, its support modules beside the submissions.

    One that does not parse is a batch of its own, since some tools give up on all when one does not.
    """
    batches = []
    for name, assignment in corpus.assignments.items():
        folder = root / name
        for path, data in assignment.support.items():
            _write(folder / path, data)
        _write(folder / "settings.py", SETTINGS.format(apps=list(assignment.apps)).encode())
        cases = [case for case in corpus.cases if case.assignment == name]
        whole = [case for case in cases if _parses(case.path)]
        batches += [
            Batch(folder, tuple(whole)),
            *(Batch(root / f"{name}-{case.path.stem}", (case,)) for case in cases if case not in whole),
        ]
        for batch in batches[-1 - len(cases) + len(whole) :]:
            _copy(batch.folder, batch.cases)
    return [batch for batch in batches if batch.cases]


def _parses(path: Path) -> bool:
    try:
        ast.parse(path.read_bytes())
    except SyntaxError:
        return False
    return True


def _copy(folder: Path, cases: Iterable[Case]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "settings.py").exists():
        _write(folder / "settings.py", SETTINGS.format(apps=[]).encode())
    for case in cases:
        shutil.copy(case.path, folder)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
