"""What comes in at the door, and what is refused with which words."""

import pytest

from checks.intake import MAX_BYTES, Rejected, accept

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
        (b"x = 1\0\n", "NUL"),
        ("x = 1\n".encode("utf-16"), "UTF-16"),
        (b"# coding: latin-1\nx = 1\n", "iso-8859-1"),
        (b"# coding: no-such-thing\nx = 1\n", "encoding"),
        (b"\xef\xbb\xbf# coding: utf-7\nx = 1\n", "encoding"),
        ("x = 1  # \u202e nothing\n".encode(), "line 1"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_change(data: bytes, words: str) -> None:
    message = refusal(data)
    assert words in message
    assert message.startswith("views.py")
    assert message.endswith(".")


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
