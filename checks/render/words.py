"""What the renderers for people share: words, figures, and text made harmless."""

import re
from collections.abc import Iterator

from checks.report import CheckResult, Finding, Outcome, Points, Report, VirtualSeconds

ICONS: dict[Outcome, str] = {"passed": "✓", "failed": "✗", "skipped": "-", "error": "!"}

# All control characters but tab and line feed, and those that turn the direction of writing.
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """What a stranger wrote, unable to steer a terminal or to disguise itself."""
    return HARMFUL.sub(REPLACEMENT, text)


def points(value: Points) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def seconds(value: VirtualSeconds) -> str:
    """At least one decimal, at most three."""
    whole, _, decimals = f"{value:.3f}".partition(".")
    return f"{whole}.{decimals.rstrip('0') or '0'} s"


def place(finding: Finding) -> str:
    """``views.py:6:5``, as far as it is known."""
    parts = (finding.path, finding.line, finding.column)
    return ":".join(clean(str(part)) for part in parts if part is not None)


def because(check: CheckResult, report: Report) -> str:
    """What a skipped check waits for, by the title of the check that it depends on; its summary says why."""
    title = next((other.title for other in report.checks if other.id == check.because), check.because)
    return f"Not judged until this holds: {title}" if title else ""


def errors(report: Report) -> Iterator[Finding]:
    """Each thing that cost points, once, in the order of the checks."""
    seen = set()
    for check in report.checks:
        for finding in check.findings:
            key = (finding.rule, finding.path, finding.line, finding.column, finding.message)
            if finding.severity == "error" and check.outcome != "passed" and key not in seen:
                seen.add(key)
                yield finding


def verdict(report: Report) -> str:
    """One sentence on the whole."""
    if report.status == "rejected":
        return "This submission could not be read. It was not graded, and no attempt was used."
    if report.status == "instructor_error":
        return "The assignment itself has a fault. This is not your mistake, and no attempt was used."
    if report.status == "platform_error":
        return "The grader could not do its work. This is not your mistake, and no attempt was used."
    passed = sum(check.outcome == "passed" for check in report.checks)
    if report.full_marks:
        return "Everything holds." if passed > 1 else "The check holds."
    return f"{passed} of {len(report.checks)} checks passed."
