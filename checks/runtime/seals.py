"""Notices when the student's code replaces parts of what it runs on: the handler, the loop, the clock, the builtins.

No honest view does that. It is an observation, not a wall: what must not be forged is decided outside.
"""

import _imp
import _thread
import asyncio
import asyncio.base_events
import asyncio.events
import asyncio.futures
import asyncio.locks
import asyncio.selector_events
import asyncio.tasks
import builtins
import concurrent.futures.thread
import contextvars
import gc
import heapq
import inspect
import json
import json.decoder
import json.encoder
import os
import queue
import select
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
import weakref
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any

import asgiref.sync
import django.core.handlers.asgi
import django.core.handlers.base
import django.core.handlers.exception
import django.core.signals
import django.dispatch
import django.http
import django.http.response
import django.urls
import django.urls.resolvers
from django.conf import settings

from checks.hidden import Hidden
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import loop, places, primitives, versions

SEALED: tuple[type | ModuleType, ...] = (
    _imp,
    _thread,
    asgiref.sync,
    asgiref.sync.AsyncToSync,
    asgiref.sync.SyncToAsync,
    asyncio,
    asyncio.base_events,
    asyncio.base_events.BaseEventLoop,
    asyncio.events,
    asyncio.events.Handle,
    asyncio.events.TimerHandle,
    asyncio.futures,
    asyncio.locks,
    asyncio.selector_events.BaseSelectorEventLoop,
    asyncio.Semaphore,
    asyncio.Lock,
    asyncio.tasks,
    builtins,
    concurrent.futures.thread,
    concurrent.futures.ThreadPoolExecutor,
    contextvars,
    django.core.handlers.asgi,
    django.core.handlers.asgi.ASGIHandler,
    django.core.handlers.asgi.ASGIRequest,
    django.core.handlers.base,
    django.core.handlers.base.BaseHandler,
    django.core.handlers.exception,
    django.core.signals,
    django.dispatch.Signal,
    django.http,
    django.http.HttpResponse,
    django.http.StreamingHttpResponse,
    django.http.response,
    django.http.response.HttpResponseBase,
    django.urls,
    django.urls.resolvers,
    django.urls.resolvers.URLPattern,
    django.urls.resolvers.URLResolver,
    gc,
    heapq,
    inspect,
    json,
    json.decoder.JSONDecoder,
    json.encoder.JSONEncoder,
    os,
    queue,
    select,
    selectors,
    selectors.EpollSelector,
    signal,
    socket.socket,
    subprocess,
    subprocess.Popen,
    threading,
    threading.Thread,
    time,
    warnings,
    weakref,
    loop.VirtualSelector,
    primitives.Lock,
)
# What the standard library and the run itself write into while they work, and what honest code sets.
RESTLESS = (
    {"_", "__warningregistry__", "_onceregistry", "_filters_version", "filters", "showwarning", "_showwarnmsg_impl"}
    | {"_dangling", "_shutdown_locks", "_shutdown", "excepthook", "_event_loop_policy", "tzname", "timezone"}
    | {"altzone", "daylight", "on_events", "on_spin"}
    | {"_trace_hook"}  # the guard looks after it
)
SETTINGS = ("MIDDLEWARE", "ROOT_URLCONF", "INSTALLED_APPS", "FORCE_SCRIPT_NAME")
LOOP = ("_selector", "_ready", "_scheduled", "_task_factory", "_call_soon", "call_at")


class Seal(Hidden):
    """One namespace and what it held."""

    def __init__(self, name: str, namespace: Mapping[str, Any], names: Iterable[str] | None = None) -> None:
        self._name = name
        self._namespace = namespace
        self._names = names
        self._version = versions.reader(namespace)
        self._close()

    def _close(self) -> None:
        names = self._names if self._names is not None else list(self._namespace)
        self._held = {name: self._namespace.get(name) for name in names if name not in RESTLESS}
        self._seen = self._version() if self._version is not None else None

    def renew(self) -> None:
        """What it holds now is right."""
        if self._version is None or self._version() != self._seen:
            self._close()

    def broken(self) -> list[str]:
        if self._version is not None and self._version() == self._seen:
            return []
        now = self._namespace
        return [f"{self._name}.{name}"[:100] for name, held in self._held.items() if now.get(name) is not held]


