"""Tells the judge, before it happens, when the student's code reaches for what it runs on.

An audit hook, which nothing in Python can take off again. Django, asyncio and the standard library do all day what no
view needs (look at frames, at tracebacks, at what the garbage collector knows), so what counts is who asks: the
student's own code, or library code that was handed the function and does not know what it calls. A library function
asks for itself where its own code names what it asks for.
"""

import _imp
import signal
import sys
import threading
from _thread import get_ident
from collections.abc import Callable, Collection
from functools import partial
from types import FrameType, FunctionType, ModuleType
from typing import Any, NoReturn

from checks.hidden import Hidden, hide
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import places

Tell = Callable[[str, str, places.Place | None], None]

MOST = 10  # different ones that are told; one is enough
FRAMES = frozenset({"tb_frame", "cr_frame", "gi_frame", "ag_frame"})
# Functions that hand on what they got by asking: who calls them asks.
GIVING = {
    "currentframe": "",
    "stack": "inspect.py",
    "trace": "inspect.py",
    "getouterframes": "inspect.py",
    "getinnerframes": "inspect.py",
    "getcoroutinelocals": "inspect.py",
    "getgeneratorlocals": "inspect.py",
    "getasyncgenlocals": "inspect.py",
    "walk_tb": "traceback.py",
    "walk_stack": "traceback.py",
    "_walk_tb_with_full_positions": "traceback.py",
    "_task_get_stack": "base_tasks.py",
    "<lambda>": "logging/__init__.py",
}
# Events that nothing but a debugger or a memory profiler has a use for.
NEVER = {
    "sys._current_frames": "the frames of all threads",
    "sys._current_exceptions": "the exceptions of all threads",
    "sys.settrace": "sys.settrace",
    "sys.setprofile": "sys.setprofile",
    "sys.addaudithook": "sys.addaudithook",
    "sys.monitoring.register_callback": "sys.monitoring",
    "sys.remote_exec": "sys.remote_exec",
    "gc.get_objects": "gc.get_objects",
    "gc.get_referrers": "gc.get_referrers",
    "gc.get_referents": "gc.get_referents",
    "cpython.PyInterpreterState_New": "another interpreter",
}
# Modules that lead past everything that Python promises.
FORBIDDEN = frozenset(
    {"checks", "worker", "ctypes", "_ctypes", "cffi", "_cffi_backend", "_testcapi", "_testinternalcapi"}
    | {"_xxsubinterpreters", "_interpreters", "greenlet", "gevent", "eventlet"}
)
THREAD_START = threading.Thread._bootstrap_inner.__code__  # type: ignore[attr-defined] # noqa: SLF001
BENEATH_SIGNAL: Any = sys.modules["_signal"]
# Signals that ask a process to end: to hear of them is nobody's fault.
POLITE = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)
IN_PLACE = ("__code__", "__defaults__", "__kwdefaults__", "__class__", "__bases__", "__dict__")


class Guard(Hidden):
    """Decides what is told. ``own`` names the modules of the submission and of the course."""

    def __init__(self, tell: Tell, own: Collection[str]) -> None:
        self._tell = tell
        self._own = own
        self.loaded = frozenset(sys.modules)
        self._told: set[tuple[str, places.Place | None]] = set()
        self.tracer: object = None  # with which the threads of a traced run trace themselves

    def frame_of(self, thing: Any, name: str, caller: FrameType) -> None:
        """``tb_frame`` and the like were read."""
        if not self._is_asked_for(name, caller):
            code = getattr(thing, "cr_code", None) or getattr(thing, "gi_code", None) or getattr(thing, "ag_code", None)
            self.told("frame" if code is None or places.is_foreign(code) else "other", f"frames ({name})", caller)

    def getframe(self, found: FrameType, caller: FrameType) -> None:
        if not self._is_asked_for("_getframe", caller):
            direct = places.is_foreign(caller.f_code) and not places.is_foreign(found.f_code)
            self.told("other" if direct else "frame", "frames (sys._getframe)", caller)

    def never(self, what: str, caller: FrameType) -> None:
        traces = what == "sys.settrace" and self.tracer is not None and threading._trace_hook is self.tracer  # type: ignore[attr-defined] # noqa: SLF001
        if not places.is_ours(caller.f_code) and not (traces and caller.f_code is THREAD_START):
            self.told("other", what, caller)

    def imports(self, name: str, path: object, caller: FrameType) -> None:
        root = str.partition(name, ".")[0]
        if path is not None:
            self.extension(str(path), caller)
        elif root in FORBIDDEN and root not in self._own:
            self.told("other", f"the module {root}", caller)
            if root in ("checks", "worker"):
                raise ModuleNotFoundError(f"No module named {root!r}", name=root)
        elif name in self.loaded:
            self.second_copy(str.__str__(name), caller)

    def second_copy(self, name: str, caller: FrameType) -> NoReturn:
        """Of a module that is there already, and whose clocks and locks are ours."""
        self.told("other", f"a second copy of the module {name}"[:100], caller)
        raise ImportError(f"{name} is loaded already", name=name)

    def extension(self, path: str, caller: FrameType) -> None:
        """Machine code is loaded from a file."""
        name = path.rpartition("/")[2].partition(".")[0]
        if name in FORBIDDEN:
            self.told("other", f"the module {name}", caller)

    def code_named(self, filename: object, caller: FrameType) -> None:
        """Code was made under a file name; the student's must not look like the library's."""
        if places.is_foreign(caller.f_code) and isinstance(filename, str) and not places.is_foreign_name(filename):
            self.told("other", "code under the name of another file", caller)

    def unmarshals(self, caller: FrameType) -> None:
        if places.is_foreign(caller.f_code) or caller.f_code.co_filename == "<frozen zipimport>":
            self.told("other", "marshal.loads", caller)

    def changes(self, thing: Any, name: str, caller: FrameType) -> None:
        """An object was changed in place where no attribute of its module shows it."""
        if name in IN_PLACE and places.is_foreign(caller.f_code) and not self._is_students(thing):
            self.told("other", f"{name} of {getattr(thing, '__name__', type(thing).__name__)}"[:100], caller)

    def _is_students(self, thing: Any) -> bool:
        if isinstance(thing, FunctionType):
            return places.is_foreign(thing.__code__)
        if isinstance(thing, ModuleType):
            return thing.__name__ in self._own
        owner = thing if isinstance(thing, type) else type(thing)
        return owner.__module__ not in self.loaded

    def _is_asked_for(self, name: str, frame: FrameType) -> bool:
        """Whether library code asked for itself. What only hands on its answer is as good as its caller."""
        while not places.is_foreign(frame.f_code):
            code = frame.f_code
            if name not in code.co_names and name not in code.co_consts:
                return False
            end = GIVING.get(code.co_name)
            following = frame.f_back
            if end is None or not code.co_filename.endswith(end):
                return True
            if following is None:
                return False
            if following.f_code.co_filename == code.co_filename and following.f_code.co_name not in GIVING:
                return True
            name, frame = code.co_name, following
        return False

    def told(self, kind: str, what: str, caller: FrameType) -> None:
        where = places.innermost(caller)
        if (what, where) not in self._told and len(self._told) < MOST:
            self._told.add((what, where))
            self._tell(kind, what, where)


