"""Sources that are too odd or too large for a file, by the name of their attack; beside each the catalogue's row."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping

VIEW = """
import time
from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
"""
HIDDEN = 'print("LEAKED: the file runs as something else than it reads")'
ROOM = 200_000  # bytes: as much as the door lets in, and the view
HUGE = 20 << 20


def _with_view(text: str) -> bytes:
    return f"{text}\n{VIEW}".encode()


def _encodings() -> Iterator[tuple[str, bytes]]:
    view = VIEW.encode()
    yield "nul", _with_view("x = '\0'")  # U1
    yield "utf_7_cookie", b"# coding: utf-7\n# +AAo-" + HIDDEN.encode() + view  # U2
    yield "unicode_escape_cookie", b"# coding: unicode_escape\n# \\u000a" + HIDDEN.encode() + view  # U3
    yield "raw_unicode_escape_cookie", b"# coding: raw_unicode_escape\n# \\u000a" + HIDDEN.encode() + view  # U3
    yield "cookie_in_line_2", b"#!\n# set fileencoding=utf-7 :\n# +AAo-" + HIDDEN.encode() + view  # U2
    yield "mark_and_another_cookie", b"\xef\xbb\xbf# coding: utf-7\n# +AAo-" + HIDDEN.encode() + view  # U4
    yield "utf_16", VIEW.encode("utf-16")  # U5
    yield "utf_16_without_mark", VIEW.encode("utf-16-be")  # U5
    yield "utf_32", VIEW.encode("utf-32")  # U5
    yield "unknown_cookie", b"# coding: no-such-thing\n" + view  # U6
    yield "rot13_cookie", b"# coding: rot13\n" + view  # U6
    yield "invalid_utf_8", b"x = '\xff\xfe'\n" + view  # U7
    yield "overlong_utf_8", b"x = '\xc0\x80 \xed\xa0\x80'\n" + view  # U7


def _characters() -> Iterator[tuple[str, bytes]]:
    yield "carriage_returns", _with_view(f"# all is well\r{HIDDEN.replace('LEAKED', 'a line of its own')}")  # U8
    yield "form_feed_and_end_of_file", _with_view("x = 1\f\n\x1a\ny = 2")  # U8
    yield "line_separators", _with_view("# one\u2028x = 1\u2029\u0085y = 2")  # U8
    yield "bidirectional", _with_view("if '\u202e\u2066' != 'x': # '\u2069 \u2066': pass\n    pass")  # U9
    yield "lookalikes", VIEW.replace("slow_view", "sl\u043ew_view").encode()  # U10
    yield "names_normalised", _with_view("import os as o\no.\U0001d4fc\U0001d502\U0001d4fc = 1")  # U10
    yield "invisible_names", _with_view("x\u200b = 1\n\u3164 = 2\nx\u00ad = 3")  # U11


def _depths() -> Iterator[tuple[str, bytes]]:
    half = ROOM // 2
    yield "parentheses", _with_view("x = " + "(" * half + ")" * half)  # U12
    yield "brackets", _with_view("x = " + "[" * 90 + "]" * 90)  # U12
    yield "dictionaries", _with_view("x = " + "{1:" * (ROOM // 4) + "1" + "}" * (ROOM // 4))  # U12
    yield "patterns", _with_view("match x:\n    case " + "[" * 5000 + "]" * 5000 + ": pass")  # U12
    yield "blocks", _with_view("".join(" " * n + "if 1:\n" for n in range(600)) + " " * 600 + "pass")  # U12
    yield "fields_of_strings", _with_view("x = " + 'f"{' * 150 + "1" + '}"' * 150)  # U12
    yield "signs", _with_view("x = " + "-" * ROOM + "1")  # U13
    yield "negations", _with_view("x = " + "not " * (ROOM // 4) + "1")  # U13
    yield "lambdas", _with_view("x = " + "lambda: " * (ROOM // 8) + "1")  # U13
    yield "branches", _with_view("if x: pass\n" + "elif x: pass\n" * (ROOM // 13))  # U13
    yield "attributes", _with_view("x = f" + ".b" * (ROOM // 2))  # U14
    yield "sums", _with_view("x = 1" + "+1" * (ROOM // 2))  # U14
    yield "calls", _with_view("x = f" + "()" * (ROOM // 2))  # U14
    yield "awaits", _with_view("async def f():\n    " + "await " * (ROOM // 6) + "f()")  # U14


def _sizes() -> Iterator[tuple[str, bytes]]:
    yield "a_million_statements", _with_view("x=1\n" * 10**6)  # U15
    yield "statements", _with_view("x=1\n" * (ROOM // 4))  # U15
    yield "long_string", _with_view(f"x = '{'x' * HUGE}'")  # U15
    yield "long_comment", _with_view(f"# {'x' * HUGE}")  # U15
    yield "long_line", _with_view(f"# {'x' * ROOM}")  # U15
    yield "huge_number", _with_view(f"x = {'9' * ROOM}")  # U16
    yield "huge_hexadecimal", _with_view(f"x = 0x{'f' * ROOM}")  # U16
    yield "folded_powers", _with_view("x = 9**9**9**9**9\ny = (1 << 10**9) and 'x' * 10**9 * 10**9")  # U17
    yield "folded_tuples", _with_view("x = ((((1,) * 4000) * 4000) * 4000) * 4000")  # U17
    yield "arguments", _with_view(f"f({'a,' * (ROOM // 16)})")  # U18
    yield "parameters", _with_view(f"def f({','.join(f'a{n}' for n in range(ROOM // 32))}): pass")  # U18
    yield "globals", _with_view("".join(f"a{n}=1\n" for n in range(ROOM // 36)))  # U18
    yield "decorators", _with_view("@f\n" * (ROOM // 24) + "def g(): pass")  # U18
    yield "nothing", b""  # U19
    yield "comments_only", b"# nothing\n" * 100  # U19
    yield "mark_only", b"\xef\xbb\xbf"  # U19
    yield "blank", b" \t\n\f\r\n" * 1000  # U19


def _other_things() -> Iterator[tuple[str, bytes]]:
    yield "archive", _archive({"../../views.py": VIEW, "views.py": VIEW})  # U20, U21
    yield "archive_bomb", _archive({"views.py": "x" * HUGE})  # U20
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": VIEW}
    yield "notebook", json.dumps({"cells": [cell], "nbformat": 4, "nbformat_minor": 5}).encode()  # U24
    yield "compiled", b"\xa7\r\r\n\0\0\0\0" + bytes(100)  # U24
    yield "library", b"\x7fELF\x02\x01\x01" + bytes(100)  # U24
    yield "no_view", b"x = 1\n"  # U24
    yield "view_that_is_none", b"slow_view = 7\n"  # U24
    yield "view_that_is_not_asynchronous", VIEW.replace("async def", "def").encode()  # U24


def _file_names() -> Iterator[tuple[str, Mapping[str, bytes]]]:
    view = VIEW.encode()
    for label, name in {
        "above": "../views.py",  # U21
        "absolute": "/etc/views.py",  # U21
        "of_a_drive": "C:\\views.py",  # U21
        "with_nul": "views.py\0.txt",  # U21
        "of_a_half_character": "\udcff.py",  # U23
        "of_the_terminal": "\x1b[31m.py",  # U23
        "endless": "x" * 5000 + ".py",  # U23
        "of_a_folder": "package/__init__.py",  # U23
        "hidden": ".py",  # U23
        "path_file": "left.pth",  # U24
    }.items():
        yield f"name_{label}", {"views.py": view, name: view}
    yield "names_that_differ_in_case", {"views.py": view, "Views.py": view, "VIEWS.py": view}  # U23
    yield "many_files", {"views.py": view} | {f"m{n}.py": view for n in range(1000)}  # U23
    yield "no_views", {"view.py": view}  # U24
    yield "no_file", {}  # U24


def _archive(files: Mapping[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return written.getvalue()


def _all() -> Iterator[tuple[str, Mapping[str, bytes]]]:
    for sources in (_encodings, _characters, _depths, _sizes, _other_things):
        yield from ((name, {"views.py": data}) for name, data in sources())
    yield from _file_names()


SOURCES: dict[str, Mapping[str, bytes]] = {f"source-{name}": files for name, files in _all()}
