"""Is everything that has to be awaited awaited, once, by the code that needs its value?"""

from checks.assignment import CheckSpec
from checks.library.case import Case
from checks.library.faults import of_family
from checks.library.running import unless_running
from checks.library.verdict import Verdict
from checks.library.words import count


def judge(spec: CheckSpec, case: Case) -> Verdict:
    unjudged = unless_running(case)
    findings = of_family(case.faults, "awaiting")
    if unjudged is not None and (not findings or case.verdicts.failed("signature")):
        return unjudged
    if not findings:
        return Verdict("passed", "No coroutine and no task is left unawaited.")
    lines = sorted({finding.line for finding in findings if finding.line is not None})
    where = f", on line {lines[0]}" if len(lines) == 1 else ""
    return Verdict("failed", f"{count(len(findings), 'mistake')} in awaiting{where}.", findings)
