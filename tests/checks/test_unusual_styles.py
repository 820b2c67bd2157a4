"""Correct views that use what a forger uses too, each for what it is there for: none is accused of anything."""

import textwrap

import pytest

from checks.sandbox import Sandbox
from tests.checks.engine import grade, sample

STYLES = {
    "logging with the exception": """
        import logging

        def note():
            try:
                1 / 0
            except ArithmeticError:
                logging.getLogger(__name__).exception("odd")
                logging.getLogger(__name__).warning("odd", stack_info=True)
        """,
    "a traceback as text": """
        import sys, traceback

        def note():
            try:
                [][0]
            except IndexError as error:
                traceback.format_exc(), traceback.print_exc(), traceback.format_exception(error)
                traceback.TracebackException.from_exception(error, capture_locals=True).format()
                traceback.extract_tb(sys.exc_info()[2]), traceback.format_stack()
        """,
    "signatures": """
        import inspect

        def note(a=1, *, b=2):
            inspect.signature(note), inspect.getsource(note), inspect.getmembers(note), inspect.getdoc(note)
            inspect.iscoroutinefunction(slow_view), inspect.isawaitable(note), inspect.getmodule(note)
            inspect.unwrap(note), inspect.getfullargspec(note), time.sleep.__name__, time.time.__doc__
        """,
    "data classes, enumerations, named tuples": """
        import collections, dataclasses, enum, typing

        @dataclasses.dataclass(frozen=True, slots=True, order=True)
        class Point:
            x: int = 1
            tags: list = dataclasses.field(default_factory=list)

        class Colour(enum.Enum):
            RED = enum.auto()

        Flags = enum.IntFlag("Flags", "A B")
        Pair = collections.namedtuple("Pair", "a b")
        Box = typing.NamedTuple("Box", [("a", int)])
        Typed = typing.TypedDict("Typed", {"a": int})
        UserId = typing.NewType("UserId", int)

        def note():
            dataclasses.replace(Point(2), x=3), dataclasses.asdict(Point()), Colour["RED"], Pair(1, 2)._asdict()
            typing.get_type_hints(Point)
        """,
    "decorators and dispatch": """
        import functools

        def traced(function):
            @functools.wraps(function)
            def wrapper(*args, **options):
                return function(*args, **options)
            wrapper.calls = function.__code__.co_argcount
            return wrapper

        @functools.singledispatch
        def shown(thing):
            return str(thing)

        @shown.register
        def _(thing: int):
            return "a number"

        class Handlers:
            def on_get(self):
                return "got"

        @functools.lru_cache(maxsize=None)
        @traced
        def note():
            return shown(1), getattr(Handlers(), "on_" + "get")(), functools.partial(shown, 2)()
        """,
    "classes that make classes": """
        import abc, weakref

        class Registry(type):
            known = {}
            def __new__(mcls, name, bases, namespace, **options):
                cls = super().__new__(mcls, name, bases, namespace)
                mcls.known[name] = cls
                return cls

        class Base(metaclass=Registry):
            children = []
            def __init_subclass__(cls, **options):
                super().__init_subclass__(**options)
                Base.children.append(cls)
            def __class_getitem__(cls, item):
                return cls

        class Child(Base):
            def __set_name__(self, owner, name): ...
            def __del__(self): ...

        class Shape(abc.ABC):
            @abc.abstractmethod
            def area(self): ...

        def note():
            child = Child()
            weakref.finalize(child, print), weakref.ref(child, lambda _: None), weakref.WeakSet([child])
            child.__class__ = Base
            Base.__subclasses__(), type("Made", (Base,), {"x": 1}), Base[int], child.__dict__
        """,
    "the collector": """
        import gc, sys

        def note():
            gc.collect(), gc.disable(), gc.enable(), gc.get_stats(), gc.set_threshold(700), gc.freeze()
            sys.getsizeof([]), sys.getrefcount([]), sys.getrecursionlimit(), sys.intern("a")
        """,
    "warnings": """
        import logging, warnings

        logging.captureWarnings(True)

        def note():
            warnings.warn("old", DeprecationWarning, stacklevel=2)
            with warnings.catch_warnings(record=True):
                warnings.simplefilter("always")
                warnings.warn("new")
        """,
    "contexts": """
        import contextlib, contextvars

        language = contextvars.ContextVar("language", default="en")

        @contextlib.contextmanager
        def speaking(name):
            token = language.set(name)
            try:
                yield
            finally:
                language.reset(token)

        def note():
            with speaking("de"), contextlib.suppress(KeyError), contextlib.ExitStack() as stack:
                stack.callback(print)
                contextvars.copy_context().run(language.get)
                dict(contextvars.copy_context())
        """,
    "groups of exceptions": """
        import sys

        class Failed(Exception):
            def __str__(self):
                return "failed"

        def note():
            try:
                raise ExceptionGroup("all", [Failed(), ValueError(1)])
            except* Failed:
                sys.exc_info()
            except* ValueError as group:
                group.exceptions[0].__traceback__, group.add_note("odd"), group.with_traceback(None)
        """,
    "imports at run time": """
        import importlib, pkgutil, sys

        def note():
            importlib.import_module("colorsys"), importlib.import_module(__name__), __import__("string")
            importlib.util.find_spec("json"), sys.modules[__name__], sys.modules.get("asyncio"), list(sys.modules)
            importlib.invalidate_caches(), pkgutil.resolve_name("json:dumps"), "django" in sys.modules
            import multiprocessing, concurrent.futures, uuid, ssl, decimal, sqlite3, xml.etree.ElementTree, zoneinfo
            uuid.uuid4(), decimal.Decimal(1)
        """,
    "tasks and their names": """
        def note():
            task = asyncio.current_task()
            task.get_name(), task.set_name("mine"), task.get_coro().__name__, repr(task), str(asyncio.all_tasks())
            task.print_stack(file=open("/dev/null", "w")), task.add_done_callback(print), task.cancelling()
            loop = asyncio.get_running_loop()
            loop.set_debug(True), loop.set_debug(False), loop.get_debug(), loop.time(), loop.is_running()
            loop.set_exception_handler(None), loop.get_task_factory(), repr(loop)
            asyncio.set_event_loop_policy(asyncio.DefaultEventLoopPolicy())
        """,
    "its own frame for a name": """
        import inspect, sys

        def note():
            name = inspect.currentframe().f_code.co_name
            line = sys._getframe().f_lineno
            return name, line
        """,
    "signals that end a process": """
        import signal

        signal.signal(signal.SIGTERM, lambda *args: None)

        def note():
            signal.getsignal(signal.SIGTERM), signal.Signals(15).name
        """,
    "generated code": """
        import ast, string

        def note():
            ast.parse("1 + 1"), ast.literal_eval("[1, 2]"), eval("1 + 1"), string.Template("$a").substitute(a=1)
            namespace = {}
            exec("def double(x): return 2 * x", namespace)
            return namespace["double"](2), compile("1", "<rule>", "eval")
        """,
    "copies and pickles": """
        import copy, json, pickle, types

        class Plain:
            def __getattr__(self, name):
                raise AttributeError(name)
            def __eq__(self, other):
                return True

        def note():
            copy.deepcopy({"a": [Plain()]}), pickle.loads(pickle.dumps({"a": 1})), json.loads(json.dumps({"a": 1}))
            types.SimpleNamespace(a=1), types.MappingProxyType({}), vars(Plain()), dir(Plain()), hash(1), id(Plain)
        """,
    "a task factory of asyncio's kind": """
        def note():
            loop = asyncio.get_running_loop()
            loop.set_task_factory(lambda loop, coroutine, **options: asyncio.Task(coroutine, loop=loop, **options))
            loop.get_task_factory()
        """,
    "threads with names": """
        import threading

        lock = threading.RLock()
        local = threading.local()

        def note():
            with lock:
                threading.current_thread().name, threading.get_ident(), threading.enumerate()
                local.value = 1
            thread = threading.Thread(target=print, name="mine", daemon=True)
            thread.start()
        """,
    "environment and files": """
        import os, pathlib, tempfile

        os.environ["MODE"] = "test"

        def note():
            with tempfile.TemporaryDirectory() as folder:
                pathlib.Path(folder, "a.txt").write_text("x")
            os.getpid(), os.environ.get("HOME"), os.path.exists("/tmp"), os.urandom(4), pathlib.Path(__file__).name
        """,
}
VIEW = """
async def slow_view(request):
    note()
    await asyncio.sleep(2)
    return HttpResponse("Finished waiting!")
"""
HEAD = "import asyncio\nimport time\nfrom django.http import HttpResponse\n"


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_an_unusual_style_gets_full_marks(sandbox: Sandbox, style: str) -> None:
    report = grade(sandbox, sample("slow-view"), HEAD + textwrap.dedent(style) + VIEW)
    findings = [finding for result in report.checks for finding in result.findings]
    assert findings == []
    assert report.full_marks
