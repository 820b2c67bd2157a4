"""Names that do not read as they run: refused like other text that cannot be read, or advised against.

Python reads a name in its compatibility form (NFKC), so that ``os`` may be written in the wide letters of East Asian
text, and it takes letters of all alphabets, some of which look like others. Anybody may name things in Greek, Cyrillic
or Chinese, and strings and comments may hold what they like. Refused is only

- a name that Python reads as another one, which is plain ASCII;
- a name with characters that nobody sees;
- a name that differs from another one of the submission, or of Python, in nothing that can be seen.

Which letters look alike is said here for the two alphabets that share shapes and keyboards with the Latin one. The
list of Unicode (UTS 39) has many more, also such that nobody takes for one another in code, like a and a Greek alpha.
"""

import builtins
import io
import keyword
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import name as name_of
from unicodedata import normalize

from checks.intake import printable, spelled
from checks.source.facts import SourceFinding, Span
from checks.source.places import SourceFile
from checks.source.rules.saying import on_span

# ruff: noqa: RUF001 - they are what this is about
LOOKALIKES = {
    **str.maketrans("асеорхуіјѕһАВСЕНІЈКМОРЅТХУ", "aceopxyijshABCEHIJKMOPSTXY"),  # Cyrillic
    **str.maketrans("οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oABEZHIKMNOPTYX"),  # Greek
}
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0100-\U000e01ef]"
)
PYTHONS = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins)})
PREFIX = re.compile("[A-Za-z]*")
IN_BRACES = re.compile(r"\{([^{}]*)\}")
WORDS = re.compile(r"[^\W\d]\w*")
ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN")


@dataclass(frozen=True)
class Name:
    """A name as it is written, and where; lines and columns from 1."""

    written: str
    path: str
    line: int
    column: int

    @property
    def read(self) -> str:
        """What it is to Python."""
        return normalize("NFKC", self.written)

    @property
    def look(self) -> str:
        return self.read.translate(LOOKALIKES)

    @property
    def where(self) -> str:
        return f"{self.path}, line {self.line}, column {self.column}"


def refusal(sources: Iterable[SourceFile]) -> str | None:
    """The sentence that refuses the submission for its first name that does not read as it runs."""
    sources = tuple(sources)
    if all(source.text.isascii() for source in sources):
        return None
    names = [name for source in sources for name in names_in(source)]
    seen: dict[str, Name | str] = {name: name for name in PYTHONS}
    for name in names:
        if name.written.isascii():
            seen.setdefault(name.written, name)
    return next(filter(None, (_of_name(name, seen) for name in names if not name.written.isascii())), None)


def _of_name(name: Name, seen: dict[str, Name | str]) -> str | None:
    shown = printable(name.written)
    if unseen := UNSEEN.search(name.written):
        return (
            f"{name.where}: the name {shown} holds a character that nobody sees ({spelled(unseen[0])}). "
            "Write the name anew without it."
        )
    if name.read.isascii():
        return f"{name.where}: the name {shown} is {printable(name.read)} to Python. Write it so."
    other = seen.setdefault(name.look, name)
    if isinstance(other, str):
        return (
            f"{name.where}: the name {shown} looks like Python's own {other} and is another. Write it in Latin letters."
        )
    if other.read != name.read:
        return (
            f"{name.where}: the name {shown} looks like the one in {other.where}, and is another."
            " Write both in the same alphabet."
        )
    return None


def advice(source: SourceFile) -> Iterator[SourceFinding]:
    """Names with letters of two alphabets where some look like the other's."""
    told: set[str] = set()
    for name in names_in(source) if not source.text.isascii() else ():
        if name.written not in told and any(map(_is_mixed, re.split(r"[_\d]+", name.read))):
            told.add(name.written)
            end = name.column + len(name.written)
            span = Span(path=name.path, line=name.line, column=name.column, end_line=name.line, end_column=end)
            message = f"{name.written[:60]} mixes letters of two alphabets that look alike."
            yield on_span("advice", "mixed-alphabets", message, span, hint="Write the name in one alphabet.")


def _is_mixed(word: str) -> bool:
    return word != word.translate(LOOKALIKES) and len({_alphabet(letter) for letter in word} & {*ALPHABETS}) > 1


def _alphabet(letter: str) -> str:
    return name_of(letter, "").split(" ")[0]


def names_in(source: SourceFile) -> Iterator[Name]:
    """Every name of a file, in its order; those of keywords too."""
    pieces: list[tokenize.TokenInfo] = []
    for token in _tokens(source.text):
        joins = bool(pieces) and pieces[-1].end == token.start
        part = token.type in (tokenize.NAME, tokenize.ERRORTOKEN, tokenize.NUMBER)
        if not (part and joins and f"a{token.string}".isidentifier()):
            yield from _joined(source, pieces)
            pieces = []
        if part and (pieces or f"a{token.string}".isidentifier()):
            pieces.append(token)
        if token.type == tokenize.STRING and sys.version_info < (3, 12):
            yield from _in_string(source, token)
    yield from _joined(source, pieces)


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    """As far as they go: what Python parses and this module's older versions do not has no odd names told."""
    try:
        yield from tokenize.generate_tokens(io.StringIO(text).readline)
    except (tokenize.TokenError, SyntaxError):
        return


def _joined(source: SourceFile, pieces: list[tokenize.TokenInfo]) -> Iterator[Name]:
    """A letter with marks comes in several tokens from Python 3.11."""
    text = "".join(piece.string for piece in pieces)
    if text.isidentifier():
        line, column = pieces[0].start
        yield Name(text, source.path, line, column + 1)


def _in_string(source: SourceFile, token: tokenize.TokenInfo) -> Iterator[Name]:
    """What stands between the braces of an f-string; from Python 3.12 on these are tokens themselves."""
    if "f" not in PREFIX.match(token.string)[0].lower() or token.string.isascii():  # type: ignore[index] # it matches
        return
    line, column = token.start
    for braces in IN_BRACES.finditer(token.string):
        for word in WORDS.finditer(braces[1]):
            before = token.string[: braces.start(1) + word.start()]
            lines = before.count("\n")
            offset = len(before) - before.rfind("\n") if lines else column + len(before) + 1
            yield Name(word[0], source.path, line + lines, offset)
