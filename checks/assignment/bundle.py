"""The files of an assignment as one mapping of relative path to bytes, checked wherever they come from."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from os import walk
from pathlib import Path

from checks.assignment.errors import TOML, AssignmentError, suggestion

MAX_FILE = 1 << 20
MAX_BUNDLE = 8 << 20
MAX_FILES = 500
FOLDERS = ("starter", "support", "reference", "wrong", "checks")

Bundle = Mapping[str, bytes]


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``; hidden ones and Python's caches do not belong to the assignment."""
    if not folder.is_dir():
        raise AssignmentError(str(folder), "", "is not a folder; an assignment is a folder with an assignment.toml")
    files: dict[str, bytes] = {}
    total = 0
    for path in files_below(folder):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_file():
            raise AssignmentError(name, "", "is not a regular file; links and devices are not allowed")
        total += path.stat().st_size
        check_size(name, path.stat().st_size, total)
        files[name] = path.read_bytes()
    return files


def files_below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        yield from (Path(parent) / name for name in links + sorted(names) if not name.startswith("."))


def check_bundle(files: Bundle) -> None:
    """Raises AssignmentError for a path or a size that is not allowed."""
    if TOML not in files:
        raise AssignmentError(TOML, "", "is missing; every assignment needs one")
    if len(files) > MAX_FILES:
        raise AssignmentError("", "", f"found {len(files)} files; {MAX_FILES} are allowed")
    total = 0
    for path, data in files.items():
        check_path(path)
        total += len(data)
        check_size(path, len(data), total)


def check_path(path: str) -> None:
    parts = path.split("/")
    if "\\" in path or not path.isprintable() or len(path) > 200 or re.match("[A-Za-z]:", path):
        raise AssignmentError(
            repr(path), "", "is not a usable name; allowed are relative paths such as support/services.py"
        )
    if any(part in ("", ".", "..") for part in parts):
        raise AssignmentError(
            repr(path), "", "leads out of the assignment's folder; allowed are relative paths without `..`"
        )
    if len(parts) > 1 and parts[0] not in FOLDERS and (hint := suggestion(parts[0], FOLDERS)):
        raise AssignmentError(parts[0], "", f"is not a folder that an assignment has.{hint}")


def check_size(path: str, size: int, total: int) -> None:
    if size > MAX_FILE:
        raise AssignmentError(path, "", f"has {size} bytes; {MAX_FILE} are allowed for a file")
    if total > MAX_BUNDLE:
        raise AssignmentError(
            path, "", f"the files have more than {MAX_BUNDLE} bytes together, which is what is allowed"
        )


def text_of(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AssignmentError(path, "", f"is not UTF-8 (byte {error.start}); save it as UTF-8") from error


def digest(files: Bundle) -> str:
    """The same for the same paths and bytes, however they are stored."""
    hasher = hashlib.sha256()
    for path in sorted(files):
        hasher.update(f"{len(path.encode())}:{path}{len(files[path])}:".encode())
        hasher.update(files[path])
    return f"sha256:{hasher.hexdigest()}"
