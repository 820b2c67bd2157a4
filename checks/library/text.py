"""The student's source text as findings need it: exact columns and the words that stand at a place."""

from collections.abc import Mapping
from typing import Any

from checks.report import Finding, Severity
from checks.runtime.says import Place


class Sources:
    """The submitted files, by path."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._lines = {path: text.split("\n") for path, text in files.items()}

    def line(self, path: str, number: int) -> str:
        lines = self._lines.get(path, [])
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def text_at(self, place: Place) -> str:
        """The source between a place's ends; its whole line, stripped, where only the line is known."""
        path, line, column, end_line, end_column = place
        if column is None or end_column is None or end_line is None:
            return self.line(path, line).strip()
        if end_line == line:
            return self.line(path, line).encode()[column:end_column].decode(errors="replace")
        first = self.line(path, line).encode()[column:].decode(errors="replace")
        return "\n".join([first, *(self.line(path, number) for number in range(line + 1, end_line))])

    def span(self, place: Place) -> dict[str, Any]:
        """A place as a finding's keys: characters from 1, where Python counts UTF-8 bytes from 0."""
        path, line, column, end_line, end_column = place
        if column is None or end_line is None or end_column is None:
            text = self.line(path, line)
            start = len(text) - len(text.lstrip())
            return {"path": path, "line": line, "column": start + 1, "end_line": line, "end_column": len(text) + 1}
        return {
            "path": path,
            "line": line,
            "column": self._characters(path, line, column),
            "end_line": end_line,
            "end_column": self._characters(path, end_line, end_column),
        }

    def _characters(self, path: str, line: int, column: int) -> int:
        return len(self.line(path, line).encode()[:column].decode(errors="replace")) + 1

    def finding(
        self, rule: str, message: str, place: Place | None, hint: str | None = None, severity: Severity = "error"
    ) -> Finding:
        where = self.span(place) if place is not None else {}
        return Finding.of(rule, message, hint=hint, severity=severity, **where)
