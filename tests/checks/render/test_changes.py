"""Where two texts differ."""

import pytest

from checks.render import difference
from checks.render.changes import Row, marks, rows
from checks.render.difference import Version


def parts(text: str, ranges: list[range]) -> list[str]:
    return [text[mark.start : mark.stop] for mark in ranges]


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        ("    time.sleep(2)", "    await asyncio.sleep(2)", ["time"], ["await asyncio"]),
        ("a = one(x) + 2", "a = two(x) + 3", ["one", "2"], ["two", "3"]),
        ("return x", "return x, y", [], [", y"]),
        ("same", "same", [], []),
        ("import time", "x: dict[str, int] = {}", [], []),
        ("", "something", [], []),
    ],
)
def test_only_the_words_that_differ_are_marked(before: str, after: str, gone: list[str], new: list[str]) -> None:
    found, other = marks(before, after)
    assert (parts(before, found), parts(after, other)) == (gone, new)


def test_of_many_different_words_all_between_the_first_and_the_last_are_marked() -> None:
    before, after = ("keep " * 60 + " ".join(word * 40) + " keep" * 60 for word in ("ab", "xb"))
    gone, new = marks(before, after)
    assert len(gone) == len(new) == 1


def test_what_is_gone_stands_before_what_has_come() -> None:
    found = [(row.before, row.after) for row in rows(["a", "b", "c"], ["a", "x", "y", "c"])]
    assert found == [(1, 1), (2, None), (None, 2), (None, 3), (3, 4)]


def test_texts_that_are_too_long_to_compare_are_told_apart_as_a_whole() -> None:
    lines = ["x"] * 3000
    found = list(rows(lines, lines))
    assert found[0] == Row(1, None)
    assert len(found) == 6000


def test_what_did_not_change_is_folded_except_near_a_change_and_where_something_was_found() -> None:
    lines = [f"line_{number}" for number in range(1, 41)]
    before = Version("\n".join(lines), {40: "<p>old</p>"})
    after = Version("\n".join([*lines[:19], "other", *lines[20:]]), {1: "<p>now</p>"})
    text = difference.listing(before, after)
    shown = [number for number in range(1, 41) if f">line_{number}<" in text]
    assert shown == [1, *range(17, 24), 40]
    assert "15 unchanged lines" in text
    assert "16 unchanged lines" in text
    assert text.index("line_1<") < text.index("<p>now</p>") < text.index("other<")
    assert "Before</p><p>old</p>" in text


def test_a_finding_that_is_still_there_is_said_once() -> None:
    text = difference.listing(Version("a\nb", {1: "<p>it</p>"}), Version("a\nc", {1: "<p>it</p>"}))
    assert text.count("<p>it</p>") == 1


def test_a_file_that_came_or_went_has_all_its_lines() -> None:
    assert difference.listing(Version(""), Version("a\nb\n")).count("report-new") == 2
    assert difference.listing(Version("a\nb\n"), Version("")).count("report-gone") == 2


def test_source_is_no_markup() -> None:
    text = difference.listing(Version("x = '<b>'"), Version("x = '<i>'\n\x1b"))
    assert "<b>" not in text
    assert "<i>" not in text
    assert "\x1b" not in text


def test_of_a_file_that_nobody_could_read_the_first_lines_are_shown() -> None:
    text = difference.listing(Version("a\n" * 50_000), Version("b\n" * 50_000))
    assert "96000 more lines, which are not shown" in text
    assert text.count("report-line") == 4_000
