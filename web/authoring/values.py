"""What TOML holds, as people type it. What is no number stays a text, and the engine says what is allowed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

from checks.assignment.table import check_json


@dataclass(frozen=True)
class Kind:
    """``read`` is given no empty text. It raises ValueError with a sentence."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]
    many_lines: bool = False
    choices: tuple[tuple[str, str], ...] = ()


def number(text: str) -> Any:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def from_json(text: str) -> Any:
    try:
        value = json.loads(text)
        check_json(value)
        json.dumps(value, ensure_ascii=False).encode()
    except PydanticCustomError as error:
        raise ValueError(error.message()) from error
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is not JSON: {error}") from error
    return value


def to_json(value: Any) -> str:
    flat = json.dumps(value, ensure_ascii=False, default=str)
    return flat if len(flat) <= 70 else json.dumps(value, ensure_ascii=False, indent=2, default=str)


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def request(text: str) -> Any:
    """``GET /slow/``, or with the JSON that is sent."""
    method, _, rest = text.strip().partition(" ")
    path, _, body = rest.strip().partition(" ")
    if not body.strip():
        return text.strip()
    return {"method": method, "path": path, "body": from_json(body)}


def of_request(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    short = f"{value.get('method', 'GET')} {value.get('path', '')}"
    return f"{short} {json.dumps(value['body'], ensure_ascii=False)}" if "body" in value else short


def header(text: str) -> Any:
    """One as it stands; several as a table."""
    found = lines(text)
    if len(found) == 1:
        return found[0]
    parts = [line.partition(":") for line in found]
    if not all(colon for _, colon, _ in parts):
        raise ValueError("where there are several headers, each is written Name: value")
    return {name.strip(): content.strip() for name, _, content in parts}


def of_header(value: Any) -> str:
    return "\n".join(f"{name}: {text}" for name, text in value.items()) if isinstance(value, dict) else str(value)


def table(read: Callable[[str], Any]) -> Callable[[str], dict[str, Any]]:
    def read_all(text: str) -> dict[str, Any]:
        found = {}
        for line in lines(text):
            name, equals, content = line.partition("=")
            if not equals:
                raise ValueError(f"found {line!r}; allowed are lines such as name = value")
            found[name.strip()] = read(content.strip())
        return found

    return read_all


def of_table(write: Callable[[Any], str]) -> Callable[[Mapping[str, Any]], str]:
    return lambda value: "\n".join(f"{name} = {write(each)}" for name, each in value.items())


def flat_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def choice(*pairs: tuple[str, str]) -> Kind:
    return Kind(str, str, choices=pairs)


TEXT = Kind(str, str)
NUMBER = Kind(str, number)
JSON = Kind(to_json, from_json, many_lines=True)
LINES = Kind("\n".join, lines, many_lines=True)
REQUEST = Kind(of_request, request)
REQUESTS = Kind(
    lambda value: "\n".join(of_request(each) for each in value),
    lambda text: [request(line) for line in lines(text)],
    many_lines=True,
)
HEADER = Kind(of_header, header, many_lines=True)
TEXTS = Kind(of_table(str), table(str), many_lines=True)
VALUES = Kind(of_table(flat_json), table(from_json), many_lines=True)
LONG = Kind(str, str, many_lines=True)
FLAG = Kind(
    lambda value: "yes" if value else "no",
    {"yes": True, "no": False}.__getitem__,
    choices=(("", "either"), ("yes", "yes"), ("no", "no")),
)
VISIBILITY = choice(
    ("", "always"), ("hidden", "never"), ("after_due_date", "after the due date"), ("after_published", "once published")
)
THREADS = choice(("", "advise against it"), ("allow", "allow it"), ("forbid", "forbid it"))
