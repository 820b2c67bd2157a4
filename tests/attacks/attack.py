"""The attacks by name: the files of ``submissions/``, and odd sources that are made here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.attacks.sources import SOURCES

HERE = Path(__file__).parent
SUBMISSIONS = HERE / "submissions"
FAMILIES = ("death", "escape", "network", "output", "persist", "resource", "source")
ROW = re.compile(rb"# (?:[RENPUOFA]\d+(?:, )?)+: |# own: ")


@dataclass(frozen=True)
class Attack:
    """A hostile submission; its name says the effect that it must not have."""

    name: str
    files: Mapping[str, bytes]

    @property
    def persists(self) -> bool:
        """Whether it looks for what an earlier run of itself left, so that it is handed in twice."""
        return self.name.startswith("persist-")


def all_attacks() -> list[Attack]:
    return [*_written(), *(Attack(name, files) for name, files in SOURCES.items())]


def written(name: str) -> Attack:
    """The attack of one file of ``submissions/``."""
    return Attack(name, {"views.py": (SUBMISSIONS / f"{name}.py").read_bytes()})


def _written() -> list[Attack]:
    names = sorted(path.stem for path in SUBMISSIONS.glob("*.py"))
    return [written(name) for name in names if name.partition("-")[0] in FAMILIES]
