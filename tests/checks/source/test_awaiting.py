"""Faults of awaiting stand on the line of the call that nobody waits for."""

import pytest

from checks.source import read
from tests.checks.source.texts import check, facts_of

FAULTS = {
    "dropped": """
async def view(request):
    fetch_user()  # !never-awaited
    return HttpResponse("ok")
""",
    "dropped_asyncio_sleep_under_another_name": """
from asyncio import sleep as pause


async def view(request):
    pause(1)  # !never-awaited
    return HttpResponse("ok")
""",
    "assigned_and_forgotten": """
async def view(request):
    user = fetch_user()  # !never-awaited
    return HttpResponse("ok")
""",
    "annotated_and_forgotten": """
async def view(request):
    user: dict = services.fetch_user()  # !never-awaited
    return HttpResponse("ok")
""",
    "into_the_response": """
async def view(request):
    user = fetch_user()  # !never-awaited
    return JsonResponse({"user": user})
""",
    "into_the_response_through_names": """
async def view(request):
    user = fetch_user()  # !never-awaited
    page = {}
    page["user"] = user
    answer = {"page": page}
    return JsonResponse(answer)
""",
    "on_one_branch_only": """
async def view(request):
    if request.GET:
        user = fetch_user()  # !never-awaited
    else:
        user = await fetch_user()
    return JsonResponse({"user": user})
""",
    "in_an_f_string": """
async def view(request):
    return HttpResponse(f"{fetch_user()}")  # !never-awaited
""",
    "by_percent": """
async def view(request):
    return HttpResponse("%s" % fetch_user())  # !never-awaited
""",
    "by_format_and_join": """
async def view(request):
    text = "{}".format(fetch_user())  # !never-awaited
    more = ", ".join([fetch_orders()])  # !never-awaited
    return HttpResponse(text + more)
""",
    "str_and_len": """
async def view(request):
    name = str(fetch_user())  # !never-awaited
    count = len(fetch_orders())  # !never-awaited
    return HttpResponse(name * count)
""",
    "attribute_and_item": """
async def view(request):
    user = fetch_user()  # !never-awaited
    orders = fetch_orders()  # !never-awaited
    return JsonResponse({"name": user.get("name"), "first": orders[0]})
""",
    "compared_and_tested": """
async def view(request):
    if fetch_user() == None:  # !never-awaited
        return HttpResponse("none")
    if not fetch_orders():  # !never-awaited
        return HttpResponse("none")
    return HttpResponse("ok")
""",
    "or_default": """
async def view(request):
    user = fetch_user() or {}  # !never-awaited
    return JsonResponse(user)
""",
    "looped_over_and_unpacked": """
async def view(request):
    for order in fetch_orders():  # !never-awaited
        print(order)
    first, second, third = fetch_orders()  # !never-awaited
    return HttpResponse("ok")
""",
    "comprehension": """
async def view(request):
    users = [fetch_user(pk) for pk in range(3)]  # !never-awaited
    return JsonResponse({"users": users})
""",
    "any_over_coroutines": """
async def view(request):
    return JsonResponse({"ok": any(fetch_user(pk) for pk in range(3))})  # !never-awaited
""",
    "filtered_and_mapped": """
async def view(request):
    users = list(map(fetch_user, range(3)))  # !never-awaited
    return JsonResponse({"users": users})
""",
    "returned_from_the_view": """
async def view(request):
    async def answer():
        return HttpResponse("ok")

    return answer()  # !never-awaited
""",
    "own_method": """
class view(View):
    async def load(self):
        return await fetch_user()

    async def get(self, request):
        user = self.load()  # !never-awaited
        return JsonResponse({"user": user})
""",
    "a_helper_that_hands_the_coroutine_on": """
def load():
    return fetch_user()


async def view(request):
    return JsonResponse({"user": load()})  # !never-awaited
""",
    "a_coroutine_returned_from_a_coroutine": """
async def load():
    return fetch_user()  # !never-awaited


async def view(request):
    return JsonResponse({"user": await load()})
""",
    "partial": """
load = functools.partial(fetch_user, 3)


async def view(request):
    return JsonResponse({"user": load()})  # !never-awaited
""",
    "sync_to_async_call": """
@sync_to_async
def load():
    return 1


async def view(request):
    return JsonResponse({"n": load()})  # !never-awaited
""",
    "to_thread_call": """
async def view(request):
    asyncio.to_thread(time.sleep, 1)  # !never-awaited
    return HttpResponse("ok")
""",
    "wait_for_call": """
async def view(request):
    user = asyncio.wait_for(fetch_user(), 1)  # !never-awaited
    return JsonResponse({"user": user})
""",
    "orm": """
async def view(request):
    total = Book.objects.filter(title="x").acount()  # !never-awaited
    book = await Book.objects.afirst()
    book.asave()  # !never-awaited
    return JsonResponse({"more": total > 3})
""",
    "httpx": """
async def view(request):
    async with httpx.AsyncClient() as client:
        response = client.get("/")  # !never-awaited
    return JsonResponse(response.json())
""",
    "event_and_lock": """
lock = asyncio.Lock()


async def view(request):
    lock.acquire()  # !never-awaited
    asyncio.Event().wait()  # !never-awaited
    return HttpResponse("ok")
""",
    "in_a_lambda_that_is_called": """
async def view(request):
    load = lambda: fetch_user()
    return JsonResponse({"user": load()})  # !never-awaited
""",
    "in_a_helper_of_the_view": """
async def load():
    user = fetch_user()  # !never-awaited
    return user["name"]


async def view(request):
    return HttpResponse(await load())
""",
    "hidden_by_an_except": """
async def view(request):
    try:
        return JsonResponse({"user": fetch_user()})  # !never-awaited
    except TypeError:
        return JsonResponse({})
""",
    "await_of_a_value": """
async def view(request):
    user = await fetch_user()
    name = await user["name"]  # !awaits-nothing
    return HttpResponse(name)
""",
    "await_of_a_plain_function": """
def shout(text):
    return text.upper()


async def view(request):
    return HttpResponse(await shout("a"))  # !awaits-nothing
""",
    "await_of_a_provided_plain_function": """
async def view(request):
    return HttpResponse(await services.greet("a"))  # !awaits-nothing
""",
    "await_of_a_response": """
async def view(request):
    return await JsonResponse({})  # !awaits-nothing
""",
    "await_of_json": """
async def view(request):
    data = await json.loads(request.body)  # !awaits-nothing
    return JsonResponse(data)
""",
    "await_of_time_sleep": """
async def view(request):
    await time.sleep(1)  # !awaits-nothing
    return HttpResponse("ok")
""",
    "await_of_requests_and_httpx": """
async def view(request):
    first = await requests.get("/")  # !awaits-nothing
    async with httpx.AsyncClient() as client:
        second = await client.get("/")
    data = await second.json()  # !awaits-nothing
    return JsonResponse(data)
""",
    "await_of_a_function_that_is_not_called": """
async def view(request):
    user = await fetch_user  # !awaits-nothing
    await asyncio.sleep  # !awaits-nothing
    count = await sync_to_async(len)  # !awaits-nothing
    return JsonResponse(user)
""",
    "await_of_the_synchronous_orm": """
async def view(request):
    book = await Book.objects.create(title="x")  # !awaits-nothing
    total = await Book.objects.count()  # !awaits-nothing
    return JsonResponse({"total": total})
""",
    "await_of_an_async_generator": """
async def view(request):
    return StreamingHttpResponse(await ticks())  # !awaits-nothing
""",
    "await_of_a_list_of_coroutines": """
async def view(request):
    users = await [fetch_user(), fetch_user()]  # !awaits-nothing !never-awaited
    return JsonResponse({"users": users})
""",
    "gather_of_values": """
async def view(request):
    await asyncio.gather(
        await fetch_user(),  # !awaits-nothing
        await fetch_orders(),  # !awaits-nothing
    )
    return HttpResponse("ok")
""",
    "create_task_of_a_function": """
async def view(request):
    await asyncio.create_task(fetch_user)  # !awaits-nothing
    return HttpResponse("ok")
""",
    "called_before_the_thread": """
async def view(request):
    await asyncio.to_thread(time.sleep(1))  # !awaits-nothing
    return HttpResponse("ok")
""",
    "awaited_twice": """
async def view(request):
    call = fetch_user()
    first = await call
    second = await call  # !awaited-twice
    return JsonResponse({"a": first, "b": second})
""",
    "awaited_twice_by_gather": """
async def view(request):
    call = fetch_user()
    await asyncio.gather(call, fetch_orders())
    return JsonResponse(await call)  # !awaited-twice
""",
    "gather_of_a_list": """
async def view(request):
    users = await asyncio.gather([fetch_user(pk) for pk in range(3)])  # !gather-list
    return JsonResponse({"users": users})
""",
    "gather_of_a_list_by_name": """
async def view(request):
    calls = [fetch_user(), fetch_user()]
    users = await asyncio.gather(calls)  # !gather-list
    return JsonResponse({"users": users})
""",
    "wait_of_coroutines": """
async def view(request):
    done, _ = await asyncio.wait([fetch_user(), fetch_orders()])  # !wait-coroutines
    return JsonResponse({"n": len(done)})
""",
    "gather_without_await": """
async def view(request):
    user, orders = asyncio.gather(fetch_user(), fetch_orders())  # !gather-not-awaited
    return JsonResponse({"user": user, "orders": orders})
""",
    "gather_dropped": """
async def view(request):
    asyncio.gather(fetch_user(), fetch_orders())  # !gather-not-awaited
    return HttpResponse("ok")
""",
    "a_task_dropped_at_the_end": """
async def view(request):
    user = await fetch_user()
    asyncio.create_task(fetch_orders())  # !task-lost
    return JsonResponse(user)
""",
    "a_task_started_by_a_helper": """
def later(pk):
    return asyncio.ensure_future(fetch_user(pk))


async def view(request):
    later(1)  # !task-lost
    return HttpResponse("ok")
""",
    "a_task_dropped_before_other_waiting": """
async def view(request):
    asyncio.create_task(fetch_orders())  # ?task-lost
    return JsonResponse(await fetch_user())
""",
    "a_task_in_the_response": """
async def view(request):
    task = asyncio.create_task(fetch_user())  # !never-awaited
    return JsonResponse({"user": task})
""",
    "a_task_asked_too_early": """
async def view(request):
    task = asyncio.create_task(fetch_user())
    return JsonResponse(task.result())  # !task-result-early
""",
    "a_plain_with": """
lock = asyncio.Lock()


async def view(request):
    with lock:  # !plain-with
        pass
    with asyncio.timeout(1):  # !plain-with
        pass
    with httpx.AsyncClient() as client:  # !plain-with
        pass
    return HttpResponse("ok")
""",
    "a_plain_with_on_ones_own": """
@contextlib.asynccontextmanager
async def session():
    yield 1


async def view(request):
    with session() as number:  # !plain-with
        return HttpResponse(number)
""",
    "async_with_on_a_file": """
async def view(request):
    async with open("x") as file:  # !async-with-plain
        return HttpResponse("x")
""",
    "a_plain_for": """
async def view(request):
    for number in ticks():  # !plain-for
        print(number)
    numbers = [n for n in services.ticks()]  # !plain-for
    return JsonResponse({"numbers": numbers})
""",
    "an_async_for_over_a_list": """
async def view(request):
    async for order in [1, 2]:  # !async-for-plain
        print(order)
    async for order in await fetch_orders():  # !async-for-plain
        print(order)
    return HttpResponse("ok")
""",
    "a_coroutine_function_in_a_thread": """
async def view(request):
    user = await asyncio.to_thread(fetch_user)  # !coroutine-in-thread
    more = await sync_to_async(services.fetch_orders)()  # !coroutine-in-thread
    loop = asyncio.get_running_loop()
    last = await loop.run_in_executor(None, fetch_user, 3)  # !coroutine-in-thread
    return HttpResponse("ok")
""",
    "a_decorated_coroutine_function_in_a_thread": """
@sync_to_async  # !coroutine-in-thread
async def view(request):
    return HttpResponse("ok")
""",
    "a_cached_coroutine": """
@functools.lru_cache(maxsize=None)  # !cached-coroutine
async def load():
    return await fetch_user()


async def view(request):
    return JsonResponse(await load())
""",
    "a_cached_coroutine_by_name": """
async def load():
    return await fetch_user()


cached = functools.cache(load)  # !cached-coroutine


async def view(request):
    return JsonResponse(await cached())
""",
    "a_swallowed_cancellation": """
async def load():
    try:
        return await fetch_user()
    except:  # !cancel-swallowed
        return None


async def view(request):
    try:
        async with asyncio.timeout(1):
            return JsonResponse({"user": await load()})
    except TimeoutError:
        return JsonResponse({})
""",
    "a_swallowed_cancellation_under_wait_for": """
async def load():
    try:
        return await fetch_user()
    except BaseException:  # !cancel-swallowed
        return None


async def outer():
    return await load()


async def view(request):
    return JsonResponse({"user": await asyncio.wait_for(outer(), 1)})
""",
    "a_plain_view": """
def view(request):  # !not-async
    user = fetch_user()  # !never-awaited
    return JsonResponse({"user": user})
""",
    "an_async_hook_that_django_calls": """
from django.views.generic import TemplateView


class view(TemplateView):
    async def get_context_data(self, **kwargs):  # !never-awaited !not-async
        return {"user": await fetch_user()}
""",
    "streaming_a_coroutine": """
async def lines():
    return [str(number) async for number in ticks()]


async def view(request):
    return StreamingHttpResponse(lines())  # !never-awaited
""",
    "printed_and_logged": """
import logging

log = logging.getLogger(__name__)


async def view(request):
    print(fetch_user())  # !never-awaited
    log.info("user %s", fetch_user())  # !never-awaited
    logging.warning(fetch_user())  # !never-awaited
    return HttpResponse("ok")
""",
    "by_keyword_dumps_and_template": """
from django.shortcuts import render


async def view(request):
    if request.GET:
        return JsonResponse(data=fetch_user())  # !never-awaited
    if request.POST:
        return HttpResponse(json.dumps({"a": [fetch_user()]}))  # !never-awaited
    return render(request, "x.html", {"user": fetch_user()})  # !never-awaited
""",
    "in_a_loop_condition_and_a_walrus": """
async def view(request):
    while fetch_user():  # !never-awaited
        break
    if user := fetch_user():  # !never-awaited
        return JsonResponse({"user": user})
    return HttpResponse("ok")
""",
    "into_the_database_and_a_header": """
async def view(request):
    await Book.objects.acreate(title=fetch_user())  # !never-awaited
    response = HttpResponse("ok")
    response["X-User"] = fetch_user()  # !never-awaited
    return response
""",
    "looped_over_asynchronously_or_entered": """
async def view(request):
    orders = [order async for order in fetch_orders()]  # !never-awaited
    async with fetch_user() as user:  # !never-awaited
        return JsonResponse({"user": user, "orders": orders})
""",
    "tasks_dropped_in_a_loop": """
async def view(request):
    for pk in range(3):
        asyncio.create_task(fetch_user(pk))  # !task-lost
    return HttpResponse("ok")
""",
    "functions_where_coroutines_are_needed": """
async def view(request):
    await asyncio.gather(fetch_user, services.fetch_orders)  # !awaits-nothing
    await asyncio.wait_for(fetch_user, 1)  # !awaits-nothing
    async with asyncio.TaskGroup() as group:
        group.create_task(fetch_user)  # !awaits-nothing
    return HttpResponse("ok")
""",
    "lazy_queries_and_shortcuts": """
from django.shortcuts import get_object_or_404, render


async def view(request):
    books = await Book.objects.all()  # !awaits-nothing
    book = await get_object_or_404(Book, pk=1)  # !awaits-nothing
    return await render(request, "x.html", {"books": books, "book": book})  # !awaits-nothing
""",
    "an_executor_and_a_bridge": """
async def view(request):
    loop = asyncio.get_running_loop()
    loop.run_in_executor(None, time.sleep, 1)  # !never-awaited
    sync_to_async(time.sleep)(1)  # !never-awaited
    return HttpResponse("ok")
""",
    "after_a_conditional_expression": """
async def view(request):
    user = fetch_user() if request.GET else {}  # !never-awaited
    return JsonResponse({"user": user})
""",
    "through_a_tuple_and_a_star": """
async def view(request):
    user, *rest = fetch_user(), fetch_orders()  # !never-awaited
    return JsonResponse({"user": user, "rest": rest})
""",
    "through_an_instance": """
class Page:
    def __init__(self):
        self.user = fetch_user()  # !never-awaited

    def render(self):
        return JsonResponse({"user": self.user})


async def view(request):
    return Page().render()
""",
    "a_callback_that_is_a_coroutine_function": """
async def view(request):
    asyncio.get_running_loop().call_later(1, fetch_user)  # !never-awaited
    return HttpResponse("ok")
""",
}


