"""The one result object of the engine; every renderer and every page reads this and nothing else.

The JSON form is described key by key in ``docs/report.md``; its schema is made by :func:`json_schema`.
Times are virtual seconds since the first request of the run unless the name says ``real``.
"""

from typing import Any, Literal, NewType, Self

from pydantic import BaseModel, ConfigDict, Field

RuleId = NewType("RuleId", str)
VirtualSeconds = float
Points = int | float

Status = Literal["graded", "rejected", "instructor_error", "platform_error"]
Outcome = Literal["passed", "failed", "skipped", "error"]
Family = Literal["signature", "awaiting", "concurrency", "response", "custom"]
Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]
Severity = Literal["error", "advice"]
LimitName = Literal[
    "seconds",
    "cpu",
    "memory",
    "output",
    "processes",
    "open_files",
    "file_size",
    "scratch",
    "recursion",
    "answer",
    "answers",
    "step_cpu",
    "run_cpu",
    "import_cpu",
    "stall",
]
SegmentKind = Literal["waiting", "running", "blocked"]
AnswerPart = Literal["status", "text", "json", "json_keys", "header", "streamed", "time", "state"]


class Record(BaseModel):
    """An immutable value that crosses a border; unknown keys are refused where it comes in."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Finding(Record):
    """One thing to change, on its place in the student's files. Lines and columns count from 1, ends are exclusive."""

    rule: RuleId
    severity: Severity = "error"
    path: str | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    message: str
    hint: str | None = None
    help: str

    @classmethod
    def of(cls, rule: str, message: str, **where: Any) -> Self:
        return cls(rule=RuleId(rule), message=message, help=f"rules/{rule}", **where)


class Segment(Record):
    """A stretch of one request's life. ``line`` is the student's line that it waited on, ran or held the loop with."""

    kind: SegmentKind
    start: VirtualSeconds
    end: VirtualSeconds
    line: int | None = None


class RequestTimeline(Record):
    """``alone``: how long a request like this one takes when no other is there."""

    start: VirtualSeconds
    end: VirtualSeconds
    alone: VirtualSeconds | None = None
    segments: tuple[Segment, ...] = ()


class Timeline(Record):
    """The concurrent requests of one run, in the order in which they were sent."""

    requests: tuple[RequestTimeline, ...]


class Compared(Record):
    """Something that was asked of an answer, beside what came; None where there should be, or is, nothing.

    ``name`` says which header, which value of support modules, or where in the JSON.
    """

    part: AnswerPart
    name: str | None = None
    expected: str | None = None
    actual: str | None = None
    holds: bool


class CheckResult(Record):
    id: str
    family: Family
    title: str
    outcome: Outcome
    points: Points
    max_points: Points
    visibility: Visibility = "visible"
    summary: str
    hint: str | None = None
    because: str | None = None
    findings: tuple[Finding, ...] = ()
    timeline: Timeline | None = None
    comparison: tuple[Compared, ...] = ()


class AssignmentRef(Record):
    id: str
    title: str
    digest: str


class SubmissionRef(Record):
    digest: str
    files: tuple[str, ...]


class PassedLimit(Record):
    """A limit that the submission passed: bytes, seconds or a number, as ``docs/report.md`` says of each name."""

    name: LimitName
    allowed: float
    real_used: float | None = None


class Facts(Record):
    """What the verdicts were found with. Only keys that begin with ``real`` may differ between two runs."""

    python: str
    django: str
    thread_pool: int
    virtual_seconds: VirtualSeconds
    limit: PassedLimit | None = None
    real_ms: int

    def without_real(self) -> Self:
        """Without what may differ between two runs."""
        limit = self.limit.model_copy(update={"real_used": None}) if self.limit else None
        return self.model_copy(update={"limit": limit, "real_ms": 0})


class Fault(Record):
    """Why there is no grade: what happened, for the person who can mend it."""

    owner: Literal["student", "instructor", "platform"]
    message: str
    detail: str | None = None


class Report(Record):
    """One graded submission. ``schema`` rises when a key changes its meaning; new keys may come without that."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    schema_: Literal[1] = Field(default=1, alias="schema")
    status: Status
    assignment: AssignmentRef
    submission: SubmissionRef
    score: Points
    max_score: Points
    checks: tuple[CheckResult, ...] = ()
    advice: tuple[Finding, ...] = ()
    fault: Fault | None = None
    facts: Facts

    def to_json(self) -> str:
        """The report as one line of JSON, keys in their documented order."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Raises pydantic.ValidationError on anything that is not a report."""
        return cls.model_validate_json(text)

    @property
    def full_marks(self) -> bool:
        return self.status == "graded" and self.score == self.max_score


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a report, as it is published."""
    return Report.model_json_schema(by_alias=True)
