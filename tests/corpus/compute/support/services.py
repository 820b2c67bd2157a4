"""Provided by the course: a big data file (600 000 lines)."""
import os
import pathlib

DATA_FILE = pathlib.Path(os.environ.get("COURSE_DATA_DIR", "/tmp")) / "big.txt"
if not DATA_FILE.exists():
    DATA_FILE.write_text("".join(f"line {i}\n" for i in range(600000)))
