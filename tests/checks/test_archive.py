"""Zip archives of assignments: what goes in comes out, and nothing else does."""

import stat
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from checks.assignment import AssignmentError, parse, read_folder
from checks.assignment.archive import MAX_ARCHIVE, pack, unpack
from checks.assignment.bundle import MAX_FILE

SAMPLES = Path(__file__).parents[2] / "assignments"
TOML = ("assignment.toml", b"title = 'T'")


def archive(*entries: tuple[str, bytes], change: Callable[[zipfile.ZipInfo], None] = lambda info: None) -> bytes:
    """``change`` is applied to the last entry."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if (name, data) == entries[-1]:
                change(info)
            made.writestr(info, data)
    return buffer.getvalue()


@pytest.mark.parametrize("name", [path.parent.name for path in SAMPLES.glob("*/assignment.toml")])
def test_what_is_packed_comes_out_again(name: str) -> None:
    files = read_folder(SAMPLES / name)
    assert unpack(pack(files)) == files
    assert parse(unpack(pack(files)), id=name) == parse(files, id=name)


def test_the_same_files_make_the_same_archive() -> None:
    files = {"b.md": b"2", "assignment.toml": b"1"}
    assert pack(files) == pack(dict(sorted(files.items())))


def test_a_folder_around_everything_and_files_of_the_system_are_left_out() -> None:
    data = archive(("lesson/assignment.toml", b"x"), ("lesson/.DS_Store", b"?"), ("lesson/README.md", b"y"))
    assert unpack(data) == {"assignment.toml": b"x", "README.md": b"y"}
    assert unpack(archive(TOML, ("__MACOSX/._assignment.toml", b"?"))) == dict([TOML])


def as_link(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def as_device(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFCHR | 0o666) << 16


HOSTILE = {
    "leads out": (archive(TOML, ("../evil.py", b"")), "leads out of"),
    "leads out from below": (archive(TOML, ("support/../../evil.py", b"")), "leads out of"),
    "is absolute": (archive(TOML, ("/etc/passwd", b"")), "leads out of"),
    "has a drive": (archive(TOML, ("C:/evil.py", b"")), "is not a usable name"),
    "turns its slashes": (archive(TOML, ("support\\..\\..\\evil.py", b"")), "is not a usable name"),
    "steers the terminal": (archive(TOML, ("support/\x1b[2J.py", b"")), "is not a usable name"),
    "is a link": (archive(TOML, ("support/secret.py", b"/etc/passwd"), change=as_link), "links and devices"),
    "is a device": (archive(TOML, ("support/null", b""), change=as_device), "links and devices"),
    "differs in case": (archive(TOML, ("support/A.py", b"1"), ("support/a.py", b"2")), "is there twice"),
    "is large": (archive(TOML, ("support/big.bin", bytes(MAX_FILE + 1))), "are allowed for a file"),
    "is many": (archive(TOML, *((f"support/{n}.py", b"") for n in range(1100))), "1101 files; 500 are allowed"),
    "is no archive": (b"PK\x03\x04 and then nothing", "not a whole zip archive"),
    "is empty": (b"", "not a whole zip archive"),
    "is too large": (bytes(MAX_ARCHIVE + 1), "are allowed"),
}


@pytest.mark.parametrize(("data", "message"), HOSTILE.values(), ids=HOSTILE)
def test_an_archive_that_leads_elsewhere_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(AssignmentError, match=message):
        unpack(data)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused() -> None:
    with pytest.raises(AssignmentError, match="is there twice"):
        unpack(archive(TOML, ("support/a.py", b"1"), ("support/a.py", b"2")))


def test_a_bomb_that_says_less_than_it_holds_is_refused() -> None:
    """The size in the archive's list is made one byte; what is read is bounded by it."""
    data = bytearray(archive(TOML, ("support/bomb.bin", bytes(MAX_FILE))))
    place = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 1)
    with pytest.raises(AssignmentError, match=r"whole zip archive|more or less than"):
        unpack(bytes(data))


def test_a_damaged_file_is_refused() -> None:
    data = bytearray(archive(TOML, ("README.md", b"words " * 50)))
    data[data.index(b"README.md") + 12] ^= 0xFF
    with pytest.raises(AssignmentError):
        unpack(bytes(data))


def test_an_encrypted_file_is_refused() -> None:
    data = bytearray(archive(TOML, ("README.md", b"words")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.rindex(mark)
        data[place + offset] |= 0x1
    with pytest.raises(AssignmentError, match="encrypted"):
        unpack(bytes(data))
