"""What a check is given to judge by."""

from dataclasses import dataclass

from checks.library.evidence import Evidence
from checks.library.examination import Examiner
from checks.library.faults import Fault
from checks.library.verdict import Verdicts


@dataclass(frozen=True)
class Case:
    """The evidence, every fault that it shows, the verdicts so far, and who runs the instructor's own checks."""

    evidence: Evidence
    faults: list[Fault]
    verdicts: Verdicts
    examiner: Examiner
