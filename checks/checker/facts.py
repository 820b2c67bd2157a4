"""The fixture ``source``: what reading the student's files has shown, by name and line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, repr=False)
class Place:
    """Something in the student's files. As text it is ``views.py:6 …``: a message that begins so marks that line."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.text}"

    def __repr__(self) -> str:
        return f"<{self}>"


@dataclass(frozen=True, repr=False)
class Function(Place):
    """``name`` is qualified, as in ``Orders.get``; ``last_line`` is that of its body."""

    name: str
    last_line: int
    is_async: bool
    is_generator: bool


@dataclass(frozen=True, repr=False)
class Call(Place):
    """``target`` is what is called, whatever it was imported as: ``time.sleep``; None where that is not known.

    ``awaited`` is True, False, or None where reading cannot tell (a task that is awaited later, say). ``function`` is
    the name of the function that it stands in, empty at the top of the file.
    """

    target: str | None
    function: str
    makes_coroutine: bool | None
    awaited: bool | None


@dataclass(frozen=True, repr=False)
class Import(Place):
    """``from time import sleep as nap`` has the module ``time``, the name ``sleep`` and the alias ``nap``."""

    module: str
    name: str | None
    alias: str | None


@dataclass
class Source:
    """``used`` tells whether the test has looked at all."""

    _files: Mapping[str, str]
    _facts: Mapping[str, Any]
    used: bool = field(default=False)

    @property
    def files(self) -> dict[str, str]:
        """The text of each file."""
        self.used = True
        return dict(self._files)

    @property
    def text(self) -> str:
        """The text of views.py."""
        return self.files["views.py"]

    @property
    def functions(self) -> list[Function]:
        """Every function and method, in the order of their lines."""
        self.used = True
        return [
            Function(*_where(said), said["name"], said["last_line"], said["is_async"], said["is_generator"])
            for said in self._facts["functions"]
        ]

    def function(self, name: str) -> Function:
        """The function of this name. The test fails where there is none."""
        found = next((function for function in self.functions if function.name == name), None)
        if found is None:
            raise AssertionError(f"there is no function {name} in your file")
        return found

    def calls(self, target: str | None = None, *, within: str | None = None) -> list[Call]:
        """The calls of ``target``, such as ``time.sleep``, or all; ``within``: only those in this function."""
        self.used = True
        calls = [
            Call(*_where(said), said["target"], said["function"], said["is_coroutine"], AWAITED.get(said["state"]))
            for said in self._facts["calls"]
        ]
        return [
            call for call in calls if target in (None, call.target, _name(call)) and within in (None, call.function)
        ]

    def imports(self, module: str | None = None) -> list[Import]:
        """The imports of ``module`` and of what is in it, or all."""
        self.used = True
        found = [Import(*_where(said), said["module"], said["name"], said["alias"]) for said in self._facts["imports"]]
        return [item for item in found if module is None or f"{item.module}.".startswith(f"{module}.")]

    def __repr__(self) -> str:
        return f"<the source of {', '.join(self._files)}>"


AWAITED = {"awaited": True, "never": False}


def _where(said: Mapping[str, Any]) -> tuple[str, int, str]:
    return said["span"]["path"], said["span"]["line"], said.get("text") or said.get("name") or ""


def _name(call: Call) -> str | None:
    """What an unknown target is called by in the text."""
    return call.text.partition("(")[0] if call.target is None else None
