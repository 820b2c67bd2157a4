"""Text to syntax tree, where whatever can go wrong becomes a finding."""

import ast
import warnings

from checks.report import Finding
from checks.source.places import SourceFile

TOO_COMPLEX = "This file is nested too deeply, or too large, to be read."


class UnreadableError(Exception):
    """The file does not parse; ``finding`` says where and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def parse(path: str, text: str, *, support: bool = False) -> SourceFile:
    """Raises UnreadableError."""
    if "\0" in text:
        raise UnreadableError(_of_character(path, text, ValueError("NUL")))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape in a string is not our subject
            tree = ast.parse(text, path)
            if not support:
                compile(text, path, "exec", dont_inherit=True)  # finds what the grammar allows, such as a stray await
            return SourceFile(path, text, tree, support)
    except SyntaxError as error:
        raise UnreadableError(_finding(path, text, error)) from error
    except (RecursionError, MemoryError, OverflowError) as error:
        raise UnreadableError(too_complex(path)) from error
    except ValueError as error:
        raise UnreadableError(_of_character(path, text, error)) from error


def too_complex(path: str) -> Finding:
    return Finding.of("too-complex", TOO_COMPLEX, path=path, line=1, column=1, end_line=1, end_column=2)


def _finding(path: str, text: str, error: SyntaxError) -> Finding:
    if "too many nested" in (error.msg or "") or "too complex" in (error.msg or ""):
        return too_complex(path)
    lines = text.split("\n")  # as Python counts them, to which a form feed ends no line
    line = min(max(error.lineno or 1, 1), len(lines) + 1)
    column = max(error.offset or 1, 1)
    end_line = max(error.end_lineno or line, line)
    end_column = error.end_offset or column + 1
    if end_line == line:
        end_column = max(end_column, column + 1)
    message = f"This is not Python: {(error.msg or 'invalid syntax')[:200]}."
    where = {"line": line, "column": column, "end_line": end_line, "end_column": max(end_column, 1)}
    written = lines[line - 1] if line <= len(lines) else ""
    return Finding.of("syntax-error", message, path=path, hint=_hint(written), **where)


def _hint(line: str) -> str | None:
    """The header that was probably meant, where words stand between ``async`` and the name."""
    words = line.split("(")[0].split()
    if "async" in words and "(" in line and words[-1].isidentifier() and words[-1] not in ("async", "def"):
        return f"async def {words[-1]}({line.split('(', 1)[1].rstrip()}"[:200]
    return None


def _of_character(path: str, text: str, error: ValueError) -> Finding:
    place = text.find("\0")
    if place < 0:
        place = next((i for i, character in enumerate(text) if "\ud800" <= character <= "\udfff"), 0)
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    what = "a NUL character" if text[place : place + 1] == "\0" else str(error)[:200]
    return Finding.of(
        "syntax-error",
        f"This is not Python: {what}.",
        path=path,
        line=line,
        column=column,
        end_line=line,
        end_column=column + 1,
    )
