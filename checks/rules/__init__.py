"""The catalogue of rules: one page of plain words for each, in the Markdown files beside this module.

A page starts with ``family:`` and ``title:`` lines and an empty line. Its text says what the rule means, then
``## Why it matters``, ``## Wrong`` and ``## Right``, the last two with an example each: a whole views.py, which the
tests grade. The right example ends with the routed view; what else its assignment needs stands in the tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from checks.report import RuleId

# A rule's family of checks; `advice` is never worth points, `attempt` ends the whole attempt.
RuleFamily = Literal["signature", "awaiting", "concurrency", "response", "custom", "attempt", "advice"]
FAMILIES: tuple[RuleFamily, ...] = get_args(RuleFamily)


@dataclass(frozen=True)
class Rule:
    """``text`` is Markdown without the title."""

    id: RuleId
    family: RuleFamily
    title: str
    text: str

    @property
    def why(self) -> str:
        """Why it matters, as one line."""
        part = self.text.partition("## Why it matters\n\n")[2].partition("\n\n## ")[0]
        return " ".join(part.split())


def rule(rule_id: str) -> Rule:
    """Raises KeyError for an id that is not in the catalogue."""
    return RULES[RuleId(rule_id)]


def closest(rule_id: str) -> RuleId | None:
    """The id that was probably meant."""
    close = get_close_matches(rule_id, [str(known) for known in RULES], n=1)
    return RuleId(close[0]) if close else None


def read(path: Path) -> Rule:
    head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    family = next(family for family in FAMILIES if family == fields["family"])
    return Rule(RuleId(path.stem), family, fields["title"], text)


def read_all() -> Mapping[RuleId, Rule]:
    pages = sorted((read(path) for path in Path(__file__).parent.glob("*.md")), key=place)
    return MappingProxyType({page.id: page for page in pages})


def place(page: Rule) -> tuple[int, str]:
    return FAMILIES.index(page.family), page.id


RULES = read_all()
