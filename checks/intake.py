"""The door: what can be read as a submission comes in as text, everything else is refused with a sentence.

A refusal uses no attempt. A file that is readable but does not parse comes in, so that the student sees where.
"""

import codecs
import re
import sys
import tokenize
import unicodedata
from collections.abc import Collection, Mapping
from io import BytesIO

MAX_BYTES = 256 << 10
MAX_FILES = 20
MAIN = "views.py"

OTHER_ENCODINGS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
NEWLINE = re.compile(r"\r\n|\r|\n")
# Controls of the direction of writing make a line look different from what it does, others are not seen at all.
# Those of a writing's own direction, and what joins characters, are ordinary text.
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
FILE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}\.py")
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)  # no file to Windows, whatever follows
# What the sandbox has besides Python's own modules, and the names that it gives itself.
INSTALLED = frozenset(
    {"aiohappyeyeballs", "aiohttp", "aiosignal", "annotated_types", "anyio", "asgiref", "attr", "attrs", "certifi"}
    | {"charset_normalizer", "colorama", "django", "frozenlist", "h11", "httpcore", "httpx", "idna", "iniconfig"}
    | {"multidict", "packaging", "pluggy", "propcache", "py", "pydantic", "pydantic_core", "pygments", "pytest"}
    | {"pytest_asyncio", "requests", "sqlparse", "typing_extensions", "typing_inspection", "tzdata", "urllib3", "yarl"}
)
OURS = frozenset({"checks", "worker", "grader_urls", "sitecustomize", "usercustomize", "conftest"})


class Rejected(Exception):  # the word of the report
    """A submission that cannot be read; ``message`` says what to change."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def accept(files: Mapping[str, bytes], taken: Collection[str] = ()) -> dict[str, str]:
    """The files as text, names as they are, lines ending in ``\\n``, without a byte order mark.

    ``taken`` are the files and packages that the course brings. What a name in a file looks like is judged where the
    file is read (:mod:`checks.source.spelling`). Raises Rejected.
    """
    if not files:
        raise Rejected(f"There is no file. Upload one file, {MAIN}.")
    if len(files) > MAX_FILES:
        raise Rejected(f"There are {len(files)} files; at most {MAX_FILES} are allowed.")
    for name in files:
        check_name(name)
        check_module(name, taken)
    check_cases(files)
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


def check_module(name: str, taken: Collection[str]) -> None:
    """A module of this name would be imported in the place of another."""
    module = name.removesuffix(".py")
    if DEVICES.fullmatch(module):
        raise Rejected(f"The file name {shown(name)} cannot be used: to Windows it is no file. Give it another name.")
    if name in taken or module in taken:
        raise Rejected(f"The course has a module {module} of its own. Give your file {shown(name)} another name.")
    if module in sys.stdlib_module_names or module in INSTALLED or module in OURS:
        raise Rejected(
            f"The file name {shown(name)} cannot be used: `import {module}` means another module. "
            "Give your file another name."
        )


def check_cases(files: Collection[str]) -> None:
    seen: dict[str, str] = {}
    for name in files:
        other = seen.setdefault(name.lower(), name)
        if other != name:
            raise Rejected(f"{name} and {other} are one file on many machines. Give one of them another name.")


def text_of(name: str, data: bytes) -> str:
    if data.startswith(OTHER_ENCODINGS):
        raise Rejected(f"{name} is saved as UTF-16 or UTF-32. Save it as UTF-8.")
    if b"\0" in data:
        where = position(data, data.index(0))
        raise Rejected(f"{name} holds a NUL character in {where}, so it is no Python text. Save it as UTF-8.")
    check_cookie(name, data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Rejected(f"{name} is not UTF-8 in {position(data, error.start)}. Save it as UTF-8.") from error
    if not text.strip():
        raise Rejected(f"{name} is empty. Upload the file that holds your view.")
    check_characters(name, text)
    return NEWLINE.sub("\n", text)


def position(data: bytes, offset: int) -> str:
    """``line 3, column 5``, where the byte at ``offset`` stands."""
    lines = NEWLINE.split(data[:offset].removeprefix(codecs.BOM_UTF8).decode(errors="replace"))
    return f"line {len(lines)}, column {len(lines[-1]) + 1}"


def check_cookie(name: str, data: bytes) -> None:
    """Python would read the file by its ``# -*- coding: … -*-`` line; only UTF-8 is read here."""
    declared = cookie(data)
    try:
        encoding, _ = tokenize.detect_encoding(BytesIO(data).readline)
    except SyntaxError as error:
        if declared is None:
            return  # not UTF-8: said with its line by the decoding itself
        raise Rejected(
            f"{name} declares an encoding in {declared} that is not its own. Save it as UTF-8 and remove that line."
        ) from error
    if codecs.lookup(encoding).name not in ("utf-8", "utf-8-sig"):
        where = f" in {declared}" if declared else ""
        raise Rejected(f"{name} declares the encoding {encoding}{where}. Save it as UTF-8 and remove that line.")


def cookie(data: bytes) -> str | None:
    """Where an encoding is declared, behind a byte order mark as well."""
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).splitlines()[:2], 1):
        found = re.match(rb"^[ \t\f]*#.*?(coding[:=])", line)
        if found:
            return f"line {number}, column {found.start(1) + 1}"
    return None


def check_characters(name: str, text: str) -> None:
    found = CONTROLS.search(text)
    if found is None:
        return
    where = position(text.encode(), len(text[: found.start()].encode()))
    if found[0] > "\x7f":
        raise Rejected(
            f"{name} holds the character {spelled(found[0])} in {where}. It turns the direction of writing, so that the"
            " line does not read as it runs. Remove it."
        )
    raise Rejected(
        f"{name} holds the control character {spelled(found[0])} in {where}, which nobody sees. Remove it, or write it"
        f" as \\x{ord(found[0]):02x} where it is part of a text."
    )


def spelled(character: str) -> str:
    """``U+202E RIGHT-TO-LEFT OVERRIDE``."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def shown(name: str) -> str:
    """A stranger's file name, in quotes."""
    return f"“{printable(name)}”"


def printable(name: str) -> str:
    """A stranger's file name, short, and as text that can be written anywhere."""
    return "".join(character if character.isprintable() else "?" for character in name[:60])
