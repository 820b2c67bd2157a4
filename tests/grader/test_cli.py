"""The command line: what it prints where, and how it ends."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli import COMMANDS, run

SAMPLES = Path(__file__).parents[2] / "assignments"
SLOW = SAMPLES / "slow-view"
RIGHT = SLOW / "reference" / "sleep.py"
WRONG = SLOW / "wrong" / "time_sleep.py"

Output = pytest.CaptureFixture[str]


def program(*arguments: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    return subprocess.run(
        command, input=stdin, capture_output=True, env=os.environ | environment, timeout=60, check=False
    )


@pytest.mark.needs("sandbox")
def test_full_marks_end_with_0_and_lost_points_with_1(capsys: Output) -> None:
    assert run(["grade", str(SLOW), str(RIGHT)]) == 0
    assert "100 of 100 points" in capsys.readouterr().out
    assert run(["grade", str(SLOW), str(WRONG)]) == 1
    captured = capsys.readouterr()
    assert "views.py:8:5: blocking-sleep" in captured.out
    assert captured.err == ""


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("docker", marks=pytest.mark.needs("docker")),
        pytest.param("bubblewrap", marks=pytest.mark.needs("sandbox")),
    ],
)
def test_the_sandbox_can_be_chosen(capsys: Output, kind: str) -> None:
    assert run(["grade", str(SLOW), str(RIGHT), "--sandbox", kind]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.needs("sandbox")
def test_of_several_files_each_has_a_report_on_its_line_and_the_highest_code_counts(
    capsys: Output, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.py"
    empty.write_bytes(b"")
    assert run(["grade", str(SLOW), str(RIGHT), str(empty), str(WRONG), "--format", "json"]) == 2
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [report["status"] for report in reports] == ["graded", "rejected", "graded"]
    assert reports[0]["score"] > reports[2]["score"]


@pytest.mark.needs("sandbox")
def test_of_several_files_the_text_names_each(capsys: Output) -> None:
    run(["grade", str(SLOW), str(RIGHT), str(WRONG)])
    output = capsys.readouterr().out
    assert output.index(str(RIGHT)) < output.index("100 of 100") < output.index(str(WRONG))


@pytest.mark.needs("sandbox")
def test_the_report_can_go_to_a_file_and_then_alone_there(capsys: Output, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert run(["grade", str(SLOW), str(WRONG), "--format", "html", "--output", str(page)]) == 1
    assert capsys.readouterr().out == ""
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.needs("sandbox")
def test_a_submission_can_come_from_standard_input() -> None:
    done = program("grade", SLOW, "-", "--format", "json", stdin=RIGHT.read_bytes())
    assert done.returncode == 0
    assert json.loads(done.stdout)["submission"]["files"] == ["views.py"]


@pytest.mark.needs("sandbox")
def test_a_pipe_gets_no_colour_and_utf8_whatever_the_locale() -> None:
    done = program("grade", SLOW, RIGHT, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    assert "✓ passed" in done.stdout.decode()
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Usage"),
        (["nonsense"], "No such command"),
        (["grade"], "Missing argument"),
        (["grade", str(SLOW)], "Missing argument"),
        (["grade", str(SLOW), str(RIGHT), "--format", "yaml"], "is not one of"),
        (["grade", str(SLOW), str(RIGHT), "--sandbox", "none"], "is not one of"),
        (["grade", str(SLOW), "no-such-file.py"], "no-such-file.py: No such file"),
        (["grade", str(SLOW), str(RIGHT), "no-such-file.py", "nor-this.py"], "nor-this.py"),
        (["grade", str(SLOW), str(SAMPLES)], "Is a directory"),
        (["grade", str(SAMPLES / "nothing"), str(RIGHT)], "is not a folder"),
        (["grade", str(SAMPLES), str(RIGHT)], "assignment.toml: is missing"),
        (["grade", str(SLOW), str(RIGHT), str(WRONG), "--format", "html"], "one file"),
        (["grade", str(SLOW), "-", "-"], "once"),
        (["grade", str(SLOW), str(RIGHT), "--output", "/no/such/folder/x"], "/no/such/folder/x"),
        (["rules", "bloking-sleep"], "Did you mean blocking-sleep?"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_why_on_standard_error(
    arguments: list[str], words: str, capsys: Output
) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err
    assert "Traceback" not in captured.err


def test_a_sandbox_that_is_not_there_is_not_the_students_fault(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")
    assert run(["grade", str(SLOW), str(RIGHT), "--sandbox", "docker"]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("Error: ")


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "grader", "rules"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(write)
    assert done.returncode == 141
    assert done.stderr == b""


def test_an_interruption_ends_with_130(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    class Keyboard(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Keyboard())))
    assert run(["grade", str(SLOW), "-"]) == 130
    assert capsys.readouterr().out == ""


def test_every_command_that_is_listed_explains_itself(capsys: Output) -> None:
    assert run(["--help"]) == 0
    listing = capsys.readouterr().out
    for name in COMMANDS:
        assert f"  {name} " in listing
        assert run([name, "--help"]) == 0
        assert "Usage: grader" in capsys.readouterr().out


def test_the_rules_are_listed_and_one_is_explained(capsys: Output) -> None:
    assert run(["rules"]) == 0
    assert "blocking-sleep " in capsys.readouterr().out
    assert run(["rules", "blocking-sleep"]) == 0
    assert "## Right" in capsys.readouterr().out
