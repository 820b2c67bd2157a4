"""Hostile source costs little and crashes nothing."""

import json
import socket
import time

import pytest

from checks.channel import MAX_FRAME, Channel
from checks.source import read
from checks.source.confined import fitting, serve
from checks.source.facts import SourceFacts

VIEW = "async def view(request):\n    return 1\n"
DEEP = {
    "parentheses": "x = " + "(" * 5_000 + ")" * 5_000,
    "lists": "x = " + "[" * 90 + "]" * 90,
    "sums": "x = " + "+".join(["1"] * 3_000),
    "calls": "x = f" + "()" * 3_000,
    "attributes": "x = f" + ".a" * 3_000,
    "unary": "x = " + "-" * 5_000 + "1",
    "powers": "x = " + "**".join(["1"] * 2_000),
    "elif": "if a:\n    pass\n" + "".join(f"elif a == {n}:\n    b{n} = 1\n" for n in range(2_000)),
    "blocks": "".join("    " * n + "if a:\n" for n in range(95)) + "    " * 95 + "pass",
    "lambdas": "x = " + "lambda: " * 2_000 + "1",
    "functions": "".join(" " * n + f"def f{n}():\n" for n in range(90)) + " " * 90 + "pass",
    "conditions": "x = " + "1 if a else " * 1_500 + "2",
    "awaits": "async def f():\n    x = " + "await " * 2_000 + "g()",
    "literal": "x = " + "9" * 200_000,
    "comprehensions": "x = " + "[" * 60 + "a" + " for a in b]" * 60,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_deep_code_is_read_or_called_too_complex(text: str) -> None:
    facts = read({"views.py": text + "\n" + VIEW}, {}, ["view"])
    assert facts.syntax_error is None or facts.syntax_error.rule in ("too-complex", "syntax-error")
    assert not [f for f in facts.findings if f.certain and f.family == "awaiting"]


def test_a_syntax_error_is_placed() -> None:
    facts = read({"views.py": "x = 1\n\nasync view def hello(request):\n    return 1\n"}, {}, ["hello"])
    assert facts.syntax_error is not None
    assert (facts.syntax_error.rule, facts.syntax_error.line, facts.syntax_error.column) == ("syntax-error", 3, 7)
    assert facts.syntax_error.hint == "async def hello(request):"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("x = 1\ny = 'a\0b'\n", 2, 7),
        ("é = '\ud800'\n", 1, 6),
        ("def f(:\n", 1, 7),
        ("x = (\n", 1, 5),
        ("\tx\n y", 1, 1),
    ],
)
def test_what_is_not_python_is_placed(text: str, line: int, column: int) -> None:
    error = read({"views.py": text}, {}, []).syntax_error
    assert error is not None
    assert error.rule == "syntax-error"
    assert (error.line, error.column) == (line, column)


def test_text_that_changes_direction_keeps_its_columns() -> None:
    text = 'x = "\u202e\u2066 // \u2069"; print(1)\n'
    (call,) = read({"views.py": text}, {}, []).calls
    assert (call.span.column, call.text) == (text.index("print") + 1, "print(1)")


def test_a_support_module_that_does_not_parse_is_no_fault_of_the_student() -> None:
    facts = read({"views.py": "import services\n" + VIEW}, {"services.py": "def ("}, ["view"])
    assert facts.syntax_error is None


def test_modules_that_import_each_other_end() -> None:
    facts = read({"views.py": "import helpers\n" + VIEW, "helpers.py": "import views\nviews.view\n"}, {}, ["view"])
    assert facts.views[0].kind == "async function"


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"async def f{n}(request):\n    x = g{n}(request)\n    return await x\n" for n in range(3_600)),
        "async def view(request):\n" + "".join(f"    a{n} = await f(a{n - 1})\n" for n in range(1, 10_000)),
        "async def view(request):\n" + "".join(f"    if a:\n        a{n} = 1\n" for n in range(8_000)),
        "def f0():\n    pass\n" + "".join(f"def f{n}():\n    f{n - 1}()\n    f{n - 1}()\n" for n in range(1, 4_000)),
        "x = [" + "1, " * 80_000 + "]\n",
        "x = {" + ", ".join(f"{n}: f({n})" for n in range(16_000)) + "}\n",
        "".join("    " * n + "for a in b:\n" for n in range(15)) + "    " * 15 + "f(a)\n",
    ],
    ids=["functions", "names", "branches", "calls", "list", "dict", "loops"],
)
def test_a_quarter_of_a_megabyte_is_read_in_bounded_time(text: str) -> None:
    started = time.process_time()
    facts = read({"views.py": text}, {}, ["view"])
    assert time.process_time() - started < 15
    assert len(facts.calls) <= 5_000
    assert facts.syntax_error is None


def asked(question: dict[str, object]) -> SourceFacts:
    """What a reader at the other end of a socket answers."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(60)
        Channel(ours).send(question)
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MAX_FRAME * 2)
        serve(Channel(theirs))
        theirs.shutdown(socket.SHUT_WR)
        return SourceFacts.model_validate(Channel(ours).receive()["facts"])


def test_the_reader_answers_one_frame() -> None:
    facts = asked({"files": {"views.py": VIEW}, "support": {}, "views": ["view"]})
    assert facts == read({"views.py": VIEW}, {}, ["view"])


def test_the_answer_fits_its_frame() -> None:
    call = "é" * 60 + "(" + "'€'" * 10 + ")\n"
    facts = read({"views.py": call * 1_500}, {}, [])
    assert len(facts.calls) == 1_500

    assert len(json.dumps(fitting(facts))) < MAX_FRAME
