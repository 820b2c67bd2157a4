"""The virtual clock: every way of asking for the time or of waiting for it agrees with every other."""

import pytest

from checks.sandbox import Sandbox
from tests.checks.engine import answers, run, times, view


def test_asyncio_sleep_takes_exactly_its_time(sandbox: Sandbox) -> None:
    seen = run(sandbox, view("await asyncio.sleep(2)\nreturn HttpResponse('x')"), n=50)
    assert times(seen) == [2.0] * 50


def test_ten_thousand_virtual_seconds_are_exact(sandbox: Sandbox) -> None:
    seen = run(sandbox, view("await asyncio.sleep(10_000)\nreturn HttpResponse('x')"))
    assert times(seen) == [10_000.0]


def test_time_sleep_on_the_loop_makes_requests_queue(sandbox: Sandbox) -> None:
    seen = run(sandbox, view("time.sleep(2)\nreturn HttpResponse('x')"), n=50)
    assert times(seen) == [2.0 * number for number in range(1, 51)]


@pytest.mark.parametrize("clock", ["time.monotonic", "time.perf_counter", "asyncio.get_running_loop().time"])
@pytest.mark.parametrize(
    "wait", ["await asyncio.sleep(1.5)", "time.sleep(1.5)", "await asyncio.to_thread(time.sleep, 1.5)"]
)
def test_every_clock_sees_every_wait(sandbox: Sandbox, clock: str, wait: str) -> None:
    body = f"before = {clock}()\n{wait}\nreturn HttpResponse(str({clock}() - before))"
    assert answers(run(sandbox, view(body))) == ["1.5"]


def test_the_clocks_agree_with_one_another(sandbox: Sandbox) -> None:
    body = """
        await asyncio.sleep(0.3)
        now = [time.monotonic(), time.perf_counter(), asyncio.get_running_loop().time(), time.monotonic_ns() / 1e9]
        return HttpResponse(str(len(set(now))))
    """
    assert answers(run(sandbox, view(body))) == ["1"]


def test_wall_time_passes_as_virtual_time_does(sandbox: Sandbox) -> None:
    body = "before = time.time()\nawait asyncio.sleep(60)\nreturn HttpResponse(str(round(time.time() - before, 3)))"
    assert answers(run(sandbox, view(body))) == ["60.0"]


@pytest.mark.parametrize("now", ["datetime.now()", "datetime.utcnow()", "timezone.now()", "datetime.today()"])
def test_dates_pass_as_virtual_time_does(sandbox: Sandbox, now: str) -> None:
    head = "from datetime import date, datetime\nfrom django.utils import timezone"
    body = f"""
        before = {now}
        await asyncio.sleep(60)
        after = {now}
        kinds = [isinstance(after, datetime), isinstance(after, date), type(after) is type(datetime(2020, 1, 1))]
        return HttpResponse(f"{{round((after - before).total_seconds(), 3)}} {{all(kinds)}}")
    """
    assert answers(run(sandbox, view(body, head))) == ["60.0 True"]


@pytest.mark.parametrize(
    "waiting",
    [
        "async with asyncio.timeout(0.15):\n        await asyncio.sleep(5)",
        "await asyncio.wait_for(asyncio.sleep(5), 0.15)",
        "await asyncio.wait_for(asyncio.Event().wait(), timeout=0.15)",
        "await asyncio.wait_for(asyncio.shield(asyncio.sleep(0.2)), 0.15)",
    ],
)
def test_timeouts_end_at_their_time(sandbox: Sandbox, waiting: str) -> None:
    body = f"try:\n    {waiting}\nexcept TimeoutError:\n    return HttpResponse('late')"
    seen = run(sandbox, view(body))
    assert (answers(seen), times(seen)) == (["late"], [0.15])


def test_who_waits_first_for_an_instant_goes_on_first(sandbox: Sandbox) -> None:
    seen = run(sandbox, view("await asyncio.sleep(1)\ntime.sleep(0.1)\nreturn HttpResponse('x')"), n=10)
    assert times(seen) == [round(1 + number / 10, 1) for number in range(1, 11)]


def test_call_later_calls_at_its_time(sandbox: Sandbox) -> None:
    body = """
        done = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(0.25, done.set_result, "x")
        return HttpResponse(await done)
    """
    assert times(run(sandbox, view(body))) == [0.25]


def test_a_busy_wait_on_the_clock_ends_and_holds_the_loop(sandbox: Sandbox) -> None:
    body = """
        end = time.monotonic() + 0.15
        while time.monotonic() < end:
            pass
        return HttpResponse('x')
    """
    seen = run(sandbox, view(body), n=2)
    assert times(seen) == pytest.approx([0.15, 0.3], abs=0.001)
    assert [life.held > 140_000_000 for life in seen.end.lives] == [True, True]  # type: ignore[union-attr]


def test_reading_the_clock_now_and_then_does_not_move_it(sandbox: Sandbox) -> None:
    body = """
        for _ in range(500):
            time.perf_counter()
        await asyncio.sleep(0.1)
        return HttpResponse('x')
    """
    assert times(run(sandbox, view(body))) == [0.1]


def test_polling_with_sleep_nought_lets_time_pass(sandbox: Sandbox) -> None:
    body = """
        end = time.monotonic() + 0.05
        while time.monotonic() < end:
            await asyncio.sleep(0)
        return HttpResponse('x')
    """
    assert times(run(sandbox, view(body))) == pytest.approx([0.05], abs=0.001)


def test_each_run_begins_at_nought(sandbox: Sandbox) -> None:
    text = view("await asyncio.sleep(1)\nreturn HttpResponse(str(time.monotonic()))")
    assert answers(run(sandbox, text, n=3)) == ["1.0"] * 3
