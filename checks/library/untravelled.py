"""Blocking calls on paths that no request took: seen only by reading, and believed only after running agreed.

Reading finds calls that hold the loop. Where one ran and held nothing it was harmless (it ran in a thread, or its
path is one that reading got wrong); where it did not run, nobody has seen it do no harm.
"""

from collections.abc import Iterator

from checks.library.evidence import Evidence
from checks.report import Finding
from checks.source.facts import SourceFinding

RULES = ("blocking-sleep", "blocking-http", "blocking-subprocess", "blocking-database")


def findings(evidence: Evidence, known: set[tuple[str | None, int | None]]) -> Iterator[Finding]:
    """``known`` holds the places that are accused already."""
    doubtful = [item for item in evidence.facts.findings if _is_blocking(item)]
    open_questions = [item.finding for item in doubtful if (item.finding.path, item.finding.line) not in known]
    if not open_questions:
        return
    travelled = evidence.travelled_lines()
    if travelled is None:
        return
    yield from (finding for finding in open_questions if (finding.path, finding.line) not in travelled)


def _is_blocking(item: SourceFinding) -> bool:
    return item.family == "concurrency" and not item.certain and item.finding.rule in RULES
