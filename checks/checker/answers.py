"""What a test gets back from the student's view. Times are virtual seconds."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

NANO = 1_000_000_000
MAX_SHOWN = 80


class NoAnswer(AssertionError):
    """The view gave no answer; the judge knows why, and says so on the student's line."""


class Unexpected(AssertionError):
    """The answer does not have what the test reads from it."""


class Response:
    """One answer. ``elapsed`` is from its request to its last byte, ``parts`` are (when, text) as they came."""

    def __init__(self, asked: str, said: Mapping[str, Any]) -> None:
        self._asked = asked
        self.status_code: int = said["status"]
        self.headers = Headers(said["headers"])
        self.elapsed: float = said["at"] / NANO
        self.parts: tuple[tuple[float, str], ...] = tuple((when / NANO, part) for when, part in said["parts"])
        self.state = State(said["state"])

    @property
    def text(self) -> str:
        return "".join(part for _, part in self.parts)

    @property
    def streamed(self) -> bool:
        """Whether its parts left one after the other and not all at the end."""
        return len({when for when, _ in self.parts}) > 1

    def json(self) -> Any:
        """The body; an object or a list of it says what is missing, where a test reads what is not there."""
        try:
            return _said(json.loads(self.text))
        except (ValueError, RecursionError) as error:
            raise Unexpected(f"the answer is not JSON: {_short(self.text)}") from error

    def __repr__(self) -> str:
        return f"<{self._asked}: {self.status_code} after {self.elapsed:g} s>"


@dataclass(frozen=True)
class Burst:
    """Answers to requests that were sent at once, in the order of the requests."""

    responses: tuple[Response, ...]

    @property
    def makespan(self) -> float:
        """From the first request to the last answer."""
        return max(response.elapsed for response in self.responses)

    def __iter__(self) -> Iterator[Response]:
        return iter(self.responses)

    def __len__(self) -> int:
        return len(self.responses)

    def __repr__(self) -> str:
        return f"<{len(self)} answers after {self.makespan:g} s>"


class HangUp:
    """What became of a request whose client left. ``elapsed`` is from its request to the end of the view."""

    def __init__(self, asked: str, said: Mapping[str, Any]) -> None:
        self._asked = asked
        self.response = Response(asked, said) if said["kind"] == "answer" else None
        self.elapsed: float = said["at"] / NANO
        self.state = State(said["state"])

    @property
    def cancelled(self) -> bool:
        """Whether the view ended without an answer, as it does when nothing stands in the way of the cancellation."""
        return self.response is None

    def __repr__(self) -> str:
        fate = "cancelled" if self.cancelled else "answered"
        return f"<{self._asked}: {fate} after {self.elapsed:g} s>"


class Headers(Mapping[str, str]):
    """The headers of an answer, whatever the case of their names; of several with one name the last."""

    def __init__(self, headers: Sequence[Sequence[str]]) -> None:
        self._headers = {name.lower(): value for name, value in headers}

    def __getitem__(self, name: str) -> str:
        if name.lower() not in self._headers:
            raise Unexpected(f"the answer has no header {name}")
        return self._headers[name.lower()]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._headers

    def get(self, name: str, default: Any = None) -> Any:
        return self._headers.get(name.lower(), default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._headers)

    def __len__(self) -> int:
        return len(self._headers)

    def __repr__(self) -> str:
        return repr(self._headers)


class State(dict[str, Any]):
    """What support modules held when the answer left, by the names that the request asked for."""

    def __missing__(self, name: str) -> NoReturn:
        raise LookupError(f'the request did not ask for this: client.get(…, state=["{name}"])')


class Object(dict[str, Any]):
    """A JSON object of an answer."""

    def __missing__(self, key: object) -> NoReturn:
        raise Unexpected(f"the answer has no key {key!r}: {_short(json.dumps(self))}")


class Array(list[Any]):
    """A JSON list of an answer."""

    def __getitem__(self, index: Any) -> Any:
        try:
            return super().__getitem__(index)
        except IndexError as error:
            message = f"the answer has {len(self)} entries and none at {index}: {_short(json.dumps(self))}"
            raise Unexpected(message) from error


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return Object({key: _said(item) for key, item in value.items()})
    if isinstance(value, list):
        return Array(map(_said, value))
    return value


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_SHOWN else f"{line[:MAX_SHOWN]}…"
