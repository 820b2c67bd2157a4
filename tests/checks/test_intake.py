"""What comes in at the door, and what is refused with which words."""

import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from checks.intake import INSTALLED, MAX_BYTES, Rejected, accept

REQUIREMENTS = Path(__file__).parents[2] / "worker/sandbox/requirements.txt"

GOOD = b"async def view(request):\n    return None\n"


def refusal(data: bytes, name: str = "views.py") -> str:
    with pytest.raises(Rejected) as caught:
        accept({name: data})
    return caught.value.message


def test_a_plain_file_comes_in_as_it_is() -> None:
    assert accept({"views.py": GOOD}) == {"views.py": GOOD.decode()}


def test_a_file_that_does_not_parse_comes_in() -> None:
    assert accept({"views.py": b"async view def x"})["views.py"] == "async view def x"


def test_a_byte_order_mark_is_dropped_and_line_ends_are_made_one_kind() -> None:
    assert accept({"views.py": b"\xef\xbb\xbfa = 1\r\nb = 2\rc = 3\n"})["views.py"] == "a = 1\nb = 2\nc = 3\n"


@pytest.mark.parametrize(
    "cookie", [b"# -*- coding: utf-8 -*-\n", b"# coding: utf8\n", b"# vim: set fileencoding=UTF-8 :\n"]
)
def test_an_encoding_line_that_says_utf8_is_fine(cookie: bytes) -> None:
    assert accept({"views.py": cookie + GOOD})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"x = '\xff'\n", "line 1"),
        (b"\n\nx = '\xe4'\n", "line 3"),
        (b"x = 1\0\n", "line 1, column 6"),
        (b"\xef\xbb\xbfx = 1\r\ny = '\xc3\xa9\0'\n", "line 2, column 7"),
        (b"x = 1\rdef f(): '\xff'\n", "line 2, column 11"),
        (b"x = '\xed\xa0\x80'\n", "line 1, column 6"),
        ("x = 1\n".encode("utf-16"), "UTF-16"),
        (b"# coding: latin-1\nx = 1\n", "iso-8859-1 in line 1, column 3"),
        (b"#!/usr/bin/python\n# vim: set fileencoding=utf-7 :\nx = 1\n", "utf-7 in line 2, column 18"),
        (b"# coding: unicode_escape\nx = 1\n", "unicode_escape"),
        (b"# coding: raw_unicode_escape\nx = 1\n", "raw_unicode_escape"),
        (b"# coding: rot13\nx = 1\n", "line 1, column 3"),
        (b"# coding: utf-16\nx = 1\n", "line 1, column 3"),
        (b"\xef\xbb\xbf# coding: latin-1\nx = 1\n", "line 1, column 3"),
        (b"# coding: no-such-thing\nx = 1\n", "encoding"),
        (b"\xef\xbb\xbf# coding: utf-7\nx = 1\n", "encoding"),
        ("x = 1  # \u202e nothing\n".encode(), "U+202E RIGHT-TO-LEFT OVERRIDE in line 1, column 10"),
        ("\ufeff\ny = '\u2067x'\n".encode(), "U+2067 RIGHT-TO-LEFT ISOLATE in line 2, column 6"),
        (b"x = 1\n\x1a", "U+001A in line 2, column 1"),
        (b"x = '\x1b[31m'\n", "write it as \\x1b"),
        (b"x = 1\x0b\n", "U+000B in line 1, column 6"),
        ("x = 1\n".encode("utf-16-le"), "NUL"),
        ("x = 1\n".encode("utf-32"), "UTF-32"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x0c\n", "empty"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_change(data: bytes, words: str) -> None:
    message = refusal(data)
    assert words in message
    assert message.isprintable()
    assert message.startswith("views.py")
    assert message.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "x = '\u05e9\u05dc\u05d5\u05dd \u200f'  # \u0645\u0631\u062d\u0628\u0627 \u200d\n",
        "x = '\u200b\u2764\ufe0f'\n",
        "x = 1\n\x0cy = 2\n",
        "\tx = '\t'\n",
        "# only a comment\n",
        "x = '\x85\u2028'\n",
    ],
)
def test_whatever_else_a_text_may_hold_comes_in(text: str) -> None:
    assert accept({"views.py": text.encode()}) == {"views.py": text}


def test_a_lone_carriage_return_ends_a_line_as_it_does_for_python() -> None:
    """What stands behind it would run, and an editor that knows only of line feeds shows it as part of a comment."""
    assert accept({"views.py": b"# a comment\rimport os\n"})["views.py"] == "# a comment\nimport os\n"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("django.py", "another module"),
        ("json.py", "another module"),
        ("pytest.py", "another module"),
        ("asyncio.py", "another module"),
        ("httpx.py", "another module"),
        ("checks.py", "another module"),
        ("sitecustomize.py", "another module"),
        ("conftest.py", "another module"),
        ("con.py", "Windows"),
        ("LPT1.py", "Windows"),
        ("Views.py", "one file"),
        ("services.py", "of its own"),
        ("shop.py", "of its own"),
    ],
)
def test_a_file_that_would_be_taken_for_another_is_refused(name: str, words: str) -> None:
    with pytest.raises(Rejected, match=words) as caught:
        accept({"views.py": GOOD, name: GOOD}, taken={"services.py", "shop"})
    assert name in caught.value.message


@pytest.mark.parametrize("name", ["helpers.py", "utils.py", "models.py", "forms.py", "client.py", "_private.py"])
def test_an_ordinary_second_file_comes_in(name: str) -> None:
    assert name in accept({"views.py": GOOD, name: GOOD}, taken={"services.py"})


def test_every_module_of_the_sandbox_has_its_name_kept() -> None:
    """What the image installs; the modules of one distribution are what its own list says."""
    pinned = REQUIREMENTS.read_text(encoding="utf-8")
    names = {line.partition("==")[0] for line in pinned.splitlines() if "==" in line and not line.startswith(" ")}
    modules = {
        module
        for module, owners in packages_distributions().items()
        if {re.sub(r"[-_.]+", "-", owner).lower() for owner in owners} & names
    }
    assert {module for module in modules if not module.startswith("_") and module.isidentifier()} <= INSTALLED


def test_the_largest_submission_that_is_allowed_comes_in_and_one_byte_more_does_not() -> None:
    accept({"views.py": b"#" * MAX_BYTES})
    assert str(MAX_BYTES + 1) in refusal(b"#" * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    "name", ["../views.py", "/views.py", "a\0.py", "views.txt", "a b.py", ".py", "C:views.py", "é.py", "x" * 99 + ".py"]
)
def test_a_file_name_that_could_be_anything_else_is_refused(name: str) -> None:
    with pytest.raises(Rejected, match="cannot be used"):
        accept({"views.py": GOOD, name: GOOD})


def test_no_file_and_a_missing_main_file_are_refused() -> None:
    with pytest.raises(Rejected, match="no file"):
        accept({})
    with pytest.raises(Rejected, match=r"no views\.py"):
        accept({"helpers.py": GOOD})


def test_a_strange_file_name_is_shown_without_its_control_characters() -> None:
    with pytest.raises(Rejected) as caught:
        accept({"views.py": GOOD, "\x1b[31m\n.py": GOOD})
    assert "\x1b" not in caught.value.message
