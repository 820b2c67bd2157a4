"""How much of the corpus one tool got right."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from benchmarks.corpus import FAMILIES, Case, Family
from benchmarks.fitting import Remark, families


@dataclass(frozen=True)
class Result:
    """What a tool said of all cases, and how long that took it. ``missing`` says why it could not be asked."""

    tool: str
    remarks: tuple[Remark, ...] = ()
    seconds: float = 0.0
    missing: str = ""


@dataclass(frozen=True)
class Part:
    found: int
    of: int

    def __str__(self) -> str:
        return f"{self.found}/{self.of} {100 * self.found / self.of:.0f}%" if self.of else "-"


@dataclass(frozen=True)
class Score:
    recall: dict[Family, Part]
    located: Part
    accused: Part


def score(result: Result, cases: Collection[Case]) -> Score:
    """A family is found when a remark on its file fits it; a fault is located when a remark that fits stands on it."""
    said: dict[str, set[Family]] = {case.id: set() for case in cases}
    lines: dict[str, set[int]] = {case.id: set() for case in cases}
    for remark in result.remarks:
        if remark.case in said and (fit := families(result.tool, remark)):
            said[remark.case] |= fit
            lines[remark.case].add(remark.line)
    return Score(
        recall={
            family: _part(family in said[case.id] for case in cases if family in case.wrong) for family in FAMILIES
        },
        located=_part(line in lines[case.id] for case in cases for line in case.lines),
        accused=_part(bool(said[case.id]) for case in cases if case.correct),
    )


def disagreements(result: Result, cases: Collection[Case]) -> list[str]:
    """The cases of which the tool says anything but what their labels say, each with what it said."""
    return [line for case in cases for line in _disagreement(result, case)]


def _disagreement(result: Result, case: Case) -> Iterator[str]:
    remarks = [remark for remark in result.remarks if remark.case == case.id and families(result.tool, remark)]
    said = {family for remark in remarks for family in families(result.tool, remark)}
    absent = set(case.lines) - {remark.line for remark in remarks}
    if not said >= case.wrong or absent or (case.correct and said):
        must = ", ".join(sorted(case.wrong)) or "nothing"
        found = "; ".join(f"{remark.line} {remark.text}" for remark in remarks) or "nothing"
        yield f"{case.id}: must say {must}, on {sorted(case.lines)}; says {found}"


def _part(answers: Iterable[bool]) -> Part:
    listed = list(answers)
    return Part(sum(listed), len(listed))
