"""What a subject may say, each message parsed with exact types; anything else is the subject's fault.

Times are virtual nanoseconds since the run began. A place is ``[path, line, column, end_line, end_column]`` with lines
from 1 and columns from 0 in UTF-8 bytes, null where only the line is known.
"""

import json
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from checks.channel import Frame, ProtocolError

Nanoseconds = Annotated[int, Field(ge=0, le=10**18)]
Number = Annotated[int, Field(ge=0, le=1000)]
Text = Annotated[str, Field(max_length=2000)]
Line = Annotated[int, Field(ge=1, le=10**6)]
Column = Annotated[int, Field(ge=0, le=10**6)] | None
Names = Annotated[list[Text], Field(max_length=10)]
Entry = TypeVar("Entry")
Entries = Annotated[list[Entry], Field(max_length=10_000)]
Place = tuple[Text, Line, Column, Line | None, Column]


class Said(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class ViewSaid(Said):
    name: Text
    kind: Literal[
        "missing", "async class", "mixed class", "class", "async generator", "async function", "function", "other"
    ]
    parameters: Annotated[list[Text], Field(max_length=20)] | None
    place: Place | None


class ErrorSaid(Said):
    type: Text
    message: Text
    places: Annotated[list[tuple[Place, Text]], Field(max_length=20)]
    inner: Annotated[list["ErrorSaid"], Field(max_length=6)]

    def chain(self) -> list["ErrorSaid"]:
        """This one and all that it came from, itself first."""
        return [self, *(error for inner in self.inner for error in inner.chain())]


class Loaded(Said):
    event: Literal["loaded"]
    views: Annotated[list[ViewSaid], Field(max_length=100)]
    forks: bool
    tampered: Names


class Ready(Said):
    """Everything of ours is in place; what comes now is the course's code and the student's."""

    event: Literal["ready"]


class LoadFailed(Said):
    event: Literal["load-failed"]
    stage: Literal["support", "import", "deadlock"]
    error: ErrorSaid | None


class Reach(Said):
    """The student's code reached for what it runs on: told before it got there, by whoever ran it."""

    event: Literal["reach"]
    kind: Literal["frame", "other"]  # one that only looks at its own frames does no harm
    what: Text
    place: Place | None


class Hold(Said):
    event: Literal["hold"]
    at: Nanoseconds
    request: Number | None
    kind: Literal["sleep", "lock", "join", "socket", "select", "process", "database", "file", "busy-wait"]
    start: Nanoseconds
    end: Nanoseconds
    place: Place | None


class Queued(Said):
    """A thread waited for a lock that another one held."""

    event: Literal["queued"]
    at: Nanoseconds
    request: Number | None
    start: Nanoseconds
    end: Nanoseconds
    place: Place


class Answer(Said):
    event: Literal["answer"]
    at: Nanoseconds
    request: Number
    real: Nanoseconds  # real time that it took, which matters only where child processes were waited for
    status: Annotated[int, Field(ge=100, le=599)]
    headers: Annotated[list[tuple[Text, Text]], Field(max_length=100)]
    parts: Annotated[list[tuple[Nanoseconds, str]], Field(max_length=500)]
    state: dict[str, Any]

    @property
    def text(self) -> str:
        return "".join(part for _, part in self.parts)


class NoAnswer(Said):
    event: Literal["no-answer"]
    at: Nanoseconds
    request: Number
    state: dict[str, Any]


class Raised(Said):
    event: Literal["raised"]
    at: Nanoseconds
    request: Number | None
    error: ErrorSaid


class NeverAwaited(Said):
    event: Literal["never-awaited"]
    at: Nanoseconds
    name: Text
    place: Place


class LeftBehind(Said):
    event: Literal["left-behind"]
    at: Nanoseconds
    request: Number
    place: Place
    name: Text


class Unasked(Said):
    event: Literal["unasked"]
    at: Nanoseconds
    request: Number | None
    place: Place
    name: Text


class Stuck(Said):
    """The run could not come to its end. ``held``: the loop's own thread is in the middle of a step."""

    event: Literal["stuck"]
    at: Nanoseconds
    why: Literal["deadlock", "spinning"]
    held: bool
    places: Annotated[list[tuple[Number | None, Place]], Field(max_length=50)]


class LifeSaid(Said):
    request: Number
    span: tuple[Nanoseconds, Nanoseconds]
    held: Nanoseconds
    step_cpu: Nanoseconds  # the most CPU time that one of its steps took
    timed: Nanoseconds  # how long the timers that it set itself have made it wait
    waits: Entries[tuple[Line, Nanoseconds]]  # how long its tasks, together, waited on each of the student's lines
    segments: Entries[tuple[Literal["waiting", "running", "blocked"], Nanoseconds, Nanoseconds, Line | None]]


class Trace(Said):
    """Which lines ran in a traced run, and the heaviest with their CPU nanoseconds, most first."""

    lines: Annotated[list[tuple[Text, Line]], Field(max_length=5000)]
    cpu: Annotated[list[tuple[Text, Line, Nanoseconds]], Field(max_length=20)]
    stalls: Annotated[list[tuple[Text, Line]], Field(max_length=20)]  # where the kernel was waited for, for real


class End(Said):
    event: Literal["end"]
    at: Nanoseconds
    stays: bool  # it waits for more requests, with all that these have left
    children: int  # processes that the submission started
    tampered: Names
    stalled: Nanoseconds  # real time that one step waited at most for something that moves no clock
    slowness: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    trace: Trace | None
    lives: Annotated[list[LifeSaid], Field(max_length=1001)]


class RunDied(Said):
    """``place`` is the line that crashed, where the process could still tell."""

    event: Literal["run-died"]
    exit_code: int
    signal: int
    place: Place | None


class Died(Said):
    event: Literal["died"]
    exit_code: int
    signal: int
    place: Place | None


class Hung(Said):
    """Stopped from outside: ``places`` are the student's lines that it was at, deepest first."""

    event: Literal["hung"]
    kind: Literal["step", "run", "import", "stall", "limit"]
    used: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None  # seconds of what it was stopped for
    places: Annotated[list[Place], Field(max_length=20)]

    @property
    def place(self) -> Place | None:
        return self.places[0] if self.places else None


Observation = Hold | Queued | Answer | NoAnswer | Raised | NeverAwaited | LeftBehind | Unasked | Stuck
Message = Ready | Loaded | LoadFailed | Observation | End | RunDied | Died | Hung

# Who may say what. Only of a run it is said with its number.
SPEAKERS: dict[str, type[Said] | tuple[type[Said], ...]] = {
    "watcher": (Died, Hung),
    "loader": (Ready, Loaded, LoadFailed, Reach, RunDied),
    "run": (
        Hold,
        Queued,
        Answer,
        NoAnswer,
        Raised,
        NeverAwaited,
        LeftBehind,
        Unasked,
        Stuck,
        Reach,
        End,
    ),
}


_ADAPTER: TypeAdapter[Message | Reach] = TypeAdapter(Annotated[Message | Reach, Field(discriminator="event")])


def parse(frame: Frame, speaker: str | None = None) -> Message | Reach:
    """Raises ProtocolError for everything that is not exactly one of the messages above, or not this speaker's."""
    try:
        # JSON mode, where arrays are tuples; half a character that a text may hold is no reason to refuse it
        message = _ADAPTER.validate_json(json.dumps(frame, ensure_ascii=False).encode("utf-8", "replace"))
    except ValidationError as error:
        first = error.errors()[0]
        raise ProtocolError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    if speaker is not None and not isinstance(message, SPEAKERS[speaker.split()[0]]):
        raise ProtocolError(f"the {speaker} has no business to say {message.event}")
    return message
