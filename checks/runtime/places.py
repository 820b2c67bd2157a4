"""Where in the student's files something happens: frames, tracebacks and suspended coroutines turned into spans."""

import sys
import sysconfig
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import Any

from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there

SITE = "/tmp/site/"  # noqa: S108 - in the sandbox, where it is private
SUPPORT = "/tmp/support/"  # noqa: S108
OURS = f"{Path(__file__).parents[1]}/"
# Where code lies that is not the submission's; what is compiled from a string has a name such as <string>.
LIBRARY = (
    *(f"{path.rstrip('/')}/" for path in {*sysconfig.get_paths().values(), *sys.path} if path.startswith("/")),
    OURS,
    SUPPORT,
    "<frozen ",
)

# path, line, column, end line, end column: lines from 1, columns from 0 in UTF-8 bytes as the compiler counts them
Place = tuple[str, int, int | None, int | None, int | None]
SOMEWHERE: Place = ("views.py", 1, None, None, None)  # of code that has no line in any file


def is_students(code: CodeType) -> bool:
    return code.co_filename.startswith(SITE)


def is_ours(code: CodeType) -> bool:
    return code.co_filename.startswith(OURS)


def is_made(code: CodeType) -> bool:
    """Whether the submission compiled it from a string, as ``exec`` does."""
    return code.co_filename == "<string>" and not code.co_name.startswith("__")


def is_foreign(code: CodeType) -> bool:
    """Whether the submission brought it or made it: neither the library's, nor the course's, nor ours."""
    return not code.co_filename.startswith(LIBRARY)


def is_foreign_name(filename: str) -> bool:
    return not str.startswith(filename, LIBRARY)


def place(code: CodeType, line: int | None, instruction: int) -> Place:
    found = next(islice(code.co_positions(), max(0, instruction) // 2, None), (None, None, None, None))
    start, end, column, end_column = found
    path = code.co_filename.removeprefix(SITE)
    if start is None:
        return path, line or 1, None, None, None
    return path, start, column, end, end_column


def of_frame(frame: FrameType) -> Place:
    return place(frame.f_code, frame.f_lineno, frame.f_lasti)


def innermost(frame: FrameType | None) -> Place | None:
    """The deepest of the student's own lines below ``frame``."""
    made = None
    while frame is not None:
        if is_students(frame.f_code):
            return of_frame(frame)
        made = made or (SOMEWHERE if is_made(frame.f_code) else None)
        frame = frame.f_back
    return made


def here() -> Place | None:
    """The student's line that the calling code runs for."""
    return innermost(sys._getframe(1))  # noqa: SLF001 - the documented way to the own frame


def of_thread(ident: int) -> Place | None:
    """The student's line that another thread is at."""
    return innermost(sys._current_frames().get(ident))  # noqa: SLF001


def of_traceback(traceback: TracebackType | None) -> list[tuple[Place, str]]:
    """The student's lines of a traceback with their functions, outermost first."""
    found = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if is_students(code):
            found.append((place(code, traceback.tb_lineno, traceback.tb_lasti), code.co_qualname))
        traceback = traceback.tb_next
    return found


def frames_of(awaitable: Any) -> Iterator[FrameType]:
    """The frames of a suspended coroutine and of what it waits for, outermost first."""
    for _ in range(200):
        frame = getattr(awaitable, "cr_frame", None) or getattr(awaitable, "gi_frame", None)
        if frame is None:
            return
        yield frame
        awaitable = getattr(awaitable, "cr_await", None) or getattr(awaitable, "gi_yieldfrom", None)
        if awaitable is None:
            return


def of_waiting(awaitable: Any) -> Place | None:
    """The deepest of the student's lines that a suspended coroutine waits at."""
    last = None
    for frame in frames_of(awaitable):
        if is_students(frame.f_code):
            last = frame
    return of_frame(last) if last is not None else None


def of_origin(coroutine: Any) -> Place | None:
    """The student's line that created a coroutine; where that is not known, the one that defines it."""
    for path, line, _ in coroutine.cr_origin or ():
        if path.startswith(SITE):
            return path.removeprefix(SITE), line, None, None, None
    code = coroutine.cr_code
    if is_students(code):
        return code.co_filename.removeprefix(SITE), code.co_firstlineno, None, None, None
    return SOMEWHERE if is_made(code) else None
