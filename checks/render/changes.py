"""Where two texts differ, word by word."""

import re
from difflib import SequenceMatcher
from html import escape

WORD = re.compile(r"\w+|\s+|.", re.DOTALL)
LONGEST = 2_000  # of longer texts the words are not compared


def marks(before: str, after: str) -> tuple[list[range], list[range]]:
    """The columns, counted from 0, that are in one of them alone; none at all where they have little in common."""
    if max(len(before), len(after)) > LONGEST:
        return [], []
    old: list[str] = WORD.findall(before)
    words: list[str] = WORD.findall(after)
    matcher = SequenceMatcher(None, old, words, autojunk=False)
    if matcher.ratio() < 0.4:
        return [], []
    gone: list[range] = []
    new: list[range] = []
    for kind, begin, end, other_begin, other_end in matcher.get_opcodes():
        if kind != "equal":
            gone.append(columns(old, begin, end))
            new.append(columns(words, other_begin, other_end))
    return [mark for mark in gone if mark], [mark for mark in new if mark]


def columns(words: list[str], begin: int, end: int) -> range:
    start = sum(map(len, words[:begin]))
    return range(start, start + sum(map(len, words[begin:end])))


def marked(text: str, ranges: list[range]) -> str:
    """Escaped, with the ranges marked."""
    parts, column = [], 0
    for mark in ranges:
        parts += [escape(text[column : mark.start]), f"<mark>{escape(text[mark.start : mark.stop])}</mark>"]
        column = mark.stop
    return "".join([*parts, escape(text[column:])])
