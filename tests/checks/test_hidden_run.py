"""While a view sleeps, locks and waits, nothing of the run is handed to code that the view could have replaced."""

import json

from checks.sandbox import Sandbox
from tests.checks.engine import run

# What the student's code is given anyway; none of them leads any further.
VISIBLE = {"TimerHandle", "VirtualSelector", "Lock"}
SPY = """
import asyncio, builtins, contextlib, contextvars, functools, heapq, inspect, json, os, selectors, socket, struct
import asyncio.base_events, asyncio.events, asyncio.tasks, concurrent.futures.thread, select, threading, time, types
import warnings, weakref
from django.http import JsonResponse

NEEDED = {"isinstance", "getattr", "type", "set", "str", "callable", "super", "object", "setattr", "hasattr",
          "__build_class__", "__import__"}
PLACES = (asyncio.base_events, asyncio.events, asyncio.tasks, builtins, concurrent.futures.thread, contextlib,
          contextvars, functools, heapq, inspect, json, os, select, selectors, socket, struct, threading, warnings,
          weakref)
seen, calls = set(), set()


def spying(name, function):
    def spy(*args, **options):
        calls.add(name)
        seen.update(type(thing).__name__ for thing in (*args, *options.values())
                    if str(type(thing).__module__).startswith("checks."))
        return function(*args, **options)
    return spy


def replace():
    undo = []
    for place in PLACES:
        for name, thing in list(vars(place).items()):
            owners = [thing] if isinstance(thing, type) and thing.__flags__ & 512 else []
            if isinstance(thing, (types.FunctionType, types.BuiltinFunctionType)) and name not in NEEDED:
                owners, undo = [], [*undo, (place, name, thing)]
                setattr(place, name, spying(name, thing))
            for owner in owners:
                for inner, method in list(vars(owner).items()):
                    if isinstance(method, types.FunctionType) and inner != "__new__":
                        undo.append((owner, inner, method))
                        setattr(owner, inner, spying(inner, method))
    return undo


def restore(undo):
    for place, name, thing in undo:
        setattr(place, name, thing)


async def slow_view(request):
    undo = replace()
    time.sleep(0.001)
    lock = threading.Lock()
    lock.acquire()
    lock.acquire(timeout=0.001)
    thread = threading.Thread(target=time.sleep, args=(0.001,))
    thread.start()
    thread.join()
    asyncio.get_running_loop().call_later(0.001, print)
    task = asyncio.create_task(asyncio.sleep(0.001))
    for _ in range(1100):
        time.monotonic()
    await task
    await asyncio.to_thread(time.sleep, 0.01)
    restore(undo)
    return JsonResponse({"seen": sorted(seen), "calls": len(calls)})
"""


def test_nothing_of_a_run_is_handed_to_what_a_view_can_replace(sandbox: Sandbox) -> None:
    found = json.loads(run(sandbox, SPY).answers[0].text)
    assert found["calls"] > 10  # or else the spy saw nothing
    assert set(found["seen"]) <= VISIBLE
