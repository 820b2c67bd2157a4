"""An assignment folder as one zip file, read as strictly as a stranger's file must be."""

import stat
import zipfile
from collections.abc import Mapping
from io import BytesIO

from checks.assignment.bundle import MAX_BUNDLE, MAX_FILES, check_path, check_size
from checks.assignment.errors import TOML, AssignmentError, shown

MAX_ARCHIVE = MAX_BUNDLE + (1 << 20)
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files make the same archive, whenever that is
REGULAR = stat.S_IFREG | 0o644
DAMAGED = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)


def pack(files: Mapping[str, bytes]) -> bytes:
    """The archive of an assignment's files, in the order of their paths."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(path, EPOCH)
            info.external_attr = REGULAR << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, files[path])
    return buffer.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The files of an archive, relative to its assignment.toml, which may stand in one folder with the rest.

    Raises AssignmentError for what is damaged, too large, or leads anywhere else.
    """
    if len(data) > MAX_ARCHIVE:
        raise AssignmentError("", "", f"the archive has {len(data)} bytes; {MAX_ARCHIVE} are allowed")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _without_folder(_read(archive))
    except DAMAGED as error:
        raise AssignmentError("", "", f"this is not a whole zip archive: {error}") from error


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > 2 * MAX_FILES:
        raise AssignmentError("", "", f"the archive has {len(entries)} files; {MAX_FILES} are allowed")
    files: dict[str, bytes] = {}
    seen: dict[str, str] = {}
    total = 0
    for entry in entries:
        _check_entry(entry)
        twin = seen.setdefault(entry.filename.casefold(), entry.filename)
        if entry.filename in files or twin != entry.filename:
            message = f"is there twice, as {shown(twin)} too; names may not differ in upper and lower case alone"
            raise AssignmentError(entry.filename, "", message)
        if _belongs(entry.filename):
            total += entry.file_size
            check_size(entry.filename, entry.file_size, total)
            files[entry.filename] = _content(archive, entry)
    return files


def _check_entry(entry: zipfile.ZipInfo) -> None:
    # What zipfile makes of a name is not what stands in the archive: it cuts at a NUL and turns separators.
    check_path(entry.orig_filename)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise AssignmentError(entry.filename, "", "is not a regular file; links and devices are not allowed")
    if entry.flag_bits & 0x1:
        raise AssignmentError(entry.filename, "", "is encrypted; archives must be readable")


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """No more than the archive's own list says: a bomb says less than it holds."""
    with archive.open(entry) as stream:
        data = stream.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise AssignmentError(entry.filename, "", "holds more or less than the archive says")
    return data


def _belongs(path: str) -> bool:
    """Whether a file is part of the assignment, and not of the system that made the archive."""
    parts = path.split("/")
    return not any(part.startswith(".") or part in ("__pycache__", "__MACOSX") for part in parts)


def _without_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    """Many tools put the folder itself into the archive."""
    folder = next((path.partition("/")[0] for path in files), "")
    if TOML not in files and f"{folder}/{TOML}" in files and all(path.startswith(f"{folder}/") for path in files):
        return {path.removeprefix(f"{folder}/"): data for path, data in files.items()}
    return files
