"""What is found, family by family, each finding on its line."""

from collections.abc import Mapping, Sequence

from checks.source.facts import SourceFinding
from checks.source.frames import Frame
from checks.source.machine import Machine
from checks.source.rules import advice, awaiting, clients, concurrency, habits, names, signature


def all_findings(
    machine: Machine, frame: Frame, views: Sequence[str], parameters: Mapping[str, Sequence[str]] | None
) -> list[SourceFinding]:
    """Every finding once, in the order of the lines."""
    found = [
        *signature.findings(machine, frame, views, parameters),
        *names.findings(machine),
        *awaiting.findings(machine),
        *concurrency.findings(machine, frame),
        *advice.findings(machine),
        *habits.findings(machine, set(views)),
        *clients.findings(machine),
    ]
    unique = {(f.finding.rule, f.finding.path, f.finding.line, f.finding.column): f for f in found}
    return sorted(unique.values(), key=lambda f: (f.finding.path or "", f.finding.line or 0, f.finding.column or 0))
