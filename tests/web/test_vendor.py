"""What the pages take from others is committed as it was built."""

import hashlib
import json
import re
from pathlib import Path

import web

HOME = Path(str(web.__file__)).parent
SOURCE, BUILT = HOME / "editor", HOME / "static" / "web" / "vendor"
MADE_OF = ("src/editor.js", "build.mjs", "package.json", "package-lock.json")


def test_the_bundle_was_made_of_the_sources_beside_it() -> None:
    """Otherwise `make editor` was forgotten after a change."""
    digest = hashlib.sha256(b"".join((SOURCE / name).read_bytes() for name in MADE_OF)).hexdigest()
    assert digest in (BUILT / "codemirror.js").read_text(encoding="utf-8").splitlines()[0]


def test_every_package_in_the_bundle_stands_with_its_licence() -> None:
    licences = (BUILT / "LICENSES.txt").read_text(encoding="utf-8")
    wanted = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for name, version in wanted.items():
        assert re.search(rf"^{re.escape(name)} {re.escape(version)}$", licences, re.MULTILINE), name


def test_the_lock_file_names_no_registry() -> None:
    """Who builds takes the packages, known by their hashes, from wherever they are at hand."""
    assert "resolved" not in (SOURCE / "package-lock.json").read_text(encoding="utf-8")
