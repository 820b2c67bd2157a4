"""What the parts of a page know of the whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from checks.report import Finding, Points, Report, RuleId


@dataclass(frozen=True)
class Remark:
    """What a person said of a line."""

    path: str
    line: int
    author: str
    text: str


@dataclass(frozen=True)
class Given:
    """The points of a check that a person gave, and why."""

    points: Points
    author: str
    reason: str


@dataclass(frozen=True)
class Page:
    """``rules_url`` is what ``rules/…`` is relative to, if anywhere; ``given`` is by the ids of checks.

    ``explains``: whether rules are explained on the page itself.
    """

    report: Report
    sources: Mapping[str, str]
    rules_url: str | None = None
    remarks: tuple[Remark, ...] = ()
    given: Mapping[str, Given] = field(default_factory=dict)
    explains: bool = True

    @cached_property
    def explained(self) -> Mapping[RuleId, tuple[str, int]]:
        """Where each rule is explained: at the first finding of it, by the list it stands in and its place there."""
        places: dict[RuleId, tuple[str, int]] = {}
        for name, findings in self._lists() if self.explains else ():
            for index, finding in enumerate(findings):
                places.setdefault(finding.rule, (name, index))
        return places

    def _lists(self) -> Iterator[tuple[str, tuple[Finding, ...]]]:
        yield from ((check.id, check.findings) for check in self.report.checks)
        yield ADVICE, self.report.advice


ADVICE = ""  # no check has it as its id
