"""What is wrong with an assignment, in words for the person who wrote it.

``AssignmentError`` is the only exception of this room. Its message says what was found and what is allowed; ``key``
names the place in the file as in ``checks[2].expect.status`` (lists count from 1), or is empty for a whole file.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

TOML = "assignment.toml"

KINDS = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list in [ ]",
    "dict_type": "a table in { }",
    "too_short": "a list with at least one entry",
    "string_too_short": "a text that is not empty",
    "string_too_long": "a text of at most {max_length} characters",
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "at least {ge:g}",
    "less_than_equal": "at most {le:g}",
}


class AssignmentError(Exception):
    """An assignment that cannot be used."""

    def __init__(self, path: str, key: str, message: str) -> None:
        super().__init__(": ".join(part for part in (path, key, message) if part))
        self.path = path
        self.key = key
        self.message = message


def wrong(key: str, message: str) -> AssignmentError:
    """An error in assignment.toml itself."""
    return AssignmentError(TOML, key, message)


def problem(message: str, key: str = "") -> PydanticCustomError:
    """For validators: a finished sentence, about ``key`` inside the value that is validated."""
    return PydanticCustomError("assignment", "{message}", {"message": message, "key": key})


def translated(error: ValidationError, at: Sequence[str | int] = ()) -> AssignmentError:
    """The first thing that pydantic found, in our words."""
    first = error.errors(include_url=False)[0]
    return wrong(key_of([*at, *first["loc"], first.get("ctx", {}).get("key", "")]), sentence(first))


def key_of(parts: Sequence[str | int]) -> str:
    key = ""
    for part in parts:
        key += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if part else ""
    return key.lstrip(".")


def sentence(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "assignment":
        return str(context["message"])
    if kind == "missing":
        return "is missing; it is required"
    if kind == "literal_error":
        return f"found {shown(error['input'])}; allowed is {context['expected']}"
    if kind in KINDS:
        return f"found {shown(error['input'])}; allowed is {KINDS[kind].format(**context)}"
    return f"found {shown(error['input'])}; {error['msg'][0].lower()}{error['msg'][1:]}"


def shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def suggestion(name: str, known: Iterable[str]) -> str:
    """`` Did you mean `view`?`` or nothing."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f" Did you mean `{close[0]}`?" if close else ""
