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
EXPLAINED: dict[Use, str] = {
    "signature": "Is it really an asynchronous view, under the routed name, also after its decorators?",
    "awaiting": "Is everything that has to be awaited awaited, once, by the code that needs its value?",
    "concurrency": "Does it leave the event loop free, so that many requests take as long as one?",
    "response": "Does one request get the answer, the time and the state that you describe?",
    "pytest": "Your own tests in checks/test_*.py; each test function is a check of its own.",
}
COMMON = frozenset({"id", "use", "title", "points", "visibility", "hint"})
KEYS: dict[Use, frozenset[str]] = {
    "signature": COMMON,
    "awaiting": COMMON,
    "concurrency": COMMON | {"requests", "concurrent", "body", "expect", "distinct", "echo", "within", "at_least"},
    "response": COMMON | {"request", "expect", "within", "at_least", "state"},
    "pytest": frozenset({"use", "points", "visibility", "hint", "files"}),
}


def said(title: str, description: str = "") -> Any:
    """How a key is called and explained where people fill it in."""
    return Field(title=title, description=description)


class Expect(Table):
    """What an answer must be. ``header`` maps each name to its value, or to None where it need only be there.

    In TOML a header is ``"X-Checked"``, ``"X-Checked: yes"`` or ``{X-Checked = "yes"}``.
    """

    status: Annotated[
        Annotated[int, Field(ge=100, le=599)] | None, said("Status", "Such as 200; empty: any that is no error")
    ] = None
    text: Annotated[str | None, said("Text", "The whole text of the answer")] = None
    json_: Json = Field(default=None, alias="json", title="JSON", description="The whole answer, as JSON")
    json_keys: Annotated[Words | None, said("JSON keys", "Keys that the answer must have, one a line")] = None
    header: Annotated[
        dict[str, str | None] | None, said("Headers", "One a line: Name: value, or one name that need only be there")
    ] = None
    streamed: Annotated[bool | None, said("Streamed", "Whether it must come in parts, one after the other")] = None

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

    id: Annotated[Name, said("Id", "Stable and unique; wrong solutions name it. Empty: the name of the check")] = ""
    use: Use
    title: Annotated[str, said("Title", "What students read. Empty: the one of the catalogue")] = ""
    points: Annotated[PointsField, said("Points", "Empty: what the catalogue gives it")] = POINTS["pytest"]
    visibility: Annotated[Visibility, said("Students see it", "A hidden check leaves no trace until then")] = "visible"
    hint: Annotated[str | None, said("Hint", "Shown to a student who fails it")] = None
    requests: Annotated[
        Annotated[tuple[Request, ...], Field(strict=False, min_length=1)] | None,
        said("Requests", "One a line: GET /slow/, or POST /path/ and its JSON. {n} is its number. Empty: every route"),
    ] = None
    concurrent: Annotated[int, Field(ge=1, le=200), said("At once", "How many requests at the same time; 10")] = 10
    body: Annotated[Json, said("Body", "JSON that is sent with every request that has none of its own")] = None
    expect: Annotated[Expect | None, said("Expected answer")] = None
    distinct: Annotated[Words, said("Distinct", "JSON keys whose values may not repeat among answers, one a line")] = ()
    echo: Annotated[
        dict[str, str], said("Echo", "JSON keys that must carry what their request sent, one a line: name = v{n}")
    ] = {}
    within: Annotated[Seconds | None, said("Within", "Virtual seconds that one request may take at most")] = None
    at_least: Annotated[Seconds | None, said("At least", "Virtual seconds that one request must take")] = None
    state: Annotated[
        dict[str, Json],
        said("State", "What support modules must hold when the answer leaves, one a line: services.OUTBOX = JSON"),
    ] = {}
    request: Annotated[Request | None, said("Request", "GET /slow/, or POST /path/ and its JSON")] = None
    files: Annotated[
        Words | None, said("Files", "Names in checks/, one a line. Empty: all that no other check names")
    ] = None
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

    status: Annotated[int, Field(ge=100, le=599), said("Status", "Empty: 200")] = 200
    json_: Json = Field(default=None, alias="json", title="JSON", description="The answer as JSON")
    text: Annotated[str | None, said("Text", "Or the answer as a text")] = None
    headers: Annotated[dict[str, str], said("Headers", "One a line: name = value")] = {}

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

    request: Annotated[Request, said("Request", "What the view asks for, such as GET /")]
    answer: Answer = Answer()
    delay: Annotated[Seconds, said("Delay", "Virtual seconds until it answers")] = 0.0


class Upstream(Table):
    """A pretended web service; the environment variable ``variable`` carries its address."""

    variable: Annotated[
        Variable, said("Variable", "The environment variable with the service's address; rows with the same are one")
    ]
    routes: Annotated[tuple[UpstreamRoute, ...], Field(strict=False, min_length=1)]


class AssignmentLimits(Table):
    """Real seconds and bytes for a whole attempt, and what is thought of work that is moved to threads."""

    seconds: Annotated[
        Seconds, Field(gt=0, le=MAX_REAL_SECONDS), said("Seconds", "Real seconds for the whole attempt; 10")
    ] = 10.0
    memory: Annotated[Memory, said("Memory", "Such as 256M, from 64M to 1G")] = 256 << 20
    threads: Annotated[Threads, said("Threads", "What is thought of work that is moved to threads")] = "advise"
