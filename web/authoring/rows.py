"""The rows of the form: routes, checks, answers of pretended services, limits, and files."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from checks.assignment.bundle import FOLDERS
from web.authoring import fields
from web.authoring.fields import Field

SECTIONS = ("routes", "checks", "answers", "limits")
SHOWN_BYTES = 64 << 10  # what is larger, or no text, is kept as it is
GROUPS = ("README.md", *FOLDERS)
DEFAULTS = {"visibility": "visible", "threads": "advise"}  # which the form has as its empty choice


@dataclass
class Cell:
    """A field with what is typed in it."""

    field: Field
    name: str
    text: str
    error: str = ""

    @property
    def widget(self) -> str:
        kind = self.field.kind
        return "choice" if kind.choices else "lines" if kind.many_lines else "line"

    @property
    def is_strange(self) -> bool:
        """A choice that is not offered, which a hand-made request sent: it is shown as it is, with its error."""
        return self.text not in {value for value, _ in self.field.kind.choices}

    def read(self) -> Any:
        return self.field.kind.read(self.text.replace("\r\n", "\n"))


@dataclass
class Row:
    """``name`` begins the names of its fields, as in ``checks-2``. ``use`` is a check's."""

    section: str
    name: str
    cells: list[Cell]
    use: str = ""
    error: str = ""

    @property
    def first(self) -> list[Cell]:
        return [cell for cell in self.cells if not cell.field.more]

    @property
    def more(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.field.more]

    @property
    def is_open(self) -> bool:
        return any(cell.text or cell.error for cell in self.more)

    @property
    def label(self) -> str:
        """What the row is about, for those who hear its buttons and not its place."""
        return next((cell.text for cell in self.cells if cell.text), self.use or "new row")

    def table(self) -> dict[str, Any]:
        """What TOML would hold. What cannot be read leaves its error in its cell."""
        found: dict[str, Any] = {"use": self.use} if self.use else {}
        for cell in self.cells:
            if not cell.text.strip():
                continue
            try:
                value = cell.read()
            except (ValueError, KeyError) as error:
                cell.error = str(error)
                continue
            parent, _, key = cell.field.key.rpartition(".")
            (found.setdefault(parent, {}) if parent else found)[key] = value
        return found


@dataclass
class FileRow:
    """``text`` is what is typed; a file without one is ``data``, or what the revision has at ``kept``."""

    name: str
    path: str
    text: str | None = None
    data: bytes | None = None
    kept: str = ""
    error: str = ""
    is_new: bool = field(default=False)

    @property
    def encoded(self) -> str:
        return b64encode(self.data or b"").decode() if self.data is not None else ""

    @property
    def folder(self) -> str:
        return self.path.partition("/")[0]

    @property
    def is_python(self) -> bool:
        return self.path.endswith(".py")

    def content(self, base: Mapping[str, bytes]) -> bytes | None:
        """The bytes, exactly as they were where only the ends of lines went through the form."""
        if self.text is not None:
            typed = self.text.replace("\r\n", "\n")
            was = base.get(self.path)
            return was if was is not None and shown_text(was) == typed else typed.encode()
        return self.data if self.data is not None else base.get(self.kept)


def shown_text(data: bytes) -> str | None:
    """The text that an editor shows; None where it cannot."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None
    plain = all(character.isprintable() or character in "\n\t" for character in text)
    return text if plain and len(data) <= SHOWN_BYTES else None


def fields_of(section: str, use: str = "") -> Sequence[Field]:
    if section == "checks":
        return next((found for name, found in fields.CHECK.items() if name == use), ())
    return {"routes": fields.ROUTE, "answers": fields.ANSWER, "limits": fields.LIMITS}[section]


def row_of(section: str, name: str, texts: Mapping[str, str], use: str = "") -> Row:
    """``texts`` by the keys of the fields."""
    cells = [Cell(each, f"{name}.{each.key}", texts.get(each.key, "")) for each in fields_of(section, use)]
    return Row(section, name, cells, use)


def rows_of(table: Mapping[str, Any]) -> list[Row]:
    """Of an assignment.toml that is right."""
    found = [row_of("routes", f"routes-{place}", texts("routes", each)) for place, each in numbered(table, "routes")]
    for place, each in numbered(table, "checks"):
        use = str(each.get("use", ""))
        found.append(row_of("checks", f"checks-{place}", texts("checks", each, use), use))
    for place, each in enumerate(_answers(table)):
        found.append(row_of("answers", f"answers-{place}", texts("answers", each)))
    return [*found, row_of("limits", "limits-0", texts("limits", table.get("limits", {})))]


def numbered(table: Mapping[str, Any], key: str) -> Iterable[tuple[int, Mapping[str, Any]]]:
    return enumerate(table.get(key, ()))


def texts(section: str, table: Mapping[str, Any], use: str = "") -> dict[str, str]:
    found = {}
    for each in fields_of(section, use):
        parent, _, key = each.key.rpartition(".")
        holder = table.get(parent, {}) if parent else table
        if key in holder:
            found[each.key] = each.kind.write(holder[key])
    return {key: "" if text == DEFAULTS.get(key) else text for key, text in found.items()}


def table_of(title: str, rows: Sequence[Row]) -> dict[str, Any]:
    """What assignment.toml says by these rows; what cannot be read leaves its error in its cell."""
    of = {section: [row.table() for row in rows if row.section == section] for section in SECTIONS}
    limits = of["limits"][0] if of["limits"] else {}
    services: dict[str, list[dict[str, Any]]] = {}
    for answer in of["answers"]:
        services.setdefault(answer.pop("variable", ""), []).append(answer)
    upstreams = [{"variable": name, "routes": answers} for name, answers in services.items()]
    optional = {"checks": of["checks"], "upstreams": upstreams, "limits": limits}
    return {"title": title, "routes": of["routes"], **{key: value for key, value in optional.items() if value}}


def as_form(table: Mapping[str, Any]) -> dict[str, Any]:
    """The same as a form would say it, without what goes without saying."""
    return table_of(str(table.get("title", "")), rows_of(table))


def _answers(table: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for upstream in table.get("upstreams", ()):
        for route in upstream.get("routes", ()):
            yield {"variable": upstream["variable"], **route}


def file_rows(files: Mapping[str, bytes]) -> list[FileRow]:
    """All but assignment.toml, in the order in which one reads them."""
    paths = sorted((path for path in files if path != "assignment.toml"), key=lambda path: (place_of(path), path))
    return [file_row(f"files-{number}", path, files[path]) for number, path in enumerate(paths)]


def file_row(name: str, path: str, data: bytes) -> FileRow:
    text = shown_text(data)
    return FileRow(name, path, text=text, kept=path if text is None else "")


def place_of(path: str) -> int:
    folder = path.partition("/")[0]
    return GROUPS.index(folder) if folder in GROUPS else len(GROUPS)


def decoded(text: str) -> bytes:
    return b64decode(text.encode(), validate=True)
