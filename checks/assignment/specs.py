"""The tables of assignment.toml: checks, what they expect, upstreams, limits."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from checks.assignment.errors import listed, problem, shown, suggestion
from checks.assignment.routes import Request
from checks.assignment.table import MAX_REAL_SECONDS, Json, Memory, Name, PointsField, Seconds, Table, Variable, Words
from checks.report import Family, Visibility

Use = Literal["signature", "awaiting", "concurrency", "response", "pytest"]
Threads = Literal["allow", "advise", "forbid"]

POINTS: dict[Use, int] = {"signature": 20, "awaiting": 30, "concurrency": 50, "response": 20, "pytest": 20}
TITLES: dict[str, str] = {
    "signature": "It is an asynchronous view",
    "awaiting": "Everything that must be awaited is awaited",
    "concurrency": "It leaves the event loop free",
    "response": "It answers what was asked for",
}
COMMON = frozenset({"id", "use", "title", "points", "visibility", "hint"})
KEYS: dict[Use, frozenset[str]] = {
    "signature": COMMON,
    "awaiting": COMMON,
    "concurrency": COMMON | {"requests", "concurrent", "body", "expect", "distinct", "echo", "within", "at_least"},
    "response": COMMON | {"request", "expect", "within", "at_least", "state"},
    "pytest": frozenset({"use", "points", "visibility", "hint", "files"}),
}


class Expect(Table):
    """What an answer must be. ``header`` maps each name to its value, or to None where it need only be there.

    In TOML a header is ``"X-Checked"``, ``"X-Checked: yes"`` or ``{X-Checked = "yes"}``.
    """

    status: Annotated[int, Field(ge=100, le=599)] | None = None
    text: str | None = None
    json_: Json = Field(default=None, alias="json")
    json_keys: Words | None = None
    header: dict[str, str | None] | None = None
    streamed: bool | None = None

    @property
    def json(self) -> Any:  # hides pydantic's deprecated method, which nobody calls
        return self.json_

    @field_validator("header", mode="before")
    @classmethod
    def header_table(cls, value: Any) -> Any:
        if isinstance(value, str):
            name, colon, content = value.partition(":")
            value = {name.strip(): content.strip() if colon else None}
        if not isinstance(value, dict) or not all(re.fullmatch(r"[\w-]+", name) for name in value):
            raise problem(f'found {shown(value)}; allowed is "Name", "Name: value" or {{Name = "value"}}')
        return value

    @model_validator(mode="after")
    def something(self) -> Self:
        if not self.model_fields_set:
            raise problem(f"is empty; say what to expect: {listed(['status', 'text', 'json', 'json_keys', 'header'])}")
        return self


class CheckSpec(Table):
    """One check. Which keys it takes depends on ``use``; the others keep their defaults."""

    id: Name = ""
    use: Use
    title: str = ""
    points: PointsField = POINTS["pytest"]
    visibility: Visibility = "visible"
    hint: str | None = None
    requests: Annotated[tuple[Request, ...], Field(strict=False, min_length=1)] | None = None
    concurrent: Annotated[int, Field(ge=1, le=200)] = 10
    body: Json = None
    expect: Expect | None = None
    distinct: Words = ()
    echo: dict[str, str] = {}
    within: Seconds | None = None
    at_least: Seconds | None = None
    state: dict[str, Json] = {}
    request: Request | None = None
    files: Words | None = None
    test: str | None = None  # of a test function that is a check: its file and name, as pytest writes them

    @model_validator(mode="before")
    @classmethod
    def with_defaults(cls, data: Any) -> Any:
        """Title, points and id follow from ``use``; a key of another ``use`` is an error."""
        if not isinstance(data, dict):
            return data
        if (use := data.get("use")) not in KEYS:
            raise problem(f"found {shown(use)}; allowed: {listed(KEYS)}.{suggestion(str(use), KEYS)}", "use")
        for key in data:
            if key in cls.model_fields and key not in KEYS[use]:
                raise problem(f"does not belong to a check with use = {shown(use)}; allowed: {listed(KEYS[use])}", key)
        # An instructor's own tests bring their names and titles, and whether points are given makes a difference.
        defaults = {} if use == "pytest" else {"id": use, "title": TITLES[use], "points": POINTS[use]}
        return defaults | data

    @model_validator(mode="after")
    def times_that_can_be(self) -> Self:
        if self.within is not None and self.at_least is not None and self.at_least > self.within:
            raise problem(f"{self.at_least} is more than within = {self.within}; no request can take both", "at_least")
        return self

    @property
    def family(self) -> Family:
        return "custom" if self.use == "pytest" else self.use


class Answer(Table):
    """What a pretended service says: JSON or text."""

    status: Annotated[int, Field(ge=100, le=599)] = 200
    json_: Json = Field(default=None, alias="json")
    text: str | None = None
    headers: dict[str, str] = {}

    @property
    def json(self) -> Any:  # hides pydantic's deprecated method, which nobody calls
        return self.json_

    @model_validator(mode="after")
    def one_body(self) -> Self:
        if self.json_ is not None and self.text is not None:
            raise problem("has both json and text; one answer has one body")
        return self


class UpstreamRoute(Table):
    """``delay`` is in virtual seconds."""

    request: Request
    answer: Answer = Answer()
    delay: Seconds = 0.0


class Upstream(Table):
    """A pretended web service; the environment variable ``variable`` carries its address."""

    variable: Variable
    routes: Annotated[tuple[UpstreamRoute, ...], Field(strict=False, min_length=1)]


class AssignmentLimits(Table):
    """Real seconds and bytes for a whole attempt, and what is thought of work that is moved to threads."""

    seconds: Annotated[Seconds, Field(gt=0, le=MAX_REAL_SECONDS)] = 10.0
    memory: Memory = 256 << 20
    threads: Threads = "advise"