class Seals(Hidden):
    """What the sealed modules and classes held before the student's code came, and whose modules they were."""

    def __init__(self) -> None:
        """As cheap as can be: most of it was done by :func:`prepare`."""
        self._things = _prepared or [Seal(thing.__name__, vars(thing)) for thing in SEALED]
        self.renew()
        self._others: list[Seal] = []
        self._modules = [thing for thing in SEALED if isinstance(thing, ModuleType)]
        self._modules_version = versions.reader(sys.modules)
        self._modules_seen: int | None = None
        self._settings = _settings()
        self._loop: asyncio.AbstractEventLoop | None = None

    def renew(self) -> None:
        """What we have replaced ourselves until now is right."""
        for sealed in self._things:
            sealed.renew()

    def watch_run(self, running: asyncio.AbstractEventLoop, application: Any) -> None:
        """Seals the loop, the handler and the routes of one run as well."""
        self._loop = running
        routes = sys.modules["grader_urls"]
        self._others = [Seal("loop", vars(running), LOOP), Seal("ASGIHandler", vars(application))]
        self._others += [Seal("urls", vars(routes), ("urlpatterns",))]
        self._others += [Seal("urlpatterns", vars(pattern), ("pattern", "callback")) for pattern in routes.urlpatterns]

    def broken(self) -> list[str]:
        """The names of what was replaced, such as ``ASGIHandler.__call__``; at most ten."""
        found = [name for sealed in (*self._things, *self._others) for name in sealed.broken()]
        return [*found, *self._replaced_modules(), *self._shadowed(), *self._changed_settings()][:10]

    def _replaced_modules(self) -> list[str]:
        seen = self._modules_version() if self._modules_version is not None else None
        finders = [f"sys.meta_path ({type(one).__name__})"[:100] for one in sys.meta_path if _is_students_type(one)]
        if seen is not None and seen == self._modules_seen:
            return finders
        self._modules_seen = seen
        replaced = [module.__name__ for module in self._modules if sys.modules.get(module.__name__) is not module]
        ours = [name for name in list(sys.modules) if name.startswith(("checks.", "worker."))]
        replaced += [name for name in ours if not _is_brought(sys.modules[name])]
        if replaced:
            self._modules_seen = None  # so that it is found again
        return [*(f"sys.modules[{name!r}]"[:100] for name in replaced), *finders]

    def _shadowed(self) -> Iterator[str]:
        """Methods of the loop that its own attributes hide."""
        for name in vars(self._loop) if self._loop is not None else ():
            if name not in LOOP and name not in OWN_METHODS and hasattr(type(self._loop), name):
                yield f"loop.{name}"[:100]

    def _changed_settings(self) -> Iterator[str]:
        before, now = self._settings, _settings()
        yield from (f"settings.{name}" for name in before if before[name] != now[name])


OWN_METHODS = ("set_task_factory", "get_task_factory")


def prepare() -> None:
    """Looks at everything once before the forks, which then look only at what changed."""
    _prepared.extend(Seal(thing.__name__, vars(thing)) for thing in SEALED)


_prepared: list[Seal] = []


def _settings() -> dict[str, str]:
    return {name: repr(getattr(settings, name, None)) for name in SETTINGS} if settings.configured else {}


def _is_brought(module: Any) -> bool:
    return str(getattr(module, "__file__", "")).startswith((places.SITE, places.SUPPORT))


def _is_students_type(thing: Any) -> bool:
    owner = thing if isinstance(thing, type) else type(thing)
    return _is_brought(sys.modules.get(owner.__module__))
