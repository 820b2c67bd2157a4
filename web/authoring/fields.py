"""Which fields the rows of the form have: the keys of checks.assignment, with the titles and help that stand there."""

from dataclasses import dataclass

from pydantic import BaseModel

from checks.assignment import Answer, AssignmentLimits, CheckSpec, Expect, Route, Upstream, UpstreamRoute
from checks.assignment.specs import KEYS
from web.authoring import values
from web.authoring.values import Kind

KINDS: dict[str, Kind] = {
    "points": values.NUMBER,
    "visibility": values.VISIBILITY,
    "requests": values.REQUESTS,
    "request": values.REQUEST,
    "concurrent": values.NUMBER,
    "body": values.JSON,
    "distinct": values.LINES,
    "echo": values.TEXTS,
    "within": values.NUMBER,
    "at_least": values.NUMBER,
    "state": values.VALUES,
    "files": values.LINES,
    "expect.status": values.NUMBER,
    "expect.text": values.LONG,
    "expect.json": values.JSON,
    "expect.json_keys": values.LINES,
    "expect.header": values.HEADER,
    "expect.streamed": values.FLAG,
    "answer.status": values.NUMBER,
    "answer.json": values.JSON,
    "answer.text": values.LONG,
    "answer.headers": values.TEXTS,
    "delay": values.NUMBER,
    "seconds": values.NUMBER,
    "threads": values.THREADS,
}
FIRST = ("id", "title", "points", "visibility", "hint")


@dataclass(frozen=True)
class Field:
    """``key`` is dotted, as in ``expect.status``. The ``more`` of a row are folded away while they are empty."""

    key: str
    title: str
    help: str
    more: bool = False

    @property
    def kind(self) -> Kind:
        return KINDS.get(self.key, values.TEXT)


def of_model(model: type[BaseModel], prefix: str = "") -> tuple[Field, ...]:
    """Those that have a title."""
    found = ((field.alias or name, field) for name, field in model.model_fields.items() if field.title)
    return tuple(Field(f"{prefix}{name}", field.title or "", field.description or "") for name, field in found)


def _of_check(keys: frozenset[str]) -> tuple[Field, ...]:
    fields: list[Field] = []
    for field in of_model(CheckSpec):
        if field.key == "expect" and field.key in keys:
            fields += of_model(Expect, "expect.")
        elif field.key in keys:
            fields.append(field)
    return tuple(Field(each.key, each.title, each.help, more=each.key not in FIRST) for each in fields)


ROUTE = of_model(Route)
CHECK = {use: _of_check(keys) for use, keys in KEYS.items()}
ANSWER = (*of_model(Upstream), *of_model(UpstreamRoute), *of_model(Answer, "answer."))
LIMITS = of_model(AssignmentLimits)
