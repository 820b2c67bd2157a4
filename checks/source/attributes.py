"""What ``value.name`` is, and what ``value.name = other`` does."""

import ast

from checks.source import known
from checks.source.frames import Frame, bounded
from checks.source.machine import Machine
from checks.source.values import (
    NOTHING,
    PLAIN,
    UNKNOWN,
    Arguments,
    Atom,
    Awaitable,
    Bound,
    ClassValue,
    Container,
    FunctionValue,
    Instance,
    Library,
    LibraryInstance,
    Method,
    ModuleValue,
    Partial,
    Plain,
    Queryset,
    Value,
    Wrapped,
    one,
    ordered,
    union,
)

AWAITABLE_METHODS = {
    "coroutine": {"close", "send", "throw"},
    "task": {"result", "exception", "cancel", "done", "cancelled", "add_done_callback", "remove_done_callback"}
    | {"get_name", "set_name", "get_coro", "get_loop", "uncancel", "cancelling", "get_context", "get_stack"},
}
AWAITABLE_METHODS["future"] = AWAITABLE_METHODS["task"] | {"set_result", "set_exception"}
MODEL = "django.db.models.Model"


def get(machine: Machine, frame: Frame, value: Value, name: str, node: ast.expr) -> Value:
    return bounded(union([_get_one(machine, frame, atom, name, node) for atom in ordered(value)]))


def _get_one(machine: Machine, frame: Frame, atom: Atom, name: str, node: ast.expr) -> Value:
    match atom:
        case Library():
            return machine.load(f"{atom.name}.{name}") or one(Library(known.canonical(f"{atom.name}.{name}")))
        case LibraryInstance():
            full = f"{atom.name}.{name}"
            return PLAIN if name in known.STATES and full in known.RESULTS else one(Library(full))
        case ModuleValue():
            return atom.frame.flow.names.get(name) or machine.load(f"{atom.name}.{name}") or UNKNOWN
        case ClassValue():
            return _of_class(atom, name)
        case Instance():
            return _of_instance(machine, frame, atom, name, node)
        case Awaitable():
            return _of_awaitable(machine, frame, atom, name, node)
        case Plain(kind="None"):
            return UNKNOWN  # it was set since, or this is not reached
        case Container() | Plain() | Queryset():
            return one(Method(atom, name))
        case FunctionValue() if name in ("__name__", "__doc__", "__module__", "__qualname__"):
            return PLAIN
        case Partial() if name == "func":
            return atom.function
    return UNKNOWN


def _of_awaitable(machine: Machine, frame: Frame, atom: Awaitable, name: str, node: ast.expr) -> Value:
    if name in AWAITABLE_METHODS[atom.site.kind]:
        return one(Method(atom, name))
    if name.startswith(("cr_", "_")):
        machine.escape(one(atom))
        return UNKNOWN
    machine.misuse(frame, one(atom), f".{name}", node)
    return UNKNOWN


def _of_class(cls: ClassValue, name: str) -> Value:
    found = find(cls, name)
    if found is None:
        return _of_library_class(cls, name)
    return bounded(union([_from_class(cls, atom) for atom in found]))


def _from_class(cls: ClassValue, atom: Atom) -> Value:
    if isinstance(atom, Wrapped) and atom.how == "static":
        return atom.function
    if isinstance(atom, Wrapped) and atom.how == "class":
        return frozenset(Bound(function, cls) for function in atom.function)
    return one(atom)


def _of_library_class(cls: ClassValue, name: str) -> Value:
    bases = library_bases(cls)
    if MODEL in bases:
        if name in ("objects", "_default_manager"):
            return one(Queryset(cls))
        if name in ("DoesNotExist", "MultipleObjectsReturned"):
            return one(Library(f"{MODEL}.{name}"))
    if name == "as_view" and "django.views.generic.base.View" in bases:
        return one(Bound(Library("django.views.View.as_view"), cls))
    return UNKNOWN


