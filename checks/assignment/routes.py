"""Routes and the requests that go to them."""

import keyword
import re
from functools import cached_property
from typing import Any, Literal, get_args
from urllib.parse import unquote

from pydantic import Field, field_validator, model_validator

from checks.assignment.errors import listed, problem, shown
from checks.assignment.table import Json, Table

Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
METHODS = get_args(Method)
NUMBER = "{n}"  # in a request's path: the number of that very request

# As in django.urls.converters, which is not imported here since that takes longer than grading does.
CONVERTERS = {
    "int": "[0-9]+",
    "str": "[^/]+",
    "slug": "[-a-zA-Z0-9_]+",
    "uuid": "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "path": ".+",
}
PARAMETER = re.compile(r"<(?:([^<>:]+):)?([^<>:]+)>")


class Route(Table):
    """``path`` is as in django.urls.path; ``view`` is a name in the student's views.py."""

    path: str = Field(title="Path", description="As in django.urls.path, such as slow/ or tea/<int:cups>/")
    view: str = Field(title="View", description="A function or View class of the student's views.py")

    @field_validator("path")
    @classmethod
    def usable_path(cls, path: str) -> str:
        if path.startswith("/"):
            raise problem(f"found {shown(path)}; a route starts without a slash: {shown(path.lstrip('/'))}")
        if "?" in path or any(character.isspace() for character in path):
            raise problem(f"found {shown(path)}; a route has no spaces and no query")
        compiled(path)
        return path

    @field_validator("view")
    @classmethod
    def usable_view(cls, view: str) -> str:
        if not view.isidentifier() or keyword.iskeyword(view):
            raise problem(f"found {shown(view)}; allowed is the name of a function or class in views.py")
        return view

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of the path's parameters, in their order."""
        return tuple(match[2] for match in PARAMETER.finditer(self.path))

    def matches(self, path: str) -> bool:
        """Whether a request's path (with its first slash, perhaps a query) leads here."""
        plain = unquote(path.partition("?")[0].replace(NUMBER, "0"))
        return bool(compiled(self.path).fullmatch(plain.removeprefix("/")))


def compiled(path: str) -> re.Pattern[str]:
    """The regular expression of a route; says what is wrong with one that Django would not take."""
    pattern, end, names = "", 0, set()
    for match in PARAMETER.finditer(path):
        converter, name = match[1] or "str", match[2]
        if converter not in CONVERTERS:
            raise problem(f"unknown converter {shown(converter)}; allowed: {listed(CONVERTERS)}")
        if not name.isidentifier() or name in names:
            raise problem(f"parameter {shown(name)} must be a name that is used once")
        names.add(name)
        pattern += f"{literal(path[end : match.start()])}(?:{CONVERTERS[converter]})"
        end = match.end()
    return re.compile(pattern + literal(path[end:]))


def literal(text: str) -> str:
    if "<" in text or ">" in text:
        raise problem(f"found {shown(text)}; a parameter is written <int:name>")
    return re.escape(text)


class Request(Table):
    """One request of a check. ``"GET /slow/"`` is short for ``{method = "GET", path = "/slow/"}``."""

    method: Method = "GET"
    path: str
    body: Json = None

    @model_validator(mode="before")
    @classmethod
    def from_text(cls, data: Any) -> Any:
        if not isinstance(data, str):
            return data
        method, _, path = data.partition(" ")
        if method not in METHODS or not path.startswith("/"):
            raise problem(f'found {shown(data)}; allowed is "METHOD /path" with a method of {", ".join(METHODS)}')
        return {"method": method, "path": path}

    @field_validator("path")
    @classmethod
    def usable_path(cls, path: str) -> str:
        if not path.startswith("/") or "#" in path or not path.isprintable() or " " in path:
            raise problem(f'found {shown(path)}; allowed is a path such as "/slow/?name=x", spaces written as %20')
        return path

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
