"""Tables, and the part of a page that is written by a command."""

from pathlib import Path

import pytest

from benchmarks.table import END, START, replace_measured
from grader.bench.table import markdown


def test_the_columns_of_a_table_stand_under_one_another() -> None:
    assert markdown(("tool", "n"), [("ruff", "12")]) == "| tool |  n |\n| :--- | -: |\n| ruff | 12 |"


def test_only_what_stands_between_the_markers_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{START}\nold\n{END}\nafter\n")
    replace_measured(page, "new")
    assert page.read_text() == f"before\n{START}\n\nnew\n\n{END}\nafter\n"


def test_a_page_without_markers_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("words\n")
    with pytest.raises(ValueError, match="no place for figures"):
        replace_measured(page, "new")
    assert page.read_text() == "words\n"
