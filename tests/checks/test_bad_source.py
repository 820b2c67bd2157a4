"""Hostile source through the whole grader: refused with a sentence, or graded with a finding; and then all is well."""

import pytest

from checks.judge import grade
from checks.report import Report
from checks.sandbox import Sandbox
from tests.checks.engine import check, sample

VIEW = b"""
import asyncio
from django.http import HttpResponse
async def slow_view(request):
    await asyncio.sleep(2)
    return HttpResponse("Finished waiting!")
"""
REFUSED = {
    "NUL": b"x = 1\0" + VIEW,
    "utf-7 cookie": b"# coding: utf-7\n+AG8-s = 1\n" + VIEW,
    "unicode_escape cookie": b"# coding: unicode_escape\n\\u0078 = 1\n" + VIEW,
    "raw_unicode_escape cookie": b"# coding: raw_unicode_escape\n" + VIEW,
    "another cookie behind a mark": b"\xef\xbb\xbf# coding: latin-1\n" + VIEW,
    "UTF-16": VIEW.decode().encode("utf-16"),
    "UTF-16 without a mark": VIEW.decode().encode("utf-16-be"),
    "UTF-32": VIEW.decode().encode("utf-32"),
    "unknown cookie": b"# coding: no-such\n" + VIEW,
    "rot13 cookie": b"# coding: rot13\n" + VIEW,
    "invalid UTF-8": b"x = '\xff'\n" + VIEW,
    "half a character": b"x = '\xed\xa0\x80'\n" + VIEW,
    "an overlong form": b"x = '\xc0\xaf'\n" + VIEW,
    "Ctrl-Z": VIEW + b"\x1a",
    "escape sequences": b"# \x1b[2J\n" + VIEW,
    "backspaces": b"x = 1  # y\x08z\n" + VIEW,
    "turned direction": "x = 1  # \u202e\n".encode() + VIEW,
    "isolated direction": "x = '\u2066'\n".encode() + VIEW,
    "NFKC": "import os\nos.𝓼𝔂𝓼𝓽𝓮𝓶('true')\n".encode() + VIEW,
    "a homoglyph": "total = tоtal = 1\n".encode() + VIEW,  # noqa: RUF001
    "an invisible name": "\u3164 = 1\n".encode() + VIEW,
    "an invisible part of a name": "x\ufe0f = 1\n".encode() + VIEW,
    "empty": b"",
    "only a mark": b"\xef\xbb\xbf",
    "blanks": b" \n\t\r\n",
    "too large": b"x = 1\n" * 50_000 + VIEW,
    "a wide line": b"#" + b" " * (300 << 10) + VIEW,
    "a notebook of another format": b'{"cells": []}\0',
    "compiled Python": b"\xa7\r\r\n\0\0\0\0",
    "a shared library": b"\x7fELF\2\1\1\0",
    "an archive": b"PK\3\4\0\0",
}
FAILED = {
    "parentheses": b"x = " + b"(" * 5_000 + b")" * 5_000 + VIEW,
    "brackets": b"x = " + b"[" * 1_000 + VIEW,
    "dictionaries": b"x = " + b"{1:" * 500 + b"1" + b"}" * 500 + VIEW,
    "patterns": b"match 1:\n    case " + b"[" * 300 + b"]" * 300 + b": pass" + VIEW,
    "an indent that never ends": b"".join(b" " * n + b"if 1:\n" for n in range(110)) + VIEW,
    "unterminated text": b'x = """' + b"a" * 200_000,
    "an f-string of f-strings": b"x = f'{" + b"(" * 300 + b"}'" + VIEW,
    "a huge number": b"x = " + b"9" * 200_000 + VIEW,
    "only a comment": b"# nothing\n",
    "an invisible character in the code": "x\u200b = 1\n".encode() + VIEW,
    "a mark in the middle": "x = 1\ufeff\n".encode() + VIEW,
    "a vertical line": "x = 1\u2028y = 2\n".encode() + VIEW,
    "no view": b"x = 1\n",
    "a view that is none": b"slow_view = 1\n",
    "a notebook": b'{"cells": [], "metadata": {}}\n',
}
COSTLY = {
    "unary operators": b"x = " + b"-" * 3_000 + b"1" + VIEW,
    "negations": b"x = " + b"not " * 3_000 + b"1" + VIEW,
    "lambdas": b"x = " + b"lambda: " * 3_000 + b"1" + VIEW,
    "elif": b"if 0:\n    pass\n" + b"".join(b"elif %d == 0:\n    pass\n" % n for n in range(1, 9_000)) + VIEW,
    "attributes": b"def f(x):\n    x" + b".b" * 50_000 + VIEW,
    "sums": b"def f():\n    return 1" + b"+1" * 60_000 + VIEW,
    "calls": b"def f(x):\n    x" + b"()" * 50_000 + VIEW,
    "statements": b"x=1\n" * 60_000 + VIEW,
    "one long text": b"x = '" + b"a" * 250_000 + b"'" + VIEW,
    "one long comment": b"#" + b"a" * 250_000 + VIEW,
    "hexadecimal": b"x = 0x" + b"f" * 200_000 + VIEW,
    "folded constants": b"x = 'a' * 10 ** 3 * 10\ny = (1 << 10000) << 10000\nz = 2 ** 9999\n" + VIEW,
    "arguments": b"def f(*a): pass\nf(" + b"1," * 100_000 + b")" + VIEW,
    "globals": b"def f():\n    global " + b",".join(b"a%d" % n for n in range(20_000)) + VIEW,
    "decorators": b"def d(f): return f\n" + b"@d\n" * 60_000 + b"def f(): pass" + VIEW,
    "carriage returns": VIEW.replace(b"\n", b"\r"),
    "mixed line ends": VIEW.replace(b"\n", b"\r\n", 3),
    "form feeds": VIEW.replace(b"\nasync", b"\n\x0casync"),
    "names of other alphabets": "имя = Δ = 名前 = 1\n".encode() + VIEW,
}


def graded(sandbox: Sandbox, data: bytes) -> Report:
    return grade(sample("slow-view"), {"views.py": data}, sandbox)


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused_with_a_sentence(sandbox: Sandbox, data: bytes) -> None:
    report = graded(sandbox, data)
    assert (report.status, report.checks) == ("rejected", ())
    assert report.fault is not None
    assert report.fault.owner == "student"
    assert report.fault.message.endswith(".")
    assert report.fault.message.isprintable()


@pytest.mark.parametrize("data", FAILED.values(), ids=FAILED.keys())
def test_what_can_be_read_and_does_not_run_is_graded_with_a_finding(sandbox: Sandbox, data: bytes) -> None:
    report = graded(sandbox, data)
    assert (report.status, report.score) == ("graded", 0)
    assert check(report, "signature").findings


@pytest.mark.parametrize("data", COSTLY.values(), ids=COSTLY.keys())
def test_what_is_costly_or_odd_is_graded_and_the_next_submission_as_ever(sandbox: Sandbox, data: bytes) -> None:
    report = graded(sandbox, data)
    assert report.status == "graded"
    assert report.full_marks or check(report, "signature").findings
    assert graded(sandbox, VIEW).full_marks


def test_a_file_named_as_the_courses_own_module_is_refused(sandbox: Sandbox) -> None:
    """It would be imported in its place, and what a check reads from it would be the student's."""
    of = sample("fetch-data")
    support = next(path for path in of.support if "/" not in path)
    report = grade(of, {"views.py": VIEW, support: b"x = 1\n"}, sandbox)
    assert report.status == "rejected"
    assert report.fault is not None
    assert support in report.fault.message
