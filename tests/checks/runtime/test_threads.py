"""Threads wait on the virtual clock, overlap as they would, and take turns in an order that repeats."""

import pytest

from checks.runtime import says
from checks.sandbox import Sandbox
from tests.checks.engine import answers, run, times, view

IN_A_THREAD = [
    "await asyncio.to_thread(time.sleep, 2)",
    "await sync_to_async(time.sleep)(2)",
    "await sync_to_async(time.sleep, thread_sensitive=False)(2)",
    "await asyncio.get_running_loop().run_in_executor(None, time.sleep, 2)",
]
HEAD = "from asgiref.sync import sync_to_async"


@pytest.mark.parametrize("waiting", IN_A_THREAD)
def test_time_sleep_in_a_thread_does_not_block(sandbox: Sandbox, waiting: str) -> None:
    seen = run(sandbox, view(f"{waiting}\nreturn HttpResponse('x')", HEAD), n=10)
    assert times(seen) == [2.0] * 10
    assert seen.of(says.Hold) == []


def test_the_pool_has_32_threads_on_every_machine(sandbox: Sandbox) -> None:
    seen = run(sandbox, view("await asyncio.to_thread(time.sleep, 1)\nreturn HttpResponse('x')"), n=33)
    assert times(seen) == [1.0] * 32 + [2.0]


def test_a_pool_of_one_serialises(sandbox: Sandbox) -> None:
    head = "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)"
    body = "await asyncio.get_running_loop().run_in_executor(pool, time.sleep, 1)\nreturn HttpResponse('x')"
    assert times(run(sandbox, view(body, head), n=3)) == [1.0, 2.0, 3.0]


def test_a_thread_lock_around_a_wait_serialises(sandbox: Sandbox) -> None:
    head = "import threading\nlock = threading.Lock()\ndef work():\n    with lock:\n        time.sleep(1)\n"
    seen = run(sandbox, view("await asyncio.to_thread(work)\nreturn HttpResponse('x')", head), n=3)
    assert times(seen) == [1.0, 2.0, 3.0]


BLOCKING = {
    "event": "threading.Event().wait(0.15)",
    "lock": "lock = threading.Lock(); lock.acquire(); lock.acquire(timeout=0.15)",
    "rlock in a thread": "threading.Timer(0.15, done.set).start(); done.wait()",
    "queue": "\n    ".join(["try:", "    queue.Queue().get(timeout=0.15)", "except queue.Empty:", "    pass"]),
    "future": "pool.submit(time.sleep, 0.15).result()",
    "join": "thread = threading.Thread(target=time.sleep, args=(0.15,)); thread.start(); thread.join()",
    "select": "select.select([], [], [], 0.15)",
    "condition": "c = threading.Condition(); c.acquire(); c.wait(0.15)",
    "barrier": "threading.Thread(target=lambda: (time.sleep(0.15), bar.wait())).start(); bar.wait()",
}


@pytest.mark.parametrize("waiting", BLOCKING.values(), ids=BLOCKING.keys())
def test_waiting_for_a_thread_holds_the_loop_for_exactly_its_time(sandbox: Sandbox, waiting: str) -> None:
    head = "import queue, select, threading\nfrom concurrent.futures import ThreadPoolExecutor as Pool\npool = Pool(4)"
    body = f"done = threading.Event()\nbar = threading.Barrier(2)\n{waiting}\nreturn HttpResponse('x')".replace(
        "\n    ", "\n"
    )
    seen = run(sandbox, view(body, head))
    assert times(seen) == [0.15]
    assert sum(hold.end - hold.start for hold in seen.of(says.Hold)) == 150_000_000


def test_a_lock_that_nobody_releases_is_a_deadlock_and_not_a_hang(sandbox: Sandbox) -> None:
    head = "import threading\nlock = threading.Lock()\nlock.acquire()"
    seen = run(sandbox, view("lock.acquire()\nreturn HttpResponse('x')", head))
    assert [(found.held, found.places[0][1][:2]) for found in seen.of(says.Stuck)] == [(True, ("views.py", 9))]


def test_waiting_for_a_future_that_nobody_sets_is_told(sandbox: Sandbox) -> None:
    seen = run(sandbox, view("await asyncio.get_running_loop().create_future()\nreturn HttpResponse('x')"))
    assert [(found.held, found.places[0][1][:2]) for found in seen.of(says.Stuck)] == [(False, ("views.py", 7))]


def test_asking_the_own_loop_from_within_is_a_deadlock(sandbox: Sandbox) -> None:
    body = """
        future = asyncio.run_coroutine_threadsafe(asyncio.sleep(1), asyncio.get_running_loop())
        future.result()
    """
    seen = run(sandbox, view(body))
    assert [found.held for found in seen.of(says.Stuck)] == [True]


def test_threads_take_turns_in_the_same_order_every_time(sandbox: Sandbox) -> None:
    head = "order = []\ndef work(n):\n    for _ in range(3):\n        order.append(n)\n        time.sleep(0.01)\n"
    body = "await asyncio.gather(*(asyncio.to_thread(work, n) for n in range(8)))\nreturn HttpResponse(str(order))"
    text = view(body, head)
    assert {answers(run(sandbox, text))[0] for _ in range(5)} == {str(list(range(8)) * 3)}


def test_a_thread_started_at_import_serves_every_run(sandbox: Sandbox) -> None:
    head = (
        "import threading\nother = asyncio.new_event_loop()\n"
        "threading.Thread(target=other.run_forever, daemon=True).start()\n"
    )
    body = (
        "return HttpResponse(await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(asyncio.sleep(1, 'x'), other)))"
    )
    seen = run(sandbox, view(body, head), n=3)
    assert answers(seen) == ["x"] * 3