@pytest.mark.parametrize("text", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_found_on_its_line(text: str) -> None:
    check(text)


def test_a_message_names_the_call_and_what_happens_to_it() -> None:
    facts = facts_of("async def view(request):\n    return HttpResponse(str(services.fetch_user()))\n")
    (found,) = [f.finding for f in facts.findings]
    assert found.message == "services.fetch_user() is never awaited: str() gets the coroutine, not its result."
    assert found.hint == "await services.fetch_user()"


def test_the_hint_keeps_what_stands_on_the_result() -> None:
    facts = facts_of("async def view(request):\n    return HttpResponse(fetch_user()['name'])\n")
    assert [f.finding.hint for f in facts.findings] == ["(await fetch_user())"]


def test_unused_code_is_not_surely_accused() -> None:
    check(
        """
async def unused():
    fetch_user()  # ?never-awaited


async def view(request):
    return HttpResponse("ok")
"""
    )


def test_one_caller_may_await_what_another_drops() -> None:
    check(
        """
def load():
    return fetch_user()


async def first(request):
    return JsonResponse(await load())


async def second(request):
    return JsonResponse({"user": load()})  # !never-awaited
""",
        "first",
        "second",
    )


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("asyncio.create_task(fetch_user())", "await fetch_user()"),
        ("task = asyncio.create_task(fetch_user())", "await the task before you answer"),
    ],
)
def test_a_lost_task_is_told_how_to_be_waited_for(line: str, hint: str) -> None:
    facts = facts_of(f"async def view(request):\n    {line}\n    return HttpResponse('ok')\n")
    (found,) = [f.finding for f in facts.findings if f.family == "awaiting"]
    assert (found.rule, found.hint) == ("task-lost", hint)


def test_an_asynchronous_generator_that_is_thrown_away_never_runs() -> None:
    text = "async def ticks():\n    yield 1\nasync def view(request):\n    ticks()\n    return HttpResponse()\n"
    found = read({"views.py": f"from django.http import HttpResponse\n{text}"}, {}, ["view"]).findings
    assert [(f.finding.rule, f.finding.line, f.certain) for f in found] == [("never-iterated", 5, True)]


def test_one_that_is_gone_through_later_is_fine() -> None:
    text = "async def ticks():\n    yield 1\nasync def view(request):\n    t = ticks()\n"
    text += "    async for _ in t:\n        pass\n    return HttpResponse()\n"
    assert read({"views.py": f"from django.http import HttpResponse\n{text}"}, {}, ["view"]).findings == ()
