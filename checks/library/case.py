"""What a check is given to judge by."""

from dataclasses import dataclass

from checks.library.evidence import Evidence
from checks.library.faults import Fault
from checks.library.verdict import Verdicts


@dataclass(frozen=True)
class Case:
    """The evidence, every fault that it shows, and the verdicts of the checks that were judged before."""

    evidence: Evidence
    faults: list[Fault]
    verdicts: Verdicts
