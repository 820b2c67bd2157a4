"""What a new assignment starts from, on the command line and in the web."""

from pathlib import Path

FOLDER = Path(__file__).parent / "scaffold"