def _of_instance(machine: Machine, frame: Frame, instance: Instance, name: str, node: ast.expr) -> Value:
    own = instance.attributes.get(name, NOTHING)
    if own and (instance.shared or instance.out_of_sight):
        own |= UNKNOWN
    found = find(instance.cls, name)
    if found is None:
        return own or _of_library_instance(instance, name)
    return bounded(own | union([_bound(machine, frame, instance, atom, node) for atom in found]))


def _of_library_instance(instance: Instance, name: str) -> Value:
    for base in library_bases(instance.cls):
        if f"{base}.{name}" in known.RESULTS:
            return one(Library(f"{base}.{name}"))
    return UNKNOWN


def _bound(machine: Machine, frame: Frame, instance: Instance, atom: Atom, node: ast.expr) -> Value:
    if isinstance(atom, FunctionValue):
        return one(Bound(atom, instance))
    if isinstance(atom, Wrapped) and atom.how == "property":
        return machine.apply(frame, atom.function, Arguments([one(instance)]), node)
    if isinstance(atom, Wrapped) and atom.how not in ("static", "class"):
        return one(Bound(atom, instance))
    return _from_class(instance.cls, atom)


def find(cls: ClassValue, name: str, seen: frozenset[ClassValue] = frozenset()) -> Value | None:
    """The class attribute, looked up through the bases that are known."""
    if name in cls.attributes:
        return cls.attributes[name]
    if cls in seen or len(seen) > 20:
        return None
    for base in cls.bases:
        for atom in base:
            found = find(atom, name, seen | {cls}) if isinstance(atom, ClassValue) else None
            if found is not None:
                return found
    return None


def library_bases(cls: ClassValue, seen: frozenset[ClassValue] = frozenset()) -> set[str]:
    """Dotted names of the classes from outside that it descends from; ``?`` stands for one that is not known."""
    names: set[str] = set()
    if cls in seen or len(seen) > 20:
        return {"?"}
    for base in cls.bases:
        for atom in base:
            if isinstance(atom, Library):
                names.add(_view_name(atom.name))
            elif isinstance(atom, ClassValue):
                names |= library_bases(atom, seen | {cls})
            else:
                names.add("?")
    if any(name.startswith("django.views.generic") for name in names):
        names.add("django.views.generic.base.View")
    return names


def is_dispatched_by_django(cls: ClassValue) -> bool:
    """Whether Django's own ``dispatch`` calls the handlers: no class in between that we do not know."""
    bases = library_bases(cls)
    return find(cls, "dispatch") is None and all(name.startswith("django.views.") for name in bases)


def _view_name(name: str) -> str:
    if name in ("django.views.View", "django.views.generic.View"):
        return "django.views.generic.base.View"
    return name


def store(machine: Machine, value: Value, name: str, new: Value) -> None:
    for atom in value:
        if isinstance(atom, Instance) and not atom.shared:
            atom.attributes[name] = bounded(atom.attributes.get(name, NOTHING) | new)
        elif isinstance(atom, ClassValue):
            atom.attributes[name] = bounded(atom.attributes.get(name, NOTHING) | new)
            machine.escape(new)
        else:
            _put_away(machine, atom, name, new)


def _put_away(machine: Machine, atom: Atom, name: str, new: Value) -> None:
    if isinstance(atom, Instance):
        atom.attributes[name] = bounded(atom.attributes.get(name, NOTHING) | new)
    keep_tasks(machine, new)


def keep_tasks(machine: Machine, value: Value) -> None:
    """A task that is put where it outlives the request is kept, and may be awaited elsewhere; so may all else."""
    tasks = frozenset(a for a in value if isinstance(a, Awaitable) and a.site.kind != "coroutine")
    for atom in tasks:
        if isinstance(atom, Awaitable):
            atom.site.kept = True
    machine.escape(value - tasks)