def install(tell: Tell, own: Collection[str]) -> Guard:
    """From here on ``tell(kind, what, place)`` hears of every reach."""
    guard = Guard(tell, own)
    asked_by_us: dict[int, bool] = {}
    checks: dict[str, Callable[[tuple[Any, ...], FrameType], None]] = {
        "object.__getattr__": lambda args, caller: guard.frame_of(args[0], args[1], caller),
        "sys._getframe": lambda args, caller: guard.getframe(args[0], caller),
        "import": lambda args, caller: guard.imports(args[0], args[1], caller),
        "compile": lambda args, caller: guard.code_named(args[1], caller),
        "code.__new__": lambda args, caller: guard.code_named(args[1], caller),
        "marshal.loads": lambda args, caller: guard.unmarshals(caller),
        "object.__setattr__": lambda args, caller: guard.changes(args[0], args[1], caller),
        "object.__delattr__": lambda args, caller: guard.changes(args[0], args[1], caller),
        **{event: partial(_never, guard, what) for event, what in NEVER.items()},
    }

    def hook(event: str, args: tuple[Any, ...]) -> None:
        check = checks.get(event)
        if check is None or (event == "object.__getattr__" and args[1] not in FRAMES):
            return
        me = get_ident()
        if me in asked_by_us:
            # Of this hook's own questions there is one. Whatever else is asked meanwhile, a finalizer or a signal
            # handler asks for, in the middle of this very function.
            if asked_by_us[me] and event == "sys._getframe":
                asked_by_us[me] = False
            elif event != "object.__getattr__" or args[1] in FRAMES:
                tell("other", event, None)
            return
        asked_by_us[me] = True
        try:
            check(args, sys._getframe(1))  # noqa: SLF001
        finally:
            del asked_by_us[me]

    sys.addaudithook(hook)
    _watch_calls(guard)
    return guard


def _watch_calls(guard: Guard) -> None:
    """What raises no event of its own."""
    create = _imp.create_builtin

    def create_builtin(spec: Any) -> Any:
        if spec.name in guard.loaded:
            guard.second_copy(str(spec.name), sys._getframe(1))  # noqa: SLF001
        return create(spec)

    load = _imp.create_dynamic

    def create_dynamic(spec: Any, file: Any = None) -> Any:
        guard.extension(str(spec.origin), sys._getframe(1))  # noqa: SLF001 - what is loaded already raises no event
        return load(spec)

    _imp.create_builtin = hide(create_builtin)
    _imp.create_dynamic = hide(create_dynamic)
    for module in (signal, BENEATH_SIGNAL):
        setattr(module, "signal", hide(_handling(guard, module.signal), like=signal.signal))  # noqa: B010
        for name in ("setitimer", "alarm"):
            setattr(module, name, hide(_telling(guard, name, getattr(module, name)), like=getattr(module, name)))


def _handling(guard: Guard, original: Callable[..., Any]) -> Callable[..., Any]:
    def handle(number: int, handler: Any) -> Any:
        caller = sys._getframe(1)  # noqa: SLF001
        if not places.is_foreign(caller.f_code) or not callable(handler):
            return original(number, handler)
        if number not in POLITE:
            guard.told("other", f"signal.signal({number:d})", caller)
        return original(number, hide(lambda number, _: handler(number, None)))  # what it interrupts is not told

    return handle


def _telling(guard: Guard, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any) -> Any:
        caller = sys._getframe(1)  # noqa: SLF001
        if places.is_foreign(caller.f_code):
            guard.told("other", f"signal.{name}", caller)
        return original(*args)

    return call


def _never(guard: Guard, what: str, args: tuple[Any, ...], caller: FrameType) -> None:
    guard.never(what, caller)
