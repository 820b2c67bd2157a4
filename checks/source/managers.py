"""Context managers: what entering gives, and which keyword each of them needs."""

import ast

from checks.source import attributes
from checks.source.frames import Frame
from checks.source.holding import blocks
from checks.source.known import words
from checks.source.machine import Machine
from checks.source.values import (
    UNKNOWN,
    Arguments,
    Atom,
    Awaitable,
    Instance,
    Library,
    LibraryInstance,
    Manager,
    Value,
    one,
    union,
)

ONLY_ASYNC = words(
    "asyncio.Lock asyncio.Semaphore asyncio.Condition asyncio.TaskGroup httpx.AsyncClient "
    "aiohttp.ClientSession contextlib.AsyncExitStack"
)
ONLY_PLAIN = words(
    "threading.Lock threading.Semaphore threading.Condition builtins.file httpx.Client requests.Session "
    "concurrent.futures.Executor django.db.cursor"
)
TIMEOUTS = frozenset({"acm ?"})


def enter(machine: Machine, frame: Frame, value: Value, node: ast.expr, *, is_async: bool) -> Value:
    """The value that ``as`` binds; complains about the wrong keyword."""
    _judge_keyword(machine, frame, value, node, is_async=is_async)
    if is_async:
        machine.give_way(frame)
    return union([_enter(machine, frame, atom, node, is_async=is_async) for atom in value]) or UNKNOWN


def _judge_keyword(machine: Machine, frame: Frame, value: Value, node: ast.expr, *, is_async: bool) -> None:
    text = frame.source.snippet(node)
    guilty = not is_async and bool(value) and all(_is_only(atom, asynchronous=True) for atom in value)
    message = f"{text} is entered asynchronously: a plain `with` cannot wait for it."
    machine.judge(frame, node, "plain-with", guilty, message, hint=f"async with {text}:")
    guilty = is_async and bool(value) and all(_is_only(atom, asynchronous=False) for atom in value)
    message = f"{text} is a plain context manager: `async with` cannot enter it."
    machine.judge(frame, node, "async-with-plain", guilty, message, hint=f"with {text}:")


def _is_only(atom: Atom, *, asynchronous: bool) -> bool:
    match atom:
        case LibraryInstance():
            return atom.name in (ONLY_ASYNC if asynchronous else ONLY_PLAIN)
        case Manager():
            return atom.is_async and not atom.is_plain if asynchronous else atom.is_plain and not atom.is_async
        case Instance():
            mine, other = ("__aenter__", "__enter__") if asynchronous else ("__enter__", "__aenter__")
            whole = not (attributes.library_bases(atom.cls) - {"builtins.object"})
            has = attributes.find(atom.cls, mine) is not None
            return whole and has and attributes.find(atom.cls, other) is None
    return False


def _enter(machine: Machine, frame: Frame, atom: Atom, node: ast.expr, *, is_async: bool) -> Value:
    match atom:
        case Manager():
            frame.timed += atom.name in TIMEOUTS
            return atom.entered
        case LibraryInstance():
            _judge_plain_lock(machine, frame, atom, node, is_async=is_async)
            return one(atom)
        case Instance():
            return _enter_instance(machine, frame, atom, node, is_async=is_async)
        case Awaitable() if is_async or atom.site.kind == "coroutine":
            machine.misuse(frame, one(atom), "with", node)
            return UNKNOWN
        case Library():
            return UNKNOWN
    machine.escape(one(atom))
    return UNKNOWN


def _judge_plain_lock(machine: Machine, frame: Frame, atom: LibraryInstance, node: ast.expr, *, is_async: bool) -> None:
    if atom.name.startswith("threading.") and not is_async:
        blocks(machine, frame, node, "blocking-wait", f"async with an asyncio.{atom.name.rpartition('.')[2]}")


def _enter_instance(machine: Machine, frame: Frame, atom: Instance, node: ast.expr, *, is_async: bool) -> Value:
    names = ("__aenter__", "__aexit__") if is_async else ("__enter__", "__exit__")
    results = []
    for name in names:
        found = attributes.find(atom.cls, name)
        arguments = Arguments([one(atom)], rest=UNKNOWN if "exit" in name else None)
        made = machine.apply(frame, found, arguments, node) if found is not None else UNKNOWN
        results.append(machine.consume(frame, made) or UNKNOWN if is_async else made)
    return results[0]
