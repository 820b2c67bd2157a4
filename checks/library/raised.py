"""What an exception says about asynchronous code: which family it belongs to, and what the student should know.

The texts are those of CPython 3.11 to 3.14, asyncio, Django and asgiref; each row has a case among the tests.
"""

import re
from dataclasses import dataclass

from checks.library.evidence import Evidence
from checks.runtime import says


@dataclass(frozen=True)
class Meaning:
    family: str
    rule: str
    message: str
    hint: str | None = None
    at_definition: bool = False


@dataclass(frozen=True)
class Row:
    type: str
    pattern: str
    meaning: Meaning


def row(
    type_: str,
    pattern: str,
    family: str,
    rule: str,
    message: str,
    hint: str | None = None,
    *,
    at_definition: bool = False,
) -> Row:
    return Row(type_, pattern, Meaning(family, rule, message, hint, at_definition))


ANY = ".*"
ROWS = (
    row(
        "SynchronousOnlyOperation",
        ANY,
        "concurrency",
        "blocking-database",
        "{text} asks the database while it holds the event loop.",
        "the asynchronous methods of the ORM: aget, acreate, acount, async for …",
    ),
    row(
        "RuntimeError",
        r"asyncio\.run\(\) cannot be called",
        "concurrency",
        "nested-loop",
        "{text} starts a second event loop where one runs already.",
        "await the coroutine",
    ),
    row(
        "RuntimeError",
        r"event loop is already running|another loop is running",
        "concurrency",
        "nested-loop",
        "{text} starts a second event loop where one runs already.",
        "await the coroutine",
    ),
    row(
        "RuntimeError",
        r"You cannot use AsyncToSync",
        "concurrency",
        "nested-loop",
        "{text} uses async_to_sync() where an event loop runs already.",
        "await the coroutine",
    ),
    row(
        "RuntimeError",
        r"cannot reuse already awaited coroutine|coroutine is being awaited already",
        "awaiting",
        "awaited-twice",
        "This awaits a coroutine that was awaited before; a coroutine runs only once.",
    ),
    row(
        "RuntimeError",
        r"await wasn't used with future",
        "awaiting",
        "never-awaited",
        "A future was used without being awaited.",
    ),
    row(
        "TypeError",
        r"can't be used in 'await' expression",
        "awaiting",
        "awaits-nothing",
        "{text} awaits something that cannot be awaited.",
    ),
    row(
        "TypeError",
        r"An asyncio\.Future, a coroutine or an awaitable is required",
        "awaiting",
        "gather-list",
        "This needs coroutines or tasks and got something else.",
    ),
    row(
        "TypeError",
        r"a coroutine was expected, got",
        "awaiting",
        "awaits-nothing",
        "A task is made from a coroutine; this gives it something else.",
    ),
    row(
        "TypeError",
        r"Passing coroutines is forbidden",
        "awaiting",
        "wait-coroutines",
        "asyncio.wait() takes tasks, not coroutines.",
    ),
    row(
        "TypeError",
        r"sync_to_async can only be applied to sync functions",
        "awaiting",
        "coroutine-in-thread",
        "sync_to_async() is for plain functions; this one is asynchronous already.",
        "await it",
    ),
    row(
        "TypeError",
        r"requires an object with __aiter__|'async for' requires",
        "awaiting",
        "async-for-plain",
        "`async for` needs an asynchronous iterator.",
    ),
    row(
        "TypeError",
        r"'async_generator' object is not iterable",
        "awaiting",
        "plain-for",
        "A plain `for` cannot go through an asynchronous generator.",
        "async for",
    ),
    row(
        "TypeError",
        r"object does not support the context manager protocol",
        "awaiting",
        "plain-with",
        "A plain `with` cannot open this: it is asynchronous.",
        "async with",
    ),
    row(
        "TypeError",
        r"'\w*coroutine\w*'|\bcoroutine\b",
        "awaiting",
        "never-awaited",
        "{text} uses a coroutine where its result is meant.",
        "await it first",
    ),
    row(
        "TypeError",
        r"('(_asyncio\.)?|of type )(Future|Task|_GatheringFuture|async_generator)\b",
        "awaiting",
        "never-awaited",
        "{text} uses a task where its result is meant.",
        "await it first",
    ),
    row(
        "AttributeError",
        r"'(coroutine|Future|Task|_GatheringFuture|_asyncio\.\w+|async_generator)' object has no attribute",
        "awaiting",
        "never-awaited",
        "{text} uses a coroutine where its result is meant.",
        "await it first",
    ),
    row(
        "AttributeError",
        r"__enter__",
        "awaiting",
        "plain-with",
        "A plain `with` cannot open this: it is asynchronous.",
        "async with",
    ),
    row(
        "InvalidStateError",
        r"Result is not set",
        "awaiting",
        "task-result-early",
        "This asks a task for its result before it is done.",
        "await the task",
    ),
    row(
        "ValueError",
        r"It returned an unawaited coroutine",
        "awaiting",
        "never-awaited",
        "The view returns a coroutine instead of a response.",
        "return await …",
        at_definition=True,
    ),
    row(
        "ValueError",
        r"didn't return an HttpResponse object\. It returned None",
        "signature",
        "returns-nothing",
        "The view returns nothing on this path.",
        "return a response",
        at_definition=True,
    ),
)

CALL_ERRORS = re.compile(r"positional argument|unexpected keyword argument|missing \d+ required")


def meaning_of(error: says.ErrorSaid) -> Meaning | None:
    """The meaning of the first in the chain that has one; None for an ordinary exception."""
    for link in error.chain():
        for candidate in ROWS:
            if link.type == candidate.type and re.search(candidate.pattern, link.message):
                return candidate.meaning
    if error.places:
        return None
    if error.type == "TypeError" and CALL_ERRORS.search(error.message):
        return Meaning("signature", "wrong-parameters", f"The view cannot be called: {error.message}.", None, True)
    if error.type == "AttributeError" and re.match(r"'\w+' object has no attribute", error.message):
        kind = error.message.split("'")[1]
        return Meaning("signature", "returns-not-response", f"The view returns a {kind}, not a response.", None, True)
    return None


def place_of(evidence: Evidence, meaning: Meaning, error: says.ErrorSaid) -> says.Place | None:
    """The deepest of the student's lines in the chain; the view's `def` where its call or answer is what is wrong."""
    if meaning.at_definition:
        return definition(evidence)
    for link in reversed(error.chain()):
        if link.places:
            return link.places[-1][0]
    return definition(evidence)


def definition(evidence: Evidence) -> says.Place | None:
    loaded = evidence.loaded
    views = loaded.views if isinstance(loaded, says.Loaded) else []
    return next((view.place for view in views if view.place is not None), None)
