"""Mutants have one mistake each, of the kinds that students make, and everything else as it was."""

import ast
import textwrap
from pathlib import Path

import pytest

from checks.assignment import load
from checks.validation import mutants_of

SAMPLES = Path(__file__).parents[3] / "assignments"


def mutants(text: str) -> dict[str, list[tuple[int, str]]]:
    """(line, what stands there now) by the kind of the mistake."""
    found: dict[str, list[tuple[int, str]]] = {}
    for mutant in mutants_of("it.py", textwrap.dedent(text).lstrip(), ["view"]):
        found.setdefault(mutant.mutation, []).append((mutant.line, mutant.after))
    return found


def test_each_await_is_dropped_once() -> None:
    found = mutants("async def view(request):\n    await a()\n    return (await b()), await  c()\n")
    lines = [(2, "a()"), (3, "return (b()), await  c()"), (3, "return (await b()), c()")]
    assert sorted(found["an `await` dropped"]) == sorted(lines)


@pytest.mark.parametrize(
    ("head", "call"),
    [
        ("import asyncio", "asyncio.sleep"),
        ("import asyncio as aio", "aio.sleep"),
        ("from asyncio import sleep", "sleep"),
        ("from asyncio import sleep as nap", "nap"),
    ],
)
def test_a_sleep_blocks_whatever_it_is_called(head: str, call: str) -> None:
    found = mutants(f"{head}\n\nasync def view(request):\n    await {call}(2)\n")
    assert found["`asyncio.sleep` made `time.sleep`"] == [(4, "time.sleep(2)")]


def test_a_name_that_only_looks_like_a_sleep_is_left_alone() -> None:
    found = mutants("import asyncio\nfrom mine import sleep\n\nasync def view(request):\n    await sleep(2)\n")
    assert "`asyncio.sleep` made `time.sleep`" not in found


def test_a_gather_becomes_a_sequence_of_awaits() -> None:
    found = mutants("""
        import asyncio

        async def view(request):
            a, b = await asyncio.gather(one(), two(), return_exceptions=True)
            return await asyncio.gather(*(one(n) for n in range(3)))
    """)
    assert found["`gather` made a sequence"] == [
        (4, "a, b = [await one(), await two()]"),
        (5, "return [*[await _one for _one in (one(n) for n in range(3))]]"),
    ]


def test_async_is_dropped_with_all_that_needs_it_and_no_more() -> None:
    text = """
        async def view(request):
            async with a() as b:
                rows = [row async for row in b]
            async for row in await c():
                async def inner():
                    await d()
    """
    (mutant,) = [item for item in mutants_of("it.py", textwrap.dedent(text), ["view"]) if item.line == 2]
    assert mutant.mutation == "`async` dropped"
    assert "async with" not in mutant.text
    assert "row for row in b" in mutant.text
    assert "for row in c():" in mutant.text
    assert "async def inner():\n            await d()" in mutant.text


def test_a_helper_that_only_hands_on_may_do_without_async() -> None:
    found = mutants("async def load():\n    return await a()\n\nasync def view(request):\n    return await load()\n")
    assert found["`async` dropped"] == [(4, "def view(request):")]


def test_database_calls_and_loops_become_plain() -> None:
    found = mutants("""
        async def view(request):
            n = await Book.objects.filter(a=1).acount()
            titles = [book.title async for book in Book.objects.all()]
            async for book in Book.objects.all():
                await book.asave()
    """)
    assert found["an asynchronous ORM call made synchronous"] == [
        (2, "n = Book.objects.filter(a=1).count()"),
        (5, "book.save()"),
    ]
    assert sorted(found["`async for` made `for`"]) == [
        (3, "titles = [book.title for book in Book.objects.all()]"),
        (4, "for book in Book.objects.all():"),
    ]


def test_places_after_letters_of_several_bytes_are_right() -> None:
    assert mutants('async def view(request):\n    x = "ü€𝄞"; await a()\n')["an `await` dropped"] == [
        (2, 'x = "ü€𝄞"; a()')
    ]


@pytest.mark.parametrize("name", [path.parent.name for path in SAMPLES.glob("*/assignment.toml")])
def test_the_mutants_of_each_sample_parse_and_differ(name: str) -> None:
    for path, text in load(SAMPLES / name).references.items():
        made = mutants_of(path, text)
        assert made
        assert len({mutant.text for mutant in made} | {text}) == len(made) + 1
        for mutant in made:
            ast.parse(mutant.text)
            assert mutant.before != mutant.after
