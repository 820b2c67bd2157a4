"""Where modules hold something under some name.

Looking through every module gives the process that does it a copy of most of their memory, so it is done once, before
the forks, and again only when there are more modules than there were.
"""

import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

Binding = tuple[str, dict[str, Any], str]  # a module's name, its namespace, and the name in it


def find(names: frozenset[str], kind: type) -> list[Binding]:
    """Every module's names out of ``names`` that are bound to an instance of exactly ``kind``."""
    return _find(names, kind, len(sys.modules))


@cache
def _find(names: frozenset[str], kind: type, modules: int) -> list[Binding]:
    return list(_look_through(names, kind))


def _look_through(names: frozenset[str], kind: type) -> Iterator[Binding]:
    for module_name, module in list(sys.modules.items()):
        if isinstance(module, ModuleType):
            namespace = vars(module)
            yield from (
                (module_name, namespace, name) for name in names & namespace.keys() if type(namespace[name]) is kind
            )
