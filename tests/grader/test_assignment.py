"""``grader assignment``: what it makes, says and refuses, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from checks.assignment import read_folder
from checks.assignment.archive import pack
from grader.cli import run
from submissions.models import Course

SAMPLES = Path(__file__).parents[2] / "assignments"
HELLO = SAMPLES / "hello"
Output = pytest.CaptureFixture[str]


def test_a_new_assignment_is_whole(tmp_path: Path, capsys: Output) -> None:
    assert run(["assignment", "new", str(tmp_path / "weather")]) == 0
    files = read_folder(tmp_path / "weather")
    assert {"assignment.toml", "README.md", "starter/views.py", "checks/test_weather.py"} < set(files)
    assert capsys.readouterr().out == ""


def test_nothing_is_overwritten(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x")
    for command in (["new"], ["import", str(HELLO)]):
        assert run(["assignment", *command, str(tmp_path / "mine")]) == 2
        assert "is there already" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


@pytest.mark.needs("sandbox")
def test_a_valid_assignment_ends_with_0_and_its_matrix_on_standard_output(capsys: Output) -> None:
    assert run(["assignment", "validate", str(HELLO)]) == 0
    captured = capsys.readouterr()
    assert captured.out.endswith("Nothing is wrong. It can be published.\n")
    assert "grading reference function.py" in captured.err


@pytest.mark.needs("sandbox")
def test_an_assignment_with_errors_ends_with_2_and_json_says_which(tmp_path: Path, capsys: Output) -> None:
    run(["assignment", "new", str(tmp_path / "weather")])
    (tmp_path / "weather" / "wrong" / "blocks.py").write_text("# fails: signature\nweather = None\n")
    (tmp_path / "weather" / "wrong" / "fine.py").write_bytes(
        b"# fails: awaiting\n" + (tmp_path / "weather" / "reference" / "gather.py").read_bytes()
    )
    capsys.readouterr()
    assert run(["assignment", "validate", str(tmp_path / "weather"), "--format", "json"]) == 2
    found = json.loads(capsys.readouterr().out)
    wheres = {problem["where"] for problem in found["problems"] if problem["severity"] == "error"}
    assert "wrong/fine.py" in wheres


@pytest.mark.parametrize("command", ["validate", "export"])
def test_an_assignment_that_cannot_be_read_ends_with_2(command: str, tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "assignment.toml").write_text("title = 3\n")
    assert run(["assignment", command, str(tmp_path)]) == 2
    assert "assignment.toml: title: found 3" in capsys.readouterr().err


def test_a_sandbox_that_cannot_be_had_ends_with_3(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "grader", "assignment", "validate", str(HELLO), "--sandbox", "bubblewrap"]
    done = subprocess.run(
        command, env=os.environ | {"PATH": str(tmp_path)}, capture_output=True, timeout=60, check=False
    )
    if b"bubblewrap is not installed" in done.stderr:  # where the wheel is installed it is found without a path
        assert done.returncode == 3


def test_a_folder_goes_through_an_archive_and_comes_back(tmp_path: Path) -> None:
    archive = tmp_path / "hello.zip"
    assert run(["assignment", "export", str(HELLO), "--output", str(archive)]) == 0
    assert run(["assignment", "import", str(archive), str(tmp_path / "copy")]) == 0
    assert read_folder(tmp_path / "copy") == read_folder(HELLO)


def test_an_archive_that_leads_elsewhere_is_refused_whole(tmp_path: Path, capsys: Output) -> None:
    archive = tmp_path / "evil.zip"
    archive.write_bytes(pack({**read_folder(HELLO), "../evil.py": b""}))
    assert run(["assignment", "import", str(archive), str(tmp_path / "copy")]) == 2
    assert "leads out of" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["evil.zip"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", str(HELLO)], "to a folder DIR, or to a --course"),
        (["import", str(HELLO), "somewhere", "--course", "x"], "to a folder DIR, or to a --course"),
        (["import", "nothing.zip", "somewhere"], "No such file"),
        (["export", "nothing"], "neither a folder nor COURSE/ASSIGNMENT"),
        (["validate", "nothing"], "is not a folder"),
        (["new"], "Missing argument"),
    ],
)
def test_a_wrong_call_ends_with_2_and_a_sentence(arguments: list[str], words: str, capsys: Output) -> None:
    assert run(["assignment", *arguments]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.django_db
@pytest.mark.needs("sandbox")
def test_an_import_into_a_course_is_validated_and_comes_out_as_it_went_in(tmp_path: Path, capsys: Output) -> None:
    course = Course.objects.create(slug="async", title="Async")
    assert run(["assignment", "import", str(HELLO), "--course", "async"]) == 0
    assert "async/hello: revision 1 is published." in capsys.readouterr().err
    published = course.assignments.get()
    assert (published.slug, published.published, published.position) == ("hello", True, 1)
    assert run(["assignment", "export", "async/hello", "--output", str(tmp_path / "x.zip")]) == 0
    assert (tmp_path / "x.zip").read_bytes() == pack(read_folder(HELLO))


@pytest.mark.django_db
@pytest.mark.needs("sandbox")
def test_what_does_not_validate_is_not_published_but_by_will(tmp_path: Path, capsys: Output) -> None:
    course = Course.objects.create(slug="async", title="Async")
    run(["assignment", "import", str(HELLO), str(tmp_path / "hello")])
    (tmp_path / "hello" / "wrong" / "fine.py").write_bytes(
        b"# fails: awaiting\n" + (HELLO / "reference" / "function.py").read_bytes()
    )
    command = ["assignment", "import", str(tmp_path / "hello"), "--course", "async", "--name", "first-steps"]
    assert run(command) == 2
    assert "does not fail awaiting" in capsys.readouterr().err
    assert not course.assignments.exists()
    assert run([*command, "--without-validation"]) == 0
    assert course.assignments.get().slug == "first-steps"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", str(HELLO), "--course", "none", "--without-validation"], "There is no course none."),
        (
            ["import", str(HELLO), "--course", "async", "--name", "a b", "--without-validation"],
            "cannot be a short name",
        ),
        (["export", "async/none"], "There is no assignment none in a course async."),
    ],
)
def test_what_the_service_does_not_have_is_said(arguments: list[str], words: str, capsys: Output) -> None:
    Course.objects.create(slug="async", title="Async")
    assert run(["assignment", *arguments]) == 2
    assert words in capsys.readouterr().err
