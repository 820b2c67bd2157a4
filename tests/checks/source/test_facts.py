"""Calls and functions as facts: what is called, what becomes of it, and where exactly it stands."""

from checks.source import read
from tests.checks.source.texts import facts_of

TEXT = """
from time import sleep as nap


def helper():
    nap(1)


class Loader:
    async def load(self):
        return await fetch_user()


async def view(request):
    helper()
    user = Loader().load()
    tail = [
        services.fetch_orders(),
    ]
    é = "é"; asyncio.sleep(é)
    return JsonResponse({"user": await user})
"""


def test_each_call_names_its_target_its_function_and_its_fate() -> None:
    calls = {call.text: call for call in facts_of(TEXT).calls}
    told = {text: (call.target, call.is_coroutine, call.state, call.function) for text, call in calls.items()}
    assert told["nap(1)"] == ("time.sleep", False, "unknown", "helper")
    assert told["fetch_user()"] == ("services.fetch_user", True, "awaited", "Loader.load")
    assert told["helper()"] == ("views.helper", False, "unknown", "view")
    assert told["Loader().load()"] == ("views.Loader.load", True, "later", "view")
    assert told["services.fetch_orders()"] == ("services.fetch_orders", True, "never", "view")
    assert told["asyncio.sleep(é)"][2] == "never"


def test_columns_count_characters_not_bytes() -> None:
    (call,) = [call for call in facts_of(TEXT).calls if call.text.startswith("asyncio.sleep")]
    assert (call.span.column, call.span.end_column) == (14, 30)


def test_a_call_over_several_lines_is_told_on_one() -> None:
    (call,) = read({"views.py": "print(\n    1,\n    2,\n)\n"}, {}, []).calls
    assert call.text == "print(1, 2,)"
    assert (call.span.line, call.span.end_line, call.span.end_column) == (1, 4, 2)


def test_functions_are_told_with_their_qualified_names() -> None:
    text = "class A:\n    def m(self):\n        async def inner():\n            yield 1\n        return inner\n"
    functions = read({"views.py": text}, {}, []).functions
    assert [(f.name, f.is_async, f.is_generator, f.last_line) for f in functions] == [
        ("A.m", False, False, 5),
        ("A.m.<locals>.inner", True, True, 4),
    ]


def test_several_files_import_one_another() -> None:
    files = {
        "views.py": "from helpers import load\nasync def view(request):\n    return load()\n",
        "helpers.py": "async def load():\n    return 1\n",
    }
    facts = read(files, {}, ["view"])
    assert {(f.finding.path, f.finding.line) for f in facts.findings if f.family == "awaiting"} == {("views.py", 3)}


def test_support_code_is_known_and_never_accused() -> None:
    facts = read({"views.py": "import services\n"}, {"services.py": "async def f():\n    f()\n"}, [])
    assert not facts.findings
    assert not facts.calls
    assert not facts.functions
