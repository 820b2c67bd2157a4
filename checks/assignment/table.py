"""The values that a TOML file may hold, with errors in our words."""

import math
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from checks.assignment.errors import listed, problem, shown, suggestion

MAX_SECONDS = 3600
MAX_DEPTH = 20
SIZES = {"M": 1 << 20, "G": 1 << 30}

# What the site allows to an assignment.
MAX_REAL_SECONDS = 60
MIN_MEMORY, MAX_MEMORY = 64 << 20, 1 << 30


class Table(BaseModel):
    """A TOML table: immutable, types as they are written, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def known_keys_only(cls, data: Any) -> Any:
        known = [field.alias or name for name, field in cls.model_fields.items()]
        if not isinstance(data, dict):
            raise problem(f"found {shown(data)}; allowed is a table with {listed(known)}")
        for key in data:
            if key not in known:
                raise problem(f"unknown key.{suggestion(key, known)} Allowed: {listed(known)}", key)
        return data


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def as_points(value: Any) -> int | float:
    if not is_number(value) or not 0 <= value <= 10_000:
        raise problem(f"found {shown(value)}; allowed is a number from 0 to 10000")
    return value  # type: ignore[no-any-return]  # is_number has looked


def as_seconds(value: Any) -> float:
    if not is_number(value) or not 0 <= value <= MAX_SECONDS:
        raise problem(f"found {shown(value)}; allowed is a number of seconds from 0 to {MAX_SECONDS}")
    return float(value)


def as_memory(value: Any) -> int:
    """``"256M"`` in bytes."""
    match = re.fullmatch(r"(\d{1,6})([MG])", value) if isinstance(value, str) else None
    size = int(match[1]) * SIZES[match[2]] if match else 0
    if not MIN_MEMORY <= size <= MAX_MEMORY:
        raise problem(f'found {shown(value)}; allowed is a size from "64M" to "1G"')
    return size


def as_name(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", value):
        raise problem(f"found {shown(value)}; allowed are at most 64 lower-case letters, digits, - and _")
    return value


def as_variable(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z][A-Z0-9_]{0,63}", value):
        raise problem(f"found {shown(value)}; allowed is the name of an environment variable such as UPSTREAM_URL")
    return value


def as_json(value: Any) -> Any:
    """TOML's dates and infinities have no form in JSON."""
    check_json(value)
    return value


def check_json(value: Any, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise problem(f"nested more than {MAX_DEPTH} levels deep")
    if isinstance(value, dict):
        for item in value.values():
            check_json(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            check_json(item, depth + 1)
    elif not (isinstance(value, str | bool) or is_number(value)):
        raise problem(
            f"found {shown(value)}; allowed is what JSON can hold: texts, numbers, true, false, lists, tables"
        )


Json = Annotated[Any, BeforeValidator(as_json)]
PointsField = Annotated[int | float, BeforeValidator(as_points)]
Seconds = Annotated[float, BeforeValidator(as_seconds)]
Memory = Annotated[int, BeforeValidator(as_memory)]
Name = Annotated[str, BeforeValidator(as_name)]
Variable = Annotated[str, BeforeValidator(as_variable)]
Words = Annotated[tuple[str, ...], Field(strict=False, min_length=1)]
