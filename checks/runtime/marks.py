"""What is remembered of an object while it lives, where nobody finds it from there."""

from _weakref import ref
from typing import Any, Generic, TypeVar

from checks.hidden import Hidden, hide
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there

Value = TypeVar("Value")


class Marks(Hidden, Generic[Value]):
    """As ``weakref.WeakKeyDictionary``, by identity; the weak references of an object, which it can list, end here."""

    def __init__(self) -> None:
        self._marks: dict[int, tuple[ref[Any], Value]] = {}

    def __setitem__(self, thing: Any, value: Value) -> None:
        marks, number = self._marks, id(thing)
        marks[number] = ref(thing, hide(lambda _: marks.pop(number, None))), value

    def __contains__(self, thing: Any) -> bool:
        return self.get(thing, None) is not None

    def get(self, thing: Any, default: Any = None) -> Any:
        mark = self._marks.get(id(thing))
        return mark[1] if mark is not None and mark[0]() is thing else default

    def pop(self, thing: Any, default: Any = None) -> Any:
        found = self.get(thing, default)
        self._marks.pop(id(thing), None)
        return found
