"""Notices when the student's code replaces parts of what it runs on: the handler, the loop, the clock, the builtins.

No honest view does that. It is an observation, not a wall: what must not be forged is decided outside.
"""

import _thread
import asyncio
import asyncio.base_events
import asyncio.events
import asyncio.selector_events
import builtins
import gc
import json
import os
import socket
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import django.core.handlers.asgi
import django.core.handlers.base
import django.http
import django.http.response
import django.urls
import django.urls.resolvers

from checks.runtime import clock, inspection, loop, observer, places, primitives, tasks, threads, traffic

SEALED: tuple[type | ModuleType, ...] = (
    builtins,
    asyncio,
    asyncio.base_events.BaseEventLoop,
    asyncio.events.Handle,
    asyncio.events.TimerHandle,
    asyncio.selector_events.BaseSelectorEventLoop,
    asyncio.Task,
    asyncio.Future,
    django.core.handlers.asgi.ASGIHandler,
    django.core.handlers.asgi.ASGIRequest,
    django.core.handlers.base.BaseHandler,
    django.http,
    django.http.HttpResponse,
    django.http.response.HttpResponseBase,
    django.http.StreamingHttpResponse,
    django.urls.resolvers.URLResolver,
    django.urls.resolvers.URLPattern,
    _thread,
    gc,
    json,
    os,
    socket.socket,
    threading,
    threading.Thread,
    time,
    warnings,
    clock.Clock,
    inspection,
    loop.VirtualSelector,
    observer,
    observer.Observer,
    places,
    primitives,
    tasks.Tasks,
    threads.Baton,
    traffic.Exchange,
    traffic.Traffic,
)
# What the standard library and the run itself write into while they work.
RESTLESS = {
    "_",
    "__warningregistry__",
    "_onceregistry",
    "_filters_version",
    "filters",
    "_dangling",
    "_shutdown_locks",
} | {
    "_baton",
    "_waiting",
    "_trace_hook",  # the guard looks after it
}


_vars = vars


@cache
def our_modules() -> dict[str, ModuleType]:
    """This package's own, looked up once before the forks: looking through all takes a copy of their memory."""
    return {name: module for name, module in sys.modules.items() if name.startswith("checks.")}


class Seals:
    """What the sealed modules and classes held before the student's code came, and whose modules they were."""

    def __init__(self) -> None:
        self._held = [(thing, dict(_vars(thing))) for thing in SEALED]
        self._modules = our_modules()

    def broken(self) -> list[str]:
        """The names of what was replaced, such as ``ASGIHandler.__call__``; at most ten."""
        return [*self._replaced_names(), *self._replaced_modules()][:10]  # no builtin, which may be what was replaced

    def _replaced_names(self) -> Iterator[str]:
        for thing, held in self._held:
            now = _vars(thing)
            for name, value in held.items():
                if name not in RESTLESS and now.get(name) is not value:
                    yield f"{thing.__name__}.{name}"[:100]

    def _replaced_modules(self) -> Iterator[str]:
        for name, module in self._modules.items():
            if sys.modules.get(name) is not module:
                yield f"sys.modules[{name!r}]"[:100]
