"""The door: what can be read as a submission comes in as text, everything else is refused with a sentence.

A refusal uses no attempt. A file that is readable but does not parse comes in, so that the student sees where.
"""

import codecs
import re
import tokenize
from collections.abc import Mapping
from io import BytesIO

MAX_BYTES = 256 << 10
MAX_FILES = 20
MAIN = "views.py"

# They make a line look different from what it does; no view needs one.
BIDIRECTIONAL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
OTHER_ENCODINGS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
FILE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}\.py")


class Rejected(Exception):  # the word of the report
    """A submission that cannot be read; ``message`` says what to change."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def accept(files: Mapping[str, bytes]) -> dict[str, str]:
    """The files as text, names as they are, lines ending in ``\\n``, without a byte order mark."""
    if not files:
        raise Rejected(f"There is no file. Upload one file, {MAIN}.")
    if len(files) > MAX_FILES:
        raise Rejected(f"There are {len(files)} files; at most {MAX_FILES} are allowed.")
    for name in files:
        check_name(name)
    if MAIN not in files:
        raise Rejected(f"There is no {MAIN}. Name the file that holds the view {MAIN}.")
    size = sum(len(data) for data in files.values())
    if size > MAX_BYTES:
        raise Rejected(f"The submission has {size} bytes; at most {MAX_BYTES} are allowed. Upload only your own code.")
    return {name: text_of(name, data) for name, data in files.items()}


def check_name(name: str) -> None:
    if not FILE_NAME.fullmatch(name):
        raise Rejected(
            f"The file name {shown(name)} cannot be used. Names are letters, digits and _, and end in .py: {MAIN}."
        )


def text_of(name: str, data: bytes) -> str:
    if data.startswith(OTHER_ENCODINGS):
        raise Rejected(f"{name} is saved as UTF-16 or UTF-32. Save it as UTF-8.")
    if b"\0" in data:
        raise Rejected(
            f"{name} holds a NUL byte (byte {data.index(0) + 1}), so it is no Python text. Save it as UTF-8."
        )
    check_cookie(name, data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Rejected(f"{name} is not UTF-8 (line {line}). Save it as UTF-8.") from error
    if not text.strip():
        raise Rejected(f"{name} is empty. Upload the file that holds your view.")
    check_characters(name, text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_cookie(name: str, data: bytes) -> None:
    """Python would read the file by its ``# -*- coding: … -*-`` line; only UTF-8 is read here."""
    try:
        encoding, _ = tokenize.detect_encoding(BytesIO(data).readline)
    except SyntaxError as error:
        if not cookies(data):
            return  # not UTF-8: said with its line by the decoding itself
        raise Rejected(
            f"{name} declares an encoding that is not its own. Save it as UTF-8 and remove that line."
        ) from error
    if codecs.lookup(encoding).name not in ("utf-8", "utf-8-sig"):
        raise Rejected(f"{name} declares the encoding {encoding}. Save it as UTF-8 and remove that line.")


def cookies(data: bytes) -> list[bytes]:
    """The lines that declare an encoding, behind a byte order mark as well."""
    lines = data.removeprefix(codecs.BOM_UTF8).splitlines()[:2]
    return [line for line in lines if re.match(rb"^[ \t\f]*#.*?coding[:=]", line)]


def check_characters(name: str, text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if BIDIRECTIONAL.intersection(line):
            raise Rejected(
                f"{name} holds a character in line {number} that turns the direction of writing, so that the line does"
                " not read as it runs. Remove it."
            )


def shown(name: str) -> str:
    """A stranger's file name, in quotes."""
    return f"“{printable(name)}”"


def printable(name: str) -> str:
    """A stranger's file name, short, and as text that can be written anywhere."""
    return "".join(character if character.isprintable() else "?" for character in name[:60])
