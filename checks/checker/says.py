"""What a checker may say, each message parsed with exact types; anything else is the fault of the tests.

It holds an instructor's code, which can hang, flood and break as anybody's can. Times are virtual nanoseconds.
"""

import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from checks.channel import Frame, ProtocolError

Nanoseconds = Annotated[int, Field(ge=0, le=10**16)]
Name = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(max_length=10_000)]
Header = tuple[Annotated[str, Field(pattern=r"^[\x21-\x7e]+$", max_length=100)], Annotated[str, Field(max_length=2000)]]


class Said(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Collected(Said):
    event: Literal["collected"]
    tests: Annotated[list[Name], Field(max_length=1000)]


class Broken(Said):
    """A file of tests could not be read."""

    event: Literal["broken"]
    detail: Text


class Begin(Said):
    event: Literal["begin"]
    test: Name
    case: Name


class Request(Said):
    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    path: Annotated[str, Field(pattern=r"^/[^ #]*$", max_length=2000)]
    body: Annotated[str, Field(max_length=64 << 10)] | None
    headers: Annotated[list[Header], Field(max_length=50)]
    hangs_up_after: Nanoseconds | None


class Ask(Said):
    """Requests that are to be sent at once, ``pause`` after the last ones were answered."""

    event: Literal["ask"]
    pause: Nanoseconds
    requests: Annotated[list[Request], Field(min_length=1, max_length=200)]
    state: Annotated[list[Name], Field(max_length=20)]


class Passed(Said):
    event: Literal["passed"]


class Failed(Said):
    """``answered``: it was an assertion that did not hold, and not an answer that did not come."""

    event: Literal["failed"]
    message: Text
    answered: bool


class OwnFault(Said):
    """The test went wrong by itself."""

    event: Literal["fault"]
    detail: Text


class End(Said):
    event: Literal["end"]


Outcome = Passed | Failed | OwnFault
Message = Collected | Broken | Begin | Ask | Outcome | End

_ADAPTER: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="event")])


def parse(frame: Frame) -> Message:
    """Raises ProtocolError for everything that is not exactly one of the messages above."""
    try:
        return _ADAPTER.validate_json(json.dumps(frame, ensure_ascii=False).encode("utf-8", "replace"))
    except ValidationError as error:
        first = error.errors()[0]
        raise ProtocolError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
