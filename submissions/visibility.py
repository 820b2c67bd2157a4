"""What of a report its reader may see. Everything that shows a report or a score asks here.

What is hidden leaves no trace: neither its id nor its title, points, findings or picture, nor what follows from them.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from django.db.models import Case, Expression, F, FloatField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from checks.report import CheckResult, Fault, Report, Visibility
from submissions.deadlines import Terms
from submissions.models import Assignment, Extension

NOT_SHOWN = "What this check depends on is not shown."
BROKEN = (
    "Your submission could not be graded, because a check of this assignment is broken. This is not your mistake, and"
    " no attempt was used. Your instructor can see what happened."
)


@dataclass(frozen=True)
class Reader:
    """Who reads, and when. ``due_passed``: the reader's own due date, where there is one, is over."""

    staff: bool
    due_passed: bool = False
    published: bool = False

    def sees(self, visibility: Visibility) -> bool:
        if self.staff or visibility == "visible":
            return True
        if visibility == "after_due_date":
            return self.due_passed
        return visibility == "after_published" and self.published


def reader(assignment: Assignment, terms: Terms, now: datetime, *, staff: bool) -> Reader:
    """Without a due date, what waits for it is shown when the results are published."""
    published = assignment.results_published
    due_passed = published if terms.due_at is None else now > terms.due_at
    return Reader(staff=staff, due_passed=due_passed, published=published)


def shown(report: Report, reader: Reader) -> Report:
    """The report as its reader may have it, in every form."""
    if reader.staff:
        return report
    report = report.model_copy(update={"fault": _fault(report.fault)})
    hidden = frozenset(check.id for check in report.checks if not reader.sees(check.visibility))
    if not hidden:
        return report
    checks = tuple(_alone(check, hidden) for check in report.checks if check.id not in hidden)
    return report.model_copy(
        update={
            "checks": checks,
            "score": sum(check.points for check in checks),
            "max_score": sum(check.max_points for check in checks),
            "advice": (),  # what is advised depends on what other checks found
            "facts": report.facts.model_copy(update={"virtual_seconds": _longest(checks), "real_ms": 0}),
        }
    )


def _alone(check: CheckResult, hidden: frozenset[str]) -> CheckResult:
    if check.because not in hidden:
        return check
    return check.model_copy(update={"because": None, "summary": NOT_SHOWN})


def _fault(fault: Fault | None) -> Fault | None:
    """An instructor's traceback is the instructor's; so is the name of the check that raised it."""
    if fault is None or fault.owner == "student":
        return fault
    message = BROKEN if fault.owner == "instructor" else fault.message
    return Fault(owner=fault.owner, message=message)


def _longest(checks: tuple[CheckResult, ...]) -> float:
    ends = [request.end for check in checks if check.timeline for request in check.timeline.requests]
    return max(ends, default=0.0)


def seen_points(now: datetime, *, staff: bool) -> Any:
    """Of a submission with a result: the points that its reader may see, after what lateness takes."""
    if staff:
        return F("result__points")
    left = (Value(100.0) - F("penalty")) / Value(100.0)
    seen = _seen("score", now)
    overridden = When(result__overridden=True, then=F("result__points"))
    return Case(overridden, default=seen * left, output_field=FloatField())


def seen_maximum(now: datetime, *, staff: bool) -> Any:
    if staff:
        return F("result__max_score")
    overridden = When(result__overridden=True, then=F("result__max_score"))
    return Case(overridden, default=_seen("max", now), output_field=FloatField())


def _seen(what: str, now: datetime) -> Any:
    """The SQL twin of ``Reader.sees``: of what is hidden nothing is in the sum."""
    parts: list[Expression | F] = [
        F(f"result__always_{what}"),
        _where(_due_passed(now), F(f"result__due_{what}")),
        _where(Q(assignment__results_published=True), F(f"result__published_{what}")),
    ]
    return reduce(lambda one, other: one + other, parts)


def _where(condition: Q, value: F) -> Case:
    return Case(When(condition, then=value), default=Value(0.0), output_field=FloatField())


def _due_passed(now: datetime) -> Q:
    """Needs the annotation ``own_due`` of ``with_own_due``."""
    return Q(own_due__lt=now) | Q(own_due=None, assignment__results_published=True)


def with_own_due(submissions: Any) -> Any:
    """Each submission with the due date that holds for its author, as ``own_due``."""
    extended = Extension.objects.filter(assignment=OuterRef("assignment"), student=OuterRef("author"))
    due = F("assignment__due_at")
    later = Greatest(due, Coalesce(Subquery(extended.values("due_at")[:1]), due))
    return submissions.annotate(own_due=Case(When(assignment__due_at=None, then=Value(None)), default=later))
