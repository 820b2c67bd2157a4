"""The labelled submissions, and a workspace in which other tools find what a submission imports."""

import ast
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, TypeAdapter

from checks.assignment import Assignment, load

Family = Literal["signature", "awaiting", "concurrency"]
FAMILIES: tuple[Family, ...] = get_args(Family)
SETTINGS = """
from typing import Any
SECRET_KEY = "x"
INSTALLED_APPS = {apps!r}
DATABASES: dict[str, Any] = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}}}
"""


class Fault(BaseModel):
    kind: str
    family: Family
    line: int


class Label(BaseModel):
    """An entry of labels.json."""

    assignment: str
    case: str
    correct: bool
    families: dict[Family, Literal["pass", "fail"]]
    faults: list[Fault]
    contested: bool = False


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
    labels = TypeAdapter(list[Label]).validate_json((folder / "labels.json").read_bytes())
    cases = (_case(folder, label) for label in labels if not label.contested)
    return Corpus(folder, tuple(case for case in cases if only in case.id))


def _case(folder: Path, label: Label) -> Case:
    """Where the signature is wrong, nothing else is judged."""
    judged: tuple[Family, ...] = ("signature",) if label.families["signature"] == "fail" else FAMILIES
    return Case(
        assignment=label.assignment,
        name=label.case,
        path=folder / label.assignment / "cases" / label.case,
        correct=label.correct,
        wrong=frozenset(family for family in judged if label.families[family] == "fail"),
        lines=tuple(fault.line for fault in label.faults if fault.family in judged),
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
    batches = [batch for name in corpus.assignments for batch in _batches(corpus, root, name)]
    assignments = corpus.assignments
    for batch in batches:
        _fill(batch, assignments[batch.cases[0].assignment])
    return batches


def _batches(corpus: Corpus, root: Path, assignment: str) -> Iterator[Batch]:
    cases = [case for case in corpus.cases if case.assignment == assignment]
    whole = tuple(case for case in cases if _parses(case.path))
    if whole:
        yield Batch(root / assignment, whole)
    for case in cases:
        if case not in whole:
            yield Batch(root / f"{assignment}-{case.path.stem}", (case,))


def _parses(path: Path) -> bool:
    try:
        ast.parse(path.read_bytes())
    except SyntaxError:
        return False
    return True


def _fill(batch: Batch, assignment: Assignment) -> None:
    for name, data in assignment.support.items():
        (batch.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (batch.folder / name).write_bytes(data)
    batch.folder.mkdir(parents=True, exist_ok=True)
    (batch.folder / "settings.py").write_text(SETTINGS.format(apps=list(assignment.apps)))
    for case in batch.cases:
        shutil.copy(case.path, batch.folder)
