"""The benchmark measures what it says, and says what it cannot measure."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader import cli
from grader.bench.command import LESSON
from grader.bench.figures import Measured, percentile
from grader.bench.measuring import LOADS, WORKERS
from grader.bench.ways import BASELINE, TODAY
from grader.bench.writing import as_text

NO_DOCKER = {"machine": "a machine", "engine": None, "load_average": [0.0, 0.0]}


def bench(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert cli.run(["bench", "--format", "json", *arguments]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_every_way_is_measured_or_says_why_it_is_not(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no-engine.sock")
    found = bench(capsys, "--rounds", "3", "--only", "zygote behind bubblewrap", "--only", BASELINE)
    (way,) = found["ways"]
    assert way["name"] == "zygote behind bubblewrap"
    assert way["ratios"] is None
    assert list(found["missing"]) == [BASELINE]
    assert "docker" in found["missing"][BASELINE]
    alone, load = way["alone"], way["load"]
    assert (alone["attempts"], load["attempts"]) == (3, LOADS * WORKERS * 2)
    assert 0 < alone["median_ms"] <= alone["p90_ms"] <= alone["p99_ms"] <= alone["max_ms"]
    assert load["worst"] * load["median_ms"] == pytest.approx(load["max_ms"], rel=1e-3)


def test_a_name_that_is_no_way_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["bench", "--only", "firecracker"]) == cli.USAGE
    assert "zygote behind Docker" in capsys.readouterr().err


@pytest.mark.parametrize(("source", "passes"), [("reference/sleep.py", True), ("wrong/time_sleep.py", False)])
def test_what_people_do_today_is_given_a_fair_chance(source: str, passes: bool, tmp_path: Path) -> None:
    """The tests that the containers run tell right from wrong as well, where they are not tampered with."""
    shutil.copy(LESSON / source, tmp_path / "views.py")
    plain = [word for plugin in ("cacheprovider", "randomly", "django") for word in ("-p", f"no:{plugin}")]
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", str(TODAY), *plain, str(TODAY)]
    environment = {"PATH": os.environ["PATH"], "SUBMISSION": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    result = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode == 0) is passes, result.stdout


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert [percentile([4.0, 1.0, 3.0, 2.0], part) for part in (0.25, 0.5, 0.9, 1.0)] == [1.0, 2.0, 4.0, 4.0]


def test_ratios_are_those_of_the_figures() -> None:
    ours = Measured("zygote behind bubblewrap", alone=[0.1], cpu=0.1, loads=[[[0.1], [0.1]]])
    theirs = Measured(BASELINE, alone=[4.0], cpu=2.0, loads=[[[8.0], [8.0]]])
    text = as_text(NO_DOCKER, [ours, theirs], {})
    assert "|     80 times | 1/20 |   1/40 |" in text


def test_what_could_not_be_counted_is_left_open() -> None:
    text = as_text(NO_DOCKER, [Measured("one", alone=[0.1])], {"another": "It is not installed."})
    assert "| one         |        1 |       100 | 100 | 100 | 100 |      - |         - |" in text
    assert "- another: cannot be had here. It is not installed." in text
