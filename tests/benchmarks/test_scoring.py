"""What is counted of a tool's remarks, on cases that are made up for it."""

from pathlib import Path

from benchmarks.corpus import Case, Family, read, workspace
from benchmarks.fitting import Remark
from benchmarks.scoring import Part, Result, score

CORPUS = Path(__file__).parents[1] / "corpus"


def case(name: str, *wrong: Family, lines: tuple[int, ...] = ()) -> Case:
    return Case("hello", name, Path(name), not wrong, frozenset(wrong), lines)


BLOCKS = case("bad.py", "concurrency", lines=(7,))
RIGHT = case("ok.py")


def said(name: str, line: int, code: str = "ASYNC251") -> Result:
    return Result("ruff", (Remark(f"hello/{name}", line, code, ""),))


def test_a_remark_that_fits_finds_the_family_wherever_it_stands() -> None:
    result = score(said("bad.py", 3), [BLOCKS, RIGHT])
    assert (result.recall["concurrency"], result.located, result.accused) == (Part(1, 1), Part(0, 1), Part(0, 1))


def test_a_remark_on_the_line_of_the_fault_locates_it() -> None:
    assert score(said("bad.py", 7), [BLOCKS]).located == Part(1, 1)


def test_a_remark_that_fits_no_family_counts_for_nothing() -> None:
    result = score(said("bad.py", 7, "D100"), [BLOCKS])
    assert (result.recall["concurrency"], result.located) == (Part(0, 1), Part(0, 1))


def test_a_correct_submission_with_a_remark_that_fits_is_accused() -> None:
    assert score(said("ok.py", 7), [BLOCKS, RIGHT]).accused == Part(1, 1)


def test_a_submission_that_does_not_parse_is_given_to_a_tool_alone(tmp_path: Path) -> None:
    whole, alone = workspace(read(CORPUS, "hello/"), tmp_path)
    assert alone.files == ["bad_async_view_def.py"]
    assert len(whole.files) > 5
    assert all((batch.folder / name).is_file() for batch in (whole, alone) for name in batch.files)
