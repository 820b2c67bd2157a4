"""Correct code in any legal style is never surely accused."""

import pytest

from tests.checks.source.texts import check

STYLES = {
    "awaits_directly": """
async def view(request):
    return JsonResponse(await fetch_user())
""",
    "awaits_inside_an_expression": """
async def view(request):
    return JsonResponse({"n": (await fetch_user())["name"].upper(), "k": len(await fetch_orders())})
""",
    "keeps_coroutines_in_a_dict": """
async def view(request):
    calls = {"user": fetch_user(), "orders": fetch_orders()}
    results = dict(zip(calls, await asyncio.gather(*calls.values())))
    return JsonResponse(results)
""",
    "awaits_items_of_a_dict_of_coroutines": """
async def view(request):
    calls = {"user": fetch_user(), "orders": fetch_orders()}
    page = {}
    for name, call in calls.items():
        page[name] = await call
    return JsonResponse(page)
""",
    "awaits_by_key": """
async def view(request):
    calls = {}
    calls["user"] = fetch_user()
    return JsonResponse({"user": await calls["user"]})
""",
    "awaits_by_pop": """
async def view(request):
    pending = [fetch_user(), fetch_user()]
    found = []
    while pending:
        found.append(await pending.pop())
    return JsonResponse({"found": found})
""",
    "optional_coroutine": """
async def view(request):
    extra = fetch_user() if "more" in request.GET else None
    data = {"orders": await fetch_orders()}
    if extra is not None:
        data["user"] = await extra
    return JsonResponse(data)
""",
    "optional_coroutine_by_truth": """
async def view(request):
    extra = None
    if "more" in request.GET:
        extra = fetch_user()
    return JsonResponse({"user": (await extra) if extra else None})
""",
    "optional_task_in_a_loop": """
async def view(request):
    ahead = None
    found = []
    for pk in range(3):
        if ahead:
            found.append(await ahead)
        ahead = asyncio.create_task(fetch_user(pk))
    found.append(await ahead)
    return JsonResponse({"found": found})
""",
    "a_helper_awaits_what_it_is_given": """
async def timed(awaitable):
    started = time.perf_counter()
    return await awaitable, time.perf_counter() - started


async def view(request):
    user, seconds = await timed(fetch_user())
    return JsonResponse({"user": user})
""",
    "an_unknown_function_gets_the_coroutine": """
from somewhere import run_it


async def view(request):
    return JsonResponse({"user": run_it(fetch_user())})
""",
    "an_unknown_method_gets_the_task": """
async def view(request):
    task = asyncio.create_task(fetch_user())
    request.app.tasks.append(task)
    return JsonResponse({})
""",
    "waits_for_tasks_in_a_set": """
async def view(request):
    tasks = {asyncio.create_task(fetch_user(pk)) for pk in range(3)}
    done, pending = await asyncio.wait(tasks)
    return JsonResponse({"users": [task.result() for task in done]})
""",
    "waits_with_timeout_and_cancels": """
async def view(request):
    task = asyncio.create_task(fetch_user())
    done, pending = await asyncio.wait([task], timeout=1)
    for late in pending:
        late.cancel()
    return JsonResponse({"done": len(done)})
""",
    "a_task_result_after_an_await": """
async def view(request):
    task = asyncio.create_task(fetch_user())
    orders = await fetch_orders()
    await task
    return JsonResponse({"user": task.result(), "orders": orders})
""",
    "task_group": """
async def view(request):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch_user(pk)) for pk in range(3)]
    return JsonResponse({"users": [task.result() for task in tasks]})
""",
    "a_task_cancelled_in_finally": """
async def view(request):
    ticker = asyncio.create_task(fetch_orders())
    try:
        user = await fetch_user()
    finally:
        ticker.cancel()
    return JsonResponse(user)
""",
    "cancels_and_collects_a_task": """
async def view(request):
    ticker = asyncio.create_task(fetch_orders())
    user = await fetch_user()
    ticker.cancel()
    try:
        await ticker
    except asyncio.CancelledError:
        pass
    return JsonResponse(user)
""",
    "shield_and_wait_for": """
async def view(request):
    inner = asyncio.ensure_future(fetch_user())
    try:
        user = await asyncio.wait_for(asyncio.shield(inner), 3)
    except TimeoutError:
        user = await inner
    return JsonResponse(user)
""",
    "a_future_by_hand": """
async def view(request):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(0.1, future.set_result, {"ok": True})
    return JsonResponse(await future)
""",
    "isawaitable_dispatch": """
async def call(function, *args):
    result = function(*args)
    if inspect.isawaitable(result):
        result = await result
    return result


async def view(request):
    return JsonResponse({"user": await call(fetch_user), "greeting": await call(services.greet, "Ada")})
""",
    "iscoroutinefunction_dispatch": """
async def call(function, *args):
    if inspect.iscoroutinefunction(function):
        return await function(*args)
    return await asyncio.to_thread(function, *args)


async def view(request):
    return JsonResponse({"user": await call(fetch_user), "greeting": await call(services.greet, "Ada")})
""",
    "isinstance_of_awaitable": """
from collections.abc import Awaitable


async def resolve(value):
    return await value if isinstance(value, Awaitable) else value


async def view(request):
    return JsonResponse({"user": await resolve(fetch_user()), "number": await resolve(3)})
""",
    "gather_with_exceptions": """
async def view(request):
    results = await asyncio.gather(fetch_user(), fetch_orders(), return_exceptions=True)
    return JsonResponse({"results": [None if isinstance(r, Exception) else r for r in results]})
""",
    "gather_kept_and_awaited_later": """
async def view(request):
    both = asyncio.gather(fetch_user(), fetch_orders())
    user, orders = await both
    return JsonResponse({"user": user, "orders": orders})
""",
    "gather_of_a_joined_list": """
async def view(request):
    calls = [fetch_user()]
    calls += [fetch_user(pk) for pk in range(3)]
    calls.extend(fetch_user(pk) for pk in range(2))
    return JsonResponse({"users": await asyncio.gather(*calls)})
""",
    "gather_of_partials": """
async def view(request):
    calls = map(functools.partial(fetch_user), [1, 2])
    return JsonResponse({"users": await asyncio.gather(*calls)})
""",
    "a_lambda_that_makes_the_coroutine": """
async def view(request):
    loads = {"user": lambda: fetch_user(), "orders": lambda: fetch_orders()}
    return JsonResponse({name: await load() for name, load in loads.items()})
""",
    "a_method_and_self": """
class Loader:
    def __init__(self, pk):
        self.pk = pk
        self.pending = fetch_user(pk)

    async def load(self):
        return await self.pending


async def view(request):
    return JsonResponse(await Loader(1).load())
""",
    "a_semaphore_around": """
gate = asyncio.Semaphore(5)


async def limited(pk):
    async with gate:
        return await fetch_user(pk)


async def view(request):
    return JsonResponse({"users": await asyncio.gather(*(limited(pk) for pk in range(9)))})
""",
    "lock_acquired_by_hand": """
lock = asyncio.Lock()


async def view(request):
    await lock.acquire()
    try:
        number = 1
    finally:
        lock.release()
    return JsonResponse({"number": number})
""",
    "an_async_context_manager_of_ones_own": """
@contextlib.asynccontextmanager
async def session():
    user = await fetch_user()
    yield user


async def view(request):
    async with session() as user, asyncio.timeout(3):
        return JsonResponse(user)
""",
    "an_exit_stack": """
async def view(request):
    async with contextlib.AsyncExitStack() as stack:
        client = await stack.enter_async_context(services.Client())
        await client.get("/")
    return JsonResponse({})
""",
    "httpx_client": """
async def view(request):
    async with httpx.AsyncClient() as client:
        first, second = await asyncio.gather(client.get("/a"), client.get("/b"))
        async with client.stream("GET", "/c") as response:
            body = await response.aread()
    first.raise_for_status()
    return JsonResponse({"first": first.json(), "second": second.text})
""",
    "aiohttp_both_ways": """
import aiohttp


async def view(request):
    async with aiohttp.ClientSession() as session:
        async with session.get("/a") as response:
            first = await response.json()
        response = await session.get("/b")
        return JsonResponse({"first": first, "second": await response.json()})
""",
    "sync_to_async_in_every_spelling": """
@sync_to_async
def load():
    return [book.title for book in Book.objects.all()]


@sync_to_async(thread_sensitive=False)
def count():
    return Book.objects.count()


async def view(request):
    fresh = sync_to_async(list)
    titles = await load()
    books = await fresh(Book.objects.all())
    return JsonResponse({"titles": titles, "count": await count(), "books": len(books)})
""",
    "async_orm": """
async def view(request):
    books = [book.title async for book in Book.objects.filter(title="x").order_by("pk")]
    first = await Book.objects.afirst()
    if first is not None:
        await first.asave()
    total = await Book.objects.acount()
    made, created = await Book.objects.aget_or_create(title="x")
    async for book in Book.objects.aiterator():
        books.append(book.title)
    return JsonResponse({"books": books, "total": total, "exists": await Book.objects.aexists()})
""",
    "an_async_generator_handed_on": """
async def lines(source):
    async for number in source:
        yield f"{number}\\n"


async def view(request):
    return StreamingHttpResponse(lines(ticks()))
""",
    "anext_by_hand": """
async def view(request):
    source = ticks()
    first = await anext(source)
    second = await source.__anext__()
    return JsonResponse({"first": first, "second": second})
""",
    "an_async_iterator_class": """
class Numbers:
    def __init__(self):
        self.left = 3

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.left:
            raise StopAsyncIteration
        self.left -= 1
        return await fetch_user()


async def view(request):
    return JsonResponse({"users": [user async for user in Numbers()]})
""",
    "an_awaitable_class": """
class Later:
    def __await__(self):
        return fetch_user().__await__()


async def view(request):
    return JsonResponse(await Later())
""",
    "a_view_by_assignment": """
def make(name):
    async def inner(request):
        return HttpResponse(name)

    return inner


view = make("Ada")
""",
    "a_decorator_class": """
class logged:
    def __init__(self, view):
        self.view = view

    async def __call__(self, request):
        return await self.view(request)


async def view(request):
    return await logged(plain)(request)


async def plain(request):
    return HttpResponse("x")
""",
    "a_decorator_for_both_kinds": """
def checked(view):
    if asyncio.iscoroutinefunction(view):
        async def wrapper(request, *args, **kwargs):
            return await view(request, *args, **kwargs)
    else:
        def wrapper(request, *args, **kwargs):
            return view(request, *args, **kwargs)
    return functools.wraps(view)(wrapper)


@checked
async def view(request):
    return HttpResponse("x")
""",
    "a_plain_wrapper_marked_as_a_coroutine_function": """
from asgiref.sync import markcoroutinefunction


def logged(view):
    def wrapper(request):
        return view(request)

    return markcoroutinefunction(wrapper)


@logged
async def view(request):
    return HttpResponse("x")
""",
    "django_decorators": """
from django.contrib.auth.decorators import login_required
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods


@csrf_exempt
@never_cache
@cache_control(private=True)
@login_required
@require_http_methods(["GET"])
async def view(request):
    return JsonResponse(await fetch_user())
""",
    "a_class_with_inherited_handlers": """
class Base(View):
    async def dispatch(self, request, *args, **kwargs):
        return await super().dispatch(request, *args, **kwargs)


class Mixin:
    async def get(self, request):
        return JsonResponse(await self.load())

    async def load(self):
        return await fetch_user()


class view(Mixin, Base):
    pass
""",
    "a_class_that_sets_up": """
class view(View):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.pending = fetch_user()

    async def get(self, request):
        return JsonResponse(await self.pending)
""",
    "as_view_at_module_level": """
class Report(View):
    async def get(self, request):
        return JsonResponse(await fetch_user())


view = Report.as_view()
""",
    "a_cached_task": """
cache = {}


async def view(request):
    if "user" not in cache:
        cache["user"] = asyncio.ensure_future(fetch_user())
    return JsonResponse(await cache["user"])
""",
    "a_module_level_list_of_coroutine_functions": """
STEPS = [fetch_user, fetch_orders]


async def view(request):
    return JsonResponse({step.__name__: await step() for step in STEPS})
""",
    "getattr_by_name": """
async def view(request):
    return JsonResponse({"user": await getattr(services, "fetch_user")()})
""",
    "star_import": """
from services import *
from asyncio import *


async def view(request):
    await sleep(1)
    return JsonResponse(await wait_for(fetch_user(), 2))
""",
    "rebinding_to_the_result": """
async def view(request):
    data = fetch_user()
    data = await data
    return JsonResponse({"data": data})
""",
    "awaits_on_every_branch": """
async def view(request):
    if request.method == "GET":
        call = fetch_user()
    else:
        call = fetch_orders()
    return JsonResponse({"data": await call})
""",
    "retry_with_a_new_coroutine": """
async def retry(function, *args):
    for attempt in range(3):
        try:
            return await function(*args)
        except ConnectionError:
            await asyncio.sleep(2**attempt)
    raise ConnectionError


async def view(request):
    return JsonResponse(await retry(fetch_user, 1))
""",
    "a_worker_queue": """
async def view(request):
    queue = asyncio.Queue()
    found = []

    async def worker():
        while True:
            pk = await queue.get()
            found.append(await fetch_user(pk))
            queue.task_done()

    workers = [asyncio.create_task(worker()) for _ in range(3)]
    for pk in range(9):
        await queue.put(pk)
    await queue.join()
    for task in workers:
        task.cancel()
    return JsonResponse({"found": found})
""",
    "a_coroutine_through_a_dataclass": """
from dataclasses import dataclass


@dataclass
class Job:
    name: str
    work: object


async def view(request):
    jobs = [Job("user", fetch_user()), Job("orders", fetch_orders())]
    return JsonResponse({job.name: await job.work for job in jobs})
""",
    "nonlocal_result": """
async def view(request):
    data = None

    async def load():
        nonlocal data
        data = await fetch_user()

    await load()
    return JsonResponse({"data": data})
""",
    "walrus_and_match": """
async def view(request):
    if (user := await fetch_user()) and (orders := fetch_orders()):
        match request.method:
            case "GET":
                return JsonResponse({"orders": await orders})
            case other:
                orders.close()
    return JsonResponse(user)
""",
    "an_error_instead_of_an_answer": """
from django.http import Http404


async def view(request):
    raise Http404("gone")
""",
    "try_and_else": """
async def view(request):
    try:
        user = await fetch_user()
    except (OSError, asyncio.TimeoutError) as error:
        return JsonResponse({"error": str(error)}, status=503)
    else:
        return JsonResponse(user)
""",
    "reraises_cancellation": """
async def guarded():
    try:
        return await fetch_user()
    except asyncio.CancelledError:
        raise
    except BaseException:
        return None


async def view(request):
    async with asyncio.timeout(1):
        return JsonResponse({"user": await guarded()})
""",
    "threads_in_every_spelling": """
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(4)


async def view(request):
    loop = asyncio.get_running_loop()
    first = await loop.run_in_executor(None, functools.partial(requests.get, "/"))
    second = await loop.run_in_executor(pool, requests.get, "/")
    third = await asyncio.to_thread(lambda: requests.get("/").json())
    fourth = await asyncio.wrap_future(pool.submit(requests.get, "/"))
    return JsonResponse({"n": [first.json(), second.json(), third, fourth.status_code]})
""",
    "asyncio_run_in_a_thread": """
def work():
    return asyncio.run(fetch_user())


async def view(request):
    return JsonResponse(await asyncio.to_thread(work))
""",
    "async_to_sync_in_a_thread": """
async def view(request):
    return JsonResponse(await sync_to_async(async_to_sync(fetch_user))())
""",
    "a_background_task_that_is_kept": """
background = set()


async def view(request):
    task = asyncio.create_task(fetch_orders())
    background.add(task)
    task.add_done_callback(background.discard)
    return JsonResponse(await fetch_user())
""",
    "prints_and_logs": """
import logging


async def view(request):
    logging.info("user %s", await fetch_user())
    print(await fetch_orders())
    return HttpResponse("ok")
""",
    "a_property_that_gives_a_coroutine": """
class Page:
    @property
    def user(self):
        return fetch_user()


async def view(request):
    return JsonResponse(await Page().user)
""",
    "a_conditional_definition": """
try:
    from fast import load
except ImportError:
    async def load():
        return await fetch_user()


async def view(request):
    return JsonResponse(await load())
""",
    "type_checking_imports": """
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest


async def view(request: "HttpRequest") -> "HttpResponse":
    return HttpResponse(f"{(await fetch_user())['name']}")
""",
    "main_guard": """
async def view(request):
    return HttpResponse("x")


if __name__ == "__main__":
    asyncio.run(view(None))
""",
    "async_comprehension_of_awaits": """
async def view(request):
    users = [await fetch_user(pk) for pk in range(3) if await fetch_orders()]
    return JsonResponse({"users": users, "any": any([await fetch_user()])})
""",
    "yields_from_a_plain_generator": """
def numbered():
    for pk in range(3):
        yield fetch_user(pk)


async def view(request):
    return JsonResponse({"users": [await call for call in numbered()]})
""",
    "barrier_event_condition": """
async def view(request):
    event = asyncio.Event()
    asyncio.get_running_loop().call_soon(event.set)
    await event.wait()
    condition = asyncio.Condition()
    async with condition:
        condition.notify_all()
    return HttpResponse("ok")
""",
    "subprocesses": """
async def view(request):
    process = await asyncio.create_subprocess_exec("true", stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    await process.wait()
    return HttpResponse(out)
""",
    "contextvars_and_request_attributes": """
async def view(request):
    request.pending = fetch_user()
    return await finish(request)


async def finish(request):
    return JsonResponse(await request.pending)
""",
    "awaits_inside_an_f_string": """
async def view(request):
    return HttpResponse(f"{await fetch_user()!r:>10}")
""",
    "as_completed_both_ways": """
async def view(request):
    jobs = [asyncio.create_task(fetch_user(pk)) for pk in range(3)]
    users = []
    for job in asyncio.as_completed(jobs, timeout=3):
        users.append(await job)
    for earliest in asyncio.as_completed([fetch_user()]):
        users.append(await earliest)
    return JsonResponse({"users": users})
""",
    "a_gathered_helper_that_keeps_tasks": """
def start(pk):
    return asyncio.create_task(fetch_user(pk))


async def view(request):
    first, second = start(1), start(2)
    return JsonResponse({"users": [await first, await second]})
""",
    "closes_what_it_does_not_need": """
async def view(request):
    calls = [fetch_user(), fetch_orders()]
    chosen = calls.pop()
    for call in calls:
        call.close()
    return JsonResponse({"chosen": await chosen})
""",
    "sends_tasks_through_a_queue": """
async def view(request):
    queue = asyncio.Queue()
    await queue.put(asyncio.create_task(fetch_user()))
    task = await queue.get()
    return JsonResponse(await task)
""",
    "recursion": """
async def countdown(n):
    if n == 0:
        return await fetch_user()
    return await countdown(n - 1)


async def view(request):
    return JsonResponse(await countdown(3))
""",
    "an_async_property_chain": """
class Api:
    def users(self):
        return self

    async def first(self):
        return await fetch_user()


async def view(request):
    return JsonResponse(await Api().users().first())
""",
    "a_transaction_in_a_thread": """
from django.db import transaction


@sync_to_async
@transaction.atomic
def save(title):
    return Book.objects.create(title=title).pk


def save_two():
    with transaction.atomic():
        Book.objects.create(title="x")


async def view(request):
    await sync_to_async(save_two)()
    return JsonResponse({"pk": await save("x")})
""",
    "cached_values_not_coroutines": """
@functools.lru_cache
def settings():
    return {"a": 1}


async def view(request):
    return JsonResponse(settings())
""",
    "coroutines_of_one_place_awaited_one_by_one": """
async def view(request):
    first, second = [fetch_user(pk) for pk in (1, 2)]
    calls = []
    for pk in range(2):
        call = fetch_user(pk)
        calls.append(call)
    third = calls[0]
    fourth = calls[1]
    return JsonResponse({"users": [await first, await second, await third, await fourth]})
""",
    "a_helper_called_twice": """
def load(pk):
    call = fetch_user(pk)
    return call


async def view(request):
    first = load(1)
    second = load(2)
    return JsonResponse({"a": await first, "b": await second})
""",
    "picks_one_of_several": """
import random


async def view(request):
    tasks = [asyncio.create_task(fetch_user(pk)) for pk in range(3)]
    await asyncio.sleep(1)
    chosen = await max(tasks, key=id)
    other = await random.choice(tasks)
    return JsonResponse({"chosen": chosen, "other": other, "last": await sorted(tasks, key=id)[-1]})
""",
    "method_decorator_with_ones_own_decorator": """
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt


def checked(function):
    async def wrapper(request, *args, **kwargs):
        return await function(request, *args, **kwargs)
    return wrapper


@method_decorator(csrf_exempt, name="dispatch")
class view(View):
    @method_decorator(checked)
    async def get(self, request):
        return HttpResponse("ok")
""",
    "handlers_whose_dict_is_made_a_response": """
class Api(View):
    async def dispatch(self, request, *args, **kwargs):
        return JsonResponse(await getattr(self, request.method.lower())(request))


class view(Api):
    async def get(self, request):
        return await fetch_user()
""",
    "handlers_of_an_unknown_base": """
from elsewhere import ApiView


class view(ApiView):
    def get(self, request):
        return {"a": 1}
""",
    "a_decorator_that_makes_responses": """
def as_json(function):
    @functools.wraps(function)
    async def wrapper(request):
        return JsonResponse(await function(request))
    return wrapper


@as_json
async def view(request):
    return await fetch_user()
""",
    "a_name_bound_later_or_elsewhere": """
async def view(request):
    global counter
    counter = later() + 1
    try:
        import numpy
    except ImportError as error:
        print(error)
    return HttpResponse(f"{counter} {__name__}")


def later():
    return 1
""",
    "typing_cast": """
from typing import cast


async def view(request):
    return JsonResponse(await cast("object", fetch_user()))
""",
    "a_cancellation_that_is_meant": """
async def view(request):
    try:
        user = await fetch_user()
    except asyncio.CancelledError:
        return JsonResponse({}, status=499)
    return JsonResponse(user)
""",
    "a_conditional_coroutine_function": """
async def view(request):
    load = fetch_user if request.GET else fetch_orders
    handlers = {"GET": fetch_user, "POST": fetch_orders}
    call = handlers.get(request.method, fetch_user)
    return JsonResponse({"a": await load(), "b": await call()})
""",
    "a_class_with_async_call_used_inside": """
class Load:
    async def __call__(self, pk):
        return await fetch_user(pk)


load = Load()


async def view(request):
    return JsonResponse(await load(1))
""",
    "an_abstract_method": """
from abc import ABC, abstractmethod


class Source(ABC):
    @abstractmethod
    async def load(self): ...

    async def both(self):
        return await asyncio.gather(self.load(), self.load())


class Users(Source):
    async def load(self):
        return await fetch_user()


async def view(request):
    return JsonResponse({"users": await Users().both()})
""",
    "a_static_and_a_class_method": """
class Users:
    @staticmethod
    async def one():
        return await fetch_user()

    @classmethod
    def all(cls):
        return asyncio.gather(cls.one(), cls.one())


async def view(request):
    return JsonResponse({"users": await Users.all(), "one": await Users().one()})
""",
    "generators_with_send_and_finally": """
async def numbers():
    try:
        async for number in ticks():
            yield number
    finally:
        await asyncio.sleep(0)


async def view(request):
    stream = numbers()
    found = [number async for number in stream]
    await stream.aclose()
    return JsonResponse({"found": found})
""",
    "streams_with_a_keepalive_task": """
async def view(request):
    ahead = asyncio.create_task(fetch_user())

    async def body():
        yield "start"
        yield str(await ahead)

    return StreamingHttpResponse(body())
""",
    "a_global_task_that_another_function_sets": """
refresher = None
client = None


def start():
    global refresher, client
    refresher = asyncio.create_task(fetch_orders())
    client = httpx.AsyncClient()


async def view(request):
    response = await client.get("/")
    return JsonResponse({"orders": await refresher, "text": response.text})
""",
    "a_nonlocal_that_a_callback_sets": """
from somewhere import subscribe


async def view(request):
    answer = None

    def arrived(value):
        nonlocal answer
        answer = value

    subscribe(arrived)
    return JsonResponse({"a": await answer})
""",
    "an_attribute_that_others_set": """
class Connection:
    def __init__(self):
        self.ready = None
        self.socket = None


async def view(request):
    connection = Connection()
    request.app.connections.append(connection)
    await connection.ready
    return JsonResponse({"a": await connection.socket.read()})
""",
    "an_object_of_the_module_that_starts_later": """
class Service:
    task = None

    def start(self):
        self.task = asyncio.create_task(fetch_user())

    async def result(self):
        return await self.task


service = Service()


async def view(request):
    service.start()
    return JsonResponse(await service.result())
""",
    "timeouts_that_answer": """
async def view(request):
    try:
        return JsonResponse(await asyncio.wait_for(fetch_user(), timeout=1))
    except asyncio.TimeoutError:
        return JsonResponse({}, status=504)
""",
}


@pytest.mark.parametrize("text", STYLES.values(), ids=STYLES.keys())
def test_a_correct_style_is_not_accused(text: str) -> None:
    check(text)
