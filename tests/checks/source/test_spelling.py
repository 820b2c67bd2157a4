"""A name reads as it runs, in whatever alphabet it is written."""

# ruff: noqa: RUF001 - they are what this is about

import pytest

from checks.source import read

VIEW = "async def view(request):\n    return 1\n"
REFUSED = {
    "wide letters": ("import os\nｏｓ = 1\n", 2, 1, "os"),
    "mathematical letters": ("import os\nos.𝓼𝔂𝓼𝓽𝓮𝓶('ls')\n", 2, 4, "system"),
    "a ligature": ("ﬁle = 1\n", 1, 1, "file"),
    "a superscript": ("xª = 1\n", 1, 1, "xa"),
    "a Hangul filler": ("x = ㅤ = 1\n", 1, 5, "nobody sees"),
    "a variation selector": ("x\ufe0f = 1\n", 1, 1, "nobody sees"),
    "a joiner of graphemes": ("x\u034fy = 1\n", 1, 1, "nobody sees"),
    "a Cyrillic letter in a name that is there twice": ("total = 1\nprint(tоtal)\n", 2, 7, "line 1, column 1"),
    "a Cyrillic name like one of Python's": ("def рrint(x): ...\n", 1, 5, "Python's own print"),
    "a Cyrillic keyword": ("аwait = 1\n", 1, 1, "Python's own await"),
    "a Greek capital": ("A = 1\nΑ = 2\n", 2, 1, "line 1, column 1"),
    "Cyrillic and Greek that look the same": ("о = 1\nο = 2\n", 2, 1, "line 1, column 1"),
    "a parameter": ("def f(request, rеquest): ...\n", 1, 16, "line 1, column 7"),
    "an attribute": ("x.value = x.vаlue\n", 1, 13, "line 1, column 3"),
    "an argument's name": ("f(value=1, vаlue=2)\n", 1, 12, "line 1, column 3"),
    "inside of an f-string": ("x = 1\ny = f'{х}'\n", 2, 8, "line 1, column 1"),
}
TAKEN = {
    "Greek": "Δx = 1\nλ = lambda α, a: α + a\nσ_max = μ = 2\n",
    "Cyrillic": "имя = 'x'\nсор = 1\nВес = 2\n",
    "Chinese and Japanese": "名前 = 1\n価格_total = 2\nЦена = 3\n",
    "Arabic and Hebrew": "اسم = 1\nשם = 2\n",
    "accents": "größe = 1\ncafé = 2\nnaïve_año = 3\n",
    "an accent of its own": "cafe\u0301 = 1\nprint(caf\u00e9)\n",
    "the micro sign": "\u00b5 = 1\nprint(\u03bc)\n",
    "strings and comments": "x = 'ｏｓ \u200b❤\ufe0f рrint'  # tоtal \u200d\ntotal = f'р{x}р'\n",
    "Cyrillic that looks like no other name here": "сумма = 1\nцена = сумма\n",
}


@pytest.mark.parametrize(("text", "line", "column", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_a_name_that_does_not_read_as_it_runs_is_refused_with_its_place(
    text: str, line: int, column: int, words: str
) -> None:
    refusal = read({"views.py": text + VIEW}, {}, ["view"]).refusal
    assert refusal is not None
    assert refusal.startswith(f"views.py, line {line}, column {column}: ")
    assert words in refusal
    assert refusal.endswith(".")
    assert refusal.isprintable()


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN.keys())
def test_names_in_any_alphabet_come_in(text: str) -> None:
    facts = read({"views.py": text + VIEW}, {}, ["view"])
    assert (facts.refusal, facts.syntax_error) == (None, None)
    assert [finding for finding in facts.findings if finding.finding.rule == "mixed-alphabets"] == []


def test_names_are_compared_across_the_files_of_a_submission() -> None:
    files = {"views.py": "from helpers import totаl\n" + VIEW, "helpers.py": "x = total = 1\n"}
    refusal = read(files, {}, ["view"]).refusal
    assert refusal is not None
    assert refusal.startswith("views.py, line 1, column 21: ")
    assert "helpers.py, line 1, column 5" in refusal


def test_a_name_of_two_alphabets_that_has_no_double_is_advised_against() -> None:
    (found,) = [
        item.finding
        for item in read({"views.py": "x = 1\ntоtal = 2\nprint(tоtal)\n" + VIEW}, {}, ["view"]).findings
        if item.finding.rule == "mixed-alphabets"
    ]
    assert (found.severity, found.line, found.column, found.end_column) == ("advice", 2, 1, 6)


def test_a_file_that_does_not_parse_is_shown_where_and_not_refused() -> None:
    facts = read({"views.py": "ｏｓ = (\n"}, {}, [])
    assert facts.refusal is None
    assert facts.syntax_error is not None


def test_a_form_feed_ends_no_line() -> None:
    error = read({"views.py": "x = 1\n\x0cy = '\u2028'\ndef (\n"}, {}, []).syntax_error
    assert error is not None
    assert error.line == 3
