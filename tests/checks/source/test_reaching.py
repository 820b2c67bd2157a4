"""What reading says of code that reaches beneath the surface, and of code that only looks as if it did."""

import textwrap

import pytest

from checks.source import read
from checks.source.facts import SourceFacts


def facts(text: str, **more: str) -> SourceFacts:
    files = {"views.py": textwrap.dedent(text), **{f"{name}.py": more[name] for name in more}}
    return read(files, {}, ["slow_view"])


@pytest.mark.parametrize(
    "line",
    [
        "object.__subclasses__()",
        "type.__subclasses__(object)",
        "int.__base__.__subclasses__()",
        "frame.f_back",
        "frame.f_locals",
        "time.sleep.__globals__",
        "asyncio.get_running_loop().call_at.__closure__",
        "asyncio.get_running_loop()._run_once()",
        "asyncio._set_running_loop(None)",
        "os.write(3, b'')",
        "os.close(3)",
        "os.dup2(1, 3)",
    ],
)
def test_a_reach_is_found_on_its_line(line: str) -> None:
    (found,) = facts(f"import asyncio, os, time\n\nframe = None\n{line}\n").reaches
    assert (found.rule, found.path, found.line) == ("tampering", "views.py", 4)


@pytest.mark.parametrize(
    "line",
    [
        "Base.__subclasses__()",
        "time.sleep.__name__, time.sleep.__doc__, Base.__dict__, Base.__mro__",
        "helpers.note.__globals__",
        "note.__code__.co_argcount, note.__closure__, note.__globals__['x']",
        "os.write(descriptor, b''), os.close(descriptor), os.write(1, b'')",
        "self._ready, self._scheduled, self._selector",
    ],
)
def test_what_honest_code_writes_is_no_reach(line: str) -> None:
    assert facts(f"import os, time\nimport helpers\n{line}\n", helpers="def note(): ...\n").reaches == ()


@pytest.mark.parametrize(
    "text",
    [
        "frame.f_back",
        "getattr(frame, 'f_' + 'back')",
        "'{0.f_locals}'.format(frame)",
        "match frame:\n    case object(f_globals=found): ...",
        "from operator import attrgetter",
        "exec('frame')",
    ],
)
def test_a_frame_that_could_be_asked_for_more_is_known(text: str) -> None:
    assert facts(f"frame = None\n{text}\n").walks_frames


def test_a_frame_that_is_asked_for_its_name_and_line_alone_is_known() -> None:
    text = "import inspect, sys\nname = inspect.currentframe().f_code.co_name\nline = sys._getframe().f_lineno\n"
    assert not facts(text).walks_frames


def test_where_something_is_set_is_known_by_its_last_name() -> None:
    text = """
    import sys, time
    time.sleep = print
    setattr(time, "monotonic", print)
    del time.time
    sys.modules["json"] = None
    sys.meta_path.insert(0, None)
    """
    found = [(store.name, store.span.line) for store in facts(text).stores]
    assert sorted(found) == [("json", 6), ("meta_path", 7), ("monotonic", 4), ("sleep", 3), ("time", 5)]
