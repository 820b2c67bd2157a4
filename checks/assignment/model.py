"""The parsed assignment, which everything else reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from checks.assignment.routes import Route
from checks.assignment.specs import AssignmentLimits, CheckSpec, Upstream
from checks.report import AssignmentRef, Points


@dataclass(frozen=True)
class WrongSolution:
    """``fails``: the ids of exactly the checks that it must fail."""

    text: str
    fails: frozenset[str]


@dataclass(frozen=True)
class Assignment:
    """An assignment folder. Keys of ``support`` and ``custom`` are relative to support/ and checks/."""

    id: str
    title: str
    readme: str
    starter: str | None
    routes: tuple[Route, ...]
    checks: tuple[CheckSpec, ...]
    upstreams: tuple[Upstream, ...]
    limits: AssignmentLimits
    support: Mapping[str, bytes]
    references: Mapping[str, str]
    wrong: Mapping[str, WrongSolution]
    custom: Mapping[str, bytes]
    digest: str

    @property
    def max_score(self) -> Points:
        return sum(check.points for check in self.checks)

    @property
    def ref(self) -> AssignmentRef:
        return AssignmentRef(id=self.id, title=self.title, digest=self.digest)

    @cached_property
    def apps(self) -> tuple[str, ...]:
        """Packages of support/ that are installed apps, since they have models."""
        found = (path.removesuffix("/models.py") for path in self.support if path.endswith("/models.py"))
        return tuple(sorted(app for app in found if "/" not in app))

    def has_seed(self, app: str) -> bool:
        return f"{app}/seed.py" in self.support

    def route_of(self, path: str) -> Route | None:
        """The first route that a request's path leads to, as Django would choose."""
        return next((route for route in self.routes if route.matches(path)), None)
