"""What a check comes to."""

from dataclasses import dataclass, field

from checks.assignment import CheckSpec
from checks.report import CheckResult, Compared, Finding, Outcome, Timeline

MOST_FINDINGS = 50  # of one check; whoever has more to mend begins with these


@dataclass(frozen=True)
class Verdict:
    outcome: Outcome
    summary: str
    findings: tuple[Finding, ...] = ()
    because: str | None = None
    timeline: Timeline | None = None
    comparison: tuple[Compared, ...] = ()

    def result(self, spec: CheckSpec) -> CheckResult:
        return CheckResult(
            id=spec.id,
            family=spec.family,
            title=spec.title,
            outcome=self.outcome,
            points=spec.points if self.outcome == "passed" else 0,
            max_points=spec.points,
            visibility=spec.visibility,
            summary=self.summary,
            hint=spec.hint,
            because=self.because,
            findings=self.findings[:MOST_FINDINGS],
            timeline=self.timeline,
            comparison=self.comparison,
        )


@dataclass
class Verdicts:
    """The verdicts so far, in the order in which they were reached."""

    by_id: dict[str, Verdict] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)

    def add(self, spec: CheckSpec, verdict: Verdict) -> None:
        self.by_id[spec.id] = verdict
        self.families[spec.id] = spec.family

    def failed(self, family: str) -> str | None:
        """The id of the first check of a family that failed."""
        for identifier, verdict in self.by_id.items():
            if self.families[identifier] == family and verdict.outcome == "failed":
                return identifier
        return None


def skipped(because: str, why: str) -> Verdict:
    return Verdict("skipped", why, because=because)
