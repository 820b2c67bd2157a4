"""Is everything that has to be awaited awaited, once, by the code that needs its value?"""

from checks.assignment import CheckSpec
from checks.library.evidence import Evidence
from checks.library.faults import Fault, of_family
from checks.library.verdict import Verdict
from checks.library.words import count


def judge(spec: CheckSpec, evidence: Evidence, faults: list[Fault]) -> Verdict:
    findings = of_family(faults, "awaiting")
    if not findings:
        return Verdict("passed", "No coroutine and no task is left unawaited.")
    lines = sorted({finding.line for finding in findings if finding.line is not None})
    where = f", on line {lines[0]}" if len(lines) == 1 else ""
    return Verdict("failed", f"{count(len(findings), 'mistake')} in awaiting{where}.", findings)
