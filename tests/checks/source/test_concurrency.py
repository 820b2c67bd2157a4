"""What holds the loop is shown where it is reached on the loop, never surely: running decides."""

import pytest

from tests.checks.source.texts import HEADER, facts_of, marks_of, rules_of

FAULTS = {
    "sleep_in_every_spelling": """
from time import sleep as nap
import time as t


async def view(request):
    time.sleep(1)  # ?blocking-sleep
    nap(1)  # ?blocking-sleep
    t.sleep(1)  # ?blocking-sleep
    __import__("time").sleep(1)  # ?blocking-sleep
    getattr(time, "sleep")(1)  # ?blocking-sleep
    functools.partial(time.sleep, 1)()  # ?blocking-sleep
    (lambda: time.sleep(1))()  # ?blocking-sleep
    list(map(time.sleep, [1]))  # ?blocking-sleep
    asyncio.get_running_loop().call_soon(time.sleep, 1)  # ?blocking-sleep
    return HttpResponse("ok")
""",
    "imported_with_a_star": """
from time import *


async def view(request):
    sleep(1)  # ?blocking-sleep
    return HttpResponse("ok")
""",
    "in_a_helper_of_a_helper": """
def inner():
    time.sleep(1)  # ?blocking-sleep


def outer():
    inner()


async def view(request):
    outer()
    return HttpResponse("ok")
""",
    "in_methods_properties_and_managers": """
class Job:
    def __init__(self):
        time.sleep(1)  # ?blocking-sleep

    @property
    def result(self):
        time.sleep(1)  # ?blocking-sleep

    def __enter__(self):
        time.sleep(1)  # ?blocking-sleep

    def __exit__(self, *exc):
        time.sleep(1)  # ?blocking-sleep


async def view(request):
    job = Job()
    with job:
        job.result
    return HttpResponse("ok")
""",
    "in_a_decorator": """
def slow(function):
    async def wrapper(request):
        time.sleep(1)  # ?blocking-sleep
        return await function(request)
    return wrapper


@slow
async def view(request):
    return HttpResponse("ok")
""",
    "http": """
import urllib.request

session = requests.Session()


async def view(request):
    requests.get("/")  # ?blocking-http
    session.post("/")  # ?blocking-http
    httpx.get("/")  # ?blocking-http
    with httpx.Client() as client:
        client.get("/")  # ?blocking-http
    urllib.request.urlopen("/")  # ?blocking-http
    return HttpResponse("ok")
""",
    "files_and_programs": """
import pathlib
import subprocess
from subprocess import Popen


async def view(request):
    with open("x") as file:  # ?blocking-io
        file.read()  # ?blocking-io
    (pathlib.Path("a") / "b").read_text()  # ?blocking-io
    subprocess.run(["true"])  # ?blocking-subprocess
    Popen(["true"]).communicate()  # ?blocking-subprocess
    return HttpResponse("ok")
""",
    "database": """
def titles():
    return [b.title for b in Book.objects.all()]  # ?blocking-database


async def view(request):
    Book.objects.get(pk=1)  # ?blocking-database
    query = Book.objects.filter(title="x")
    if query.exists():  # ?blocking-database
        list(query)  # ?blocking-database
    book = Book(title="x")
    book.save()  # ?blocking-database
    titles()
    return HttpResponse("ok")
""",
    "waiting_for_threads": """
import queue
from concurrent.futures import ThreadPoolExecutor

lock = threading.Lock()


async def view(request):
    threading.Event().wait(1)  # ?blocking-wait
    queue.Queue().get()  # ?blocking-wait
    with lock:  # ?blocking-wait
        pass
    thread = threading.Thread(target=print)
    thread.join()  # ?blocking-wait
    ThreadPoolExecutor().submit(time.sleep, 1).result()  # ?blocking-wait
    return HttpResponse("ok")
""",
    "a_loop_in_the_loop": """
async def view(request):
    asyncio.run(fetch_user())  # ?nested-loop
    async_to_sync(fetch_user)()  # ?nested-loop
    return HttpResponse("ok")
""",
    "the_guard_switched_off": """
import os

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # ?unsafe-database


async def view(request):
    return HttpResponse("ok")
""",
    "a_blocking_generator": """
def fmt(number):
    time.sleep(1)  # ?blocking-sleep
    return str(number)


async def view(request):
    return StreamingHttpResponse(fmt(n) async for n in ticks())
""",
}


