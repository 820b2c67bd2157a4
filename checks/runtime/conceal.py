"""Takes what is ours out of the sight of the student's code."""

import sys
from functools import cache
from types import ModuleType
from typing import Any

from checks.hidden import Hidden, forget_subclasses, hide_modules

OURS = ("checks", "worker", "ctypes", "_ctypes", "__main__")
RUNNING = ("checks.runtime.", "checks.channel", "checks.signing", "checks.hidden")
_kept: list[ModuleType] = []
_classes: list[tuple[dict[str, Any], str]] = []


def prepare() -> None:
    """What is the same for every subject, done once before the forks."""
    ours = _ours(len(sys.modules))
    hide_modules(name for name in ours if name.startswith(RUNNING))
    for module in [sys.modules[name] for name in ours if not name.startswith(RUNNING)]:
        names = vars(module)
        _classes.extend((names, name) for name in names if _is_of_a_run(names[name]))


def conceal() -> None:
    """In the loader, before the student's code: no module of ours can be found, and no class of a run."""
    _kept.extend(sys.modules.pop(name) for name in _ours(len(sys.modules)))
    sys.modules["__main__"] = ModuleType("__main__")
    for names, name in _classes:  # what does not run with the student's code need not lead to what does
        names.pop(name, None)
    forget_subclasses()


@cache
def _ours(modules: int) -> list[str]:
    """Looked for before the forks, and again where there are more ``modules`` than there were."""
    return [name for name in sys.modules if name.partition(".")[0] in OURS]


def _is_of_a_run(value: Any) -> bool:
    return issubclass(type(value), type) and issubclass(value, Hidden)
