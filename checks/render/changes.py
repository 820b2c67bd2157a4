"""Where two texts differ, line by line and word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import zip_longest

WORD = re.compile(r"\w+|\s+|.", re.DOTALL)
MOST_WORDS = 24  # that are compared one by one; the time that it takes grows with their third power
MOST_LINES = 2_000


@dataclass(frozen=True)
class Row:
    """A line in both texts, or in one. Numbers count from 1; ``marks`` are the columns that are not in the other."""

    before: int | None
    after: int | None
    marks: tuple[range, ...] = ()


def rows(before: Sequence[str], after: Sequence[str]) -> Iterator[Row]:
    """What is gone stands before what has come in its place. Texts that are too long have no line in common."""
    if max(len(before), len(after)) > MOST_LINES:
        yield from replaced(before, after, 0, 0)
        return
    matcher = SequenceMatcher(None, before, after)
    for kind, begin, end, other_begin, other_end in matcher.get_opcodes():
        if kind == "equal":
            yield from (Row(begin + n + 1, other_begin + n + 1) for n in range(end - begin))
        else:
            yield from replaced(before[begin:end], after[other_begin:other_end], begin, other_begin)


def replaced(before: Sequence[str], after: Sequence[str], begin: int, other_begin: int) -> Iterator[Row]:
    pairs = [marks(one or "", other or "") for one, other in zip_longest(before, after)]
    for number in range(len(before)):
        yield Row(begin + number + 1, None, tuple(pairs[number][0]))
    for number in range(len(after)):
        yield Row(None, other_begin + number + 1, tuple(pairs[number][1]))


def marks(before: str, after: str) -> tuple[list[range], list[range]]:
    """The columns, counted from 0, that are in one of them alone; none at all where they have too little in common.

    1. What both begin and end with is left aside. 2. Of what is between, the words are compared, if they are few.
    """
    old: list[str] = WORD.findall(before)
    new: list[str] = WORD.findall(after)
    start = common(old, new)
    end = common(old[start:][::-1], new[start:][::-1])
    was, now = old[start : len(old) - end], new[start : len(new) - end]
    gone: list[range] = []
    come: list[range] = []
    for (begin, stop), (other_begin, other_stop) in differing(was, now):
        gone.append(columns(old, start + begin, start + stop))
        come.append(columns(new, start + other_begin, start + other_stop))
    shared = len(before) - sum(map(len, gone))
    if shared * 2.5 < max(len(before.strip()), len(after.strip())):
        return [], []
    return [mark for mark in gone if mark], [mark for mark in come if mark]


def differing(was: list[str], now: list[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    if max(len(was), len(now)) > MOST_WORDS:
        yield (0, len(was)), (0, len(now))
        return
    for kind, begin, end, other_begin, other_end in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind != "equal":
            yield (begin, end), (other_begin, other_end)


def common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def columns(words: list[str], begin: int, end: int) -> range:
    start = sum(map(len, words[:begin]))
    return range(start, start + sum(map(len, words[begin:end])))


def marked(text: str, ranges: Sequence[range]) -> str:
    """Escaped, with the ranges marked."""
    parts, column = [], 0
    for mark in ranges:
        parts += [escape(text[column : mark.start]), f"<mark>{escape(text[mark.start : mark.stop])}</mark>"]
        column = mark.stop
    return "".join([*parts, escape(text[column:])])