@pytest.mark.parametrize("text", FAULTS.values(), ids=FAULTS.keys())
def test_a_blocking_call_is_shown_on_its_line(text: str) -> None:
    found = {(f.finding.line, f.finding.rule) for f in facts_of(text).findings if f.family == "concurrency"}
    assert found == marks_of(text, "?", HEADER)
    assert not [f for f in facts_of(text).findings if f.certain]


def test_the_guard_switched_off_is_sure_where_a_plain_query_is_reached() -> None:
    text = FAULTS["the_guard_switched_off"].replace("    return", "    Book.objects.count()\n    return")
    sure = [f.finding.rule for f in facts_of(text).findings if f.certain]
    assert sure == ["unsafe-database"]


RACES = {
    "a_global_read_after_an_await": """
visits = 0


async def view(request):
    global visits
    visits += 1
    await fetch_user()
    return JsonResponse({"n": visits})  # ?race
""",
    "a_global_overwritten_after_an_await": """
visits = 0


async def view(request):
    global visits
    before = visits
    await fetch_user()
    visits = before + 1  # ?race
    return JsonResponse({})
""",
    "a_mutable_default": """
async def view(request, seen=[]):
    seen.append(1)
    await fetch_user()
    return JsonResponse({"n": len(seen)})  # ?race
""",
    "an_object_that_holds_the_request": """
class Handler:
    async def run(self):
        await fetch_user()
        return JsonResponse({"path": self.request.path})  # ?race


handler = Handler()


async def view(request):
    handler.request = request
    return await handler.run()
""",
    "no_await_in_between": """
visits = 0


async def view(request):
    global visits
    visits += 1
    mine = visits
    await fetch_user()
    return JsonResponse({"n": mine})
""",
    "the_object_of_one_request": """
class view(View):
    async def get(self, request):
        self.user = await fetch_user()
        await fetch_orders()
        return JsonResponse(self.user)
""",
}


@pytest.mark.parametrize("text", RACES.values(), ids=RACES.keys())
def test_shared_state_is_shown_where_it_is_used_after_an_await(text: str) -> None:
    found = {f.finding.line for f in facts_of(text).findings if f.finding.rule == "race"}
    lines = (HEADER + text).split("\n")
    assert found == {number for number, line in enumerate(lines, 1) if "?race" in line}


HARMLESS = {
    "in_a_thread": """
def work():
    time.sleep(1)
    return requests.get("/")


async def view(request):
    await asyncio.to_thread(work)
    await sync_to_async(lambda: time.sleep(1))()
    await asyncio.get_running_loop().run_in_executor(None, functools.partial(time.sleep, 1))
    return HttpResponse("ok")
""",
    "while_importing": """
time.sleep(1)
DATA = open("x").read()


async def view(request):
    return HttpResponse(DATA)
""",
    "names_that_only_look_alike": """
class requests:
    @staticmethod
    async def get(url):
        return url


async def open(name):
    return name


async def view(request):
    await requests.get("/")
    await open("x")
    return HttpResponse("ok")
""",
    "a_plain_view": """
def legacy(request):
    time.sleep(1)
    return HttpResponse("ok")


async def view(request):
    return HttpResponse("ok")
""",
    "an_evaluated_queryset": """
async def view(request):
    books = Book.objects.all()
    async for _ in books:
        pass
    return JsonResponse({"books": [book.title for book in books]})
""",
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_harms_nobody_is_not_shown(text: str) -> None:
    assert rules_of(facts_of(text), "concurrency") == set()


def test_the_hint_carries_the_arguments() -> None:
    (found,) = facts_of("async def view(request):\n    time.sleep(0.5)\n    return HttpResponse('ok')\n").findings
    assert found.finding.hint == "await asyncio.sleep(0.5)"


def test_advice_is_rare_and_right() -> None:
    text = """
async def view(request):
    await asyncio.to_thread(time.sleep, 1)
    user = await fetch_user()
    orders = await fetch_orders()
    return JsonResponse({"user": user, "orders": orders})
"""
    assert rules_of(facts_of(text), "advice") == {"thread-offload", "sequential-awaits"}
    dependent = text.replace("fetch_orders()", "fetch_user(user['pk'])").replace("time.sleep, 1", "print")
    assert rules_of(facts_of(dependent), "advice") == set()


def test_the_hint_for_a_needless_thread_is_code() -> None:
    text = (
        "async def view(request):\n    await asyncio.to_thread(requests.get, 'http://x')\n    return HttpResponse()\n"
    )
    (found,) = [f.finding for f in facts_of(text).findings if f.finding.rule == "thread-offload"]
    assert found.hint == "async with httpx.AsyncClient() as client: response = await client.get(...)"
