"""The form as it stands, with all that was typed, whether or not it is right."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from checks.assignment import AssignmentError
from checks.assignment.bundle import MAX_FILE
from checks.assignment.errors import TOML
from checks.assignment.reading import document_of
from web.authoring import rows
from web.authoring.rows import FileRow, Row
from web.authoring.writing import written

ROW = re.compile(r"(routes|checks|answers|limits|files)-\d{1,4}")
PLAIN = {"csrfmiddlewaretoken", "base", "view", "do", "row", "title", "toml", "use", "path", "folder", "upload"}
FILE_KEYS = {"path", "text", "data", "kept"}
MOST_ROWS = 400


@dataclass
class Problem:
    """``where`` is the name of the row that it is about, or empty."""

    message: str
    where: str = ""


@dataclass
class Draft:
    """``toml`` is what assignment.toml says where it is edited as text, else None. ``base`` is what was opened."""

    base: int
    was: Mapping[str, bytes]
    title: str = ""
    title_error: str = ""
    rows: list[Row] = field(default_factory=list)
    files: list[FileRow] = field(default_factory=list)
    toml: str | None = None
    toml_error: str = ""
    problems: list[Problem] = field(default_factory=list)
    overtaken: bool = False

    @classmethod
    def of(cls, base: int, files: Mapping[str, bytes]) -> "Draft":
        """A revision; one that is no longer right is shown as text."""
        draft = cls(base, files, files=rows.file_rows(files))
        draft.fill(files[TOML].decode("utf-8-sig"))
        return draft

    @classmethod
    def sent(cls, base: int, was: Mapping[str, bytes], names: list[str], post: Mapping[str, str]) -> "Draft":
        """What was typed: ``names`` are the rows in their order, ``post`` all fields."""
        draft = cls(base, was, title=post.get("title", ""))
        if post.get("view") == "text":
            draft.toml = post.get("toml", "").replace("\r\n", "\n")
        known = PLAIN | {name for name in names if ROW.fullmatch(name)}
        if len(names) > MOST_ROWS or len(set(names)) < len(names) or not set(names) <= known:
            draft.complain(f"The form has rows that cannot be: there may be {MOST_ROWS}, each once.")
        for name in dict.fromkeys(names[:MOST_ROWS]):
            if ROW.fullmatch(name):
                draft._take(name, post)
        draft._refuse_unknown(post)
        return draft

    def fill(self, toml: str) -> None:
        """The form with what assignment.toml says; where it is wrong it stays text, and says what is."""
        self.toml = toml
        try:
            title = document_of(toml, ()).title
        except AssignmentError as error:
            self.blame(error)
            return
        self.toml, self.title, self.rows = None, title, rows.rows_of(tomllib.loads(toml))

    def complain(self, message: str, where: str = "") -> None:
        self.problems.append(Problem(message, where))

    def section(self, name: str) -> list[Row]:
        return [row for row in self.rows if row.section == name]

    def text(self) -> str:
        """assignment.toml as it now stands. Cells that cannot be read have their errors then."""
        if self.toml is not None:
            return self.toml
        table = rows.table_of(self.title.strip(), self.rows)
        return written(self.was[TOML].decode("utf-8-sig").replace("\r\n", "\n"), table)

    def bundle(self) -> dict[str, bytes]:
        """The folder. ``problems`` says what of the form could not become a part of it."""
        text = self.text()
        for row in self.rows:
            for cell in row.cells:
                if cell.error:
                    self.complain(f"{TOML}: {row.section}: {cell.field.title} {cell.error}", row.name)
        was = self.was[TOML]
        same = text == was.decode("utf-8-sig").replace("\r\n", "\n")
        found = {TOML: was if same else text.encode()}
        for file in self.files:
            content = file.content(self.was)
            if content is None:
                file.error = "There is no content for this file any more. Upload it again."
            elif file.path in found:
                file.error = "There are two files of this name."
            else:
                found[file.path] = content
                continue
            self.complain(f"{file.path}: {file.error}", file.name)
        return found

    def blame(self, error: AssignmentError) -> None:
        """Says what is wrong, and at the field that it is about where there is one."""
        where = self._file_of(error) if error.path != TOML else self._cell_of(error)
        self.complain(str(error), where)

    def add_uploads(self, folder: str, uploads: list["UploadedFile[Any]"]) -> None:
        for upload in uploads:
            path = f"{folder}/{upload.name}" if folder else str(upload.name)
            data = upload.read(MAX_FILE + 1)
            if len(data) > MAX_FILE:
                self.complain(f"{path} has more than {MAX_FILE} bytes, which is what is allowed for a file.")
                continue
            row = rows.file_row(self.free("files"), path, data)
            row.data, row.kept, row.is_new = data if row.text is None else None, "", True
            self.files = [file for file in self.files if file.path != path] + [row]

    def free(self, section: str) -> str:
        """A name for a new row."""
        names = [row.name for row in self.rows] + [file.name for file in self.files]
        taken = [name for name in names if name.startswith(f"{section}-")]
        return f"{section}-{max((int(name.partition('-')[2]) for name in taken), default=-1) + 1}"

    def _take(self, name: str, post: Mapping[str, str]) -> None:
        section = name.partition("-")[0]
        if section == "files":
            self.files.append(self._file(name, post))
            return
        start = f"{name}."
        texts = {key.removeprefix(start): post[key] for key in post if key.startswith(start)}
        self.rows.append(rows.row_of(section, name, texts, texts.get("use", "")))
        known = {"use"} if section == "checks" else set[str]()
        known |= {each.key for each in rows.fields_of(section, texts.get("use", ""))}
        for key in sorted(texts.keys() - known):
            self.complain(f"{name} has a field {key!r} that is not known.", name)

    def _file(self, name: str, post: Mapping[str, str]) -> FileRow:
        file = FileRow(name, post.get(f"{name}.path", "").strip(), kept=post.get(f"{name}.kept", ""))
        if f"{name}.text" in post:
            file.text = post[f"{name}.text"].replace("\r\n", "\n")
        elif post.get(f"{name}.data"):
            try:
                file.data = rows.decoded(post[f"{name}.data"])
            except ValueError:
                self.complain(f"{name} holds no file. Upload it again.", name)
        return file

    def _refuse_unknown(self, post: Mapping[str, str]) -> None:
        rowed = {row.name for row in self.rows}
        files = {f"{file.name}.{key}" for file in self.files for key in FILE_KEYS}
        for key in post:
            if key not in PLAIN | files and key.partition(".")[0] not in rowed:
                self.complain(f"The form has no field {key[:60]!r}.")

    def _file_of(self, error: AssignmentError) -> str:
        for file in self.files:
            if error.path in (file.path, repr(file.path)):
                file.error = f"{error.key}: {error.message}" if error.key else error.message
                return file.name
        return ""

    def _cell_of(self, error: AssignmentError) -> str:
        if self.toml is not None:
            self.toml_error = f"{error.key}: {error.message}" if error.key else error.message
            return "toml"
        if error.key == "title":
            self.title_error = error.message
            return "title"
        row, key = self._row_of(error.key)
        if row is None:
            return ""
        for cell in sorted(row.cells, key=lambda each: -len(each.field.key)):
            if key == cell.field.key or key.startswith((f"{cell.field.key}.", f"{cell.field.key}[")):
                cell.error = error.message
                return row.name
        row.error = f"{key}: {error.message}" if key else error.message
        return row.name

    def _row_of(self, key: str) -> tuple[Row | None, str]:
        """The row that ``checks[2].points`` is about, and what remains of the key."""
        if key.startswith("limits") and self.section("limits"):
            return self.section("limits")[0], key.removeprefix("limits").lstrip(".")
        match = re.fullmatch(r"(routes|checks|upstreams)\[(\d+)\](?:\.routes\[(\d+)\])?\.?(.*)", key)
        if not match:
            return None, key
        if match[1] != "upstreams":
            found = self.section(match[1])
            return (found[int(match[2]) - 1] if int(match[2]) <= len(found) else None), match[4]
        services: dict[str, list[Row]] = {}
        for row in self.section("answers"):
            services.setdefault(row.cells[0].text.strip(), []).append(row)
        service = list(services.values())[int(match[2]) - 1]
        return service[int(match[3] or 1) - 1], match[4]
