"""What makes pytest ask a student's view: the fixtures, the event loop, and what is told of each test."""

import gc
import re
import traceback
import warnings
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any

import pytest

from checks.checker import answers
from checks.checker.client import Client, Exchange
from checks.checker.facts import Source
from checks.checker.loop import Loop

Say = Callable[..., None]

MARKS = (
    "points(number): what the check is worth",
    "hint(text): what helps a student who fails it",
    "visibility(word): visible, hidden, after_due_date or after_published",
)
MAX_MESSAGE = 1_500
MAX_DETAIL = 8_000
OURS = str(Path(__file__).parent)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Fault(Exception):
    """What a test does wrong by itself."""


class Plugin:
    """``say`` tells the judge; ``folder`` is where the tests are."""

    def __init__(self, say: Say, exchange: Exchange, folder: Path, files: Mapping[str, str], facts: Any) -> None:
        self._say = say
        self._exchange = exchange
        self._folder = str(folder)
        self._files = files
        self._facts = facts
        self._clients: list[Client] = []
        self._sources: list[Source] = []
        self._unawaited: list[str] = []
        self._error: BaseException | None = None

    @pytest.fixture
    def client(self) -> Client:
        """A fresh submission, and the way to it."""
        client = Client(self._exchange)
        self._clients.append(client)
        return client

    @pytest.fixture
    def source(self) -> Source:
        """What reading the submission has shown."""
        source = Source(self._files, self._facts)
        self._sources.append(source)
        return source

    def pytest_configure(self, config: pytest.Config) -> None:
        for mark in MARKS:
            config.addinivalue_line("markers", mark)
        # Python calls this for a coroutine that is thrown away unawaited.
        warnings._warn_unawaited_coroutine = self._note_unawaited  # type: ignore[attr-defined] # noqa: SLF001

    def pytest_asyncio_loop_factories(self) -> dict[str, Callable[[], Loop]]:
        return {"virtual": Loop}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if not report.passed:
            self._say("broken", detail=_bounded(report.longreprtext, MAX_DETAIL))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._say("collected", tests=sorted({_node(item) for item in session.items}))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """One case of one test from its first fixture to its last."""
        self._say("begin", test=_node(item), case=_case(item))
        self._clients, self._sources, self._unawaited, self._error = [], [], [], None
        result = yield
        if self._error is None:
            self._error = self._own_fault(item)
        self._tell(self._error)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
        if call.excinfo is not None and (self._error is None or isinstance(self._error, AssertionError)):
            self._error = call.excinfo.value
        return (yield)

    def _own_fault(self, item: pytest.Item) -> Fault | None:
        """Why a test that passed tells nothing."""
        gc.collect()
        forgotten = [name for client in self._clients for name in client.never_awaited()] + self._unawaited
        if forgotten:
            return Fault(f"{forgotten[0]} is never awaited, so it never happens")
        if not self._has_looked:
            return Fault(f"{item.name} asks nothing of client or source, so it would pass whatever is submitted")
        return None

    @property
    def _has_looked(self) -> bool:
        return any(client.sent for client in self._clients) or any(source.used for source in self._sources)

    def _note_unawaited(self, coroutine: Any) -> None:
        self._unawaited.append(f"{coroutine.__qualname__}(…)")

    def _tell(self, error: BaseException | None) -> None:
        if error is None:
            self._say("passed")
        elif self._is_failure(error):
            self._say("failed", message=_bounded(_text(error), MAX_MESSAGE), answered=not _no_answer(error))
        else:
            self._say("fault", detail=_bounded(self._trace(error), MAX_DETAIL))

    def _is_failure(self, error: BaseException) -> bool:
        """Whether a test found what it looked for: an assertion that did not hold, once it had looked."""
        if isinstance(error, BaseExceptionGroup):
            return all(self._is_failure(inner) for inner in error.exceptions)
        if not isinstance(error, AssertionError | pytest.fail.Exception) or not self._has_looked:
            return False
        last = traceback.extract_tb(error.__traceback__)[-1:]
        return isinstance(error, pytest.fail.Exception) or any(
            frame.filename.startswith((self._folder, OURS)) for frame in last
        )

    def _trace(self, error: BaseException) -> str:
        """The part of the traceback that is about the tests."""
        if isinstance(error, Fault):
            return str(error)
        if isinstance(error, pytest.FixtureLookupError):
            return f"fixture '{error.argname}' not found"
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if frame.filename.startswith(self._folder)]
        shown = traceback.format_list(own or frames[-3:])
        text = "".join([*shown, *traceback.format_exception_only(error)])
        return text.replace(f"{self._folder}/", "checks/").strip()


def _node(item: pytest.Item) -> str:
    """The test without its case."""
    return item.nodeid.partition("[")[0]


def _case(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[2].removesuffix("]")[:100]


def _no_answer(error: BaseException) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return any(_no_answer(inner) for inner in error.exceptions)
    return isinstance(error, answers.NoAnswer)


def _text(error: BaseException) -> str:
    if isinstance(error, BaseExceptionGroup):
        return _text(error.exceptions[0])
    return str(error)


def _bounded(text: str, limit: int) -> str:
    plain = COLOUR.sub("", text)
    return plain if len(plain) <= limit else f"{plain[:limit]}…"
