"""``grader doctor`` says which walls this machine can have, after it has built them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def doctor(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", "doctor", *options]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)


@pytest.mark.needs("sandbox")
def test_it_names_the_wall_that_auto_takes() -> None:
    found = doctor()
    assert found.returncode == 0, found.stderr
    assert "stands, built and verified in" in found.stdout
    assert "`auto` takes " in found.stdout


@pytest.mark.needs("sandbox")
def test_programs_get_one_object() -> None:
    found = json.loads(doctor("--json").stdout)
    assert [wall["wall"] for wall in found["walls"]] == ["docker", "bubblewrap"]
    assert found["auto"] == next(wall["wall"] for wall in found["walls"] if wall["stands"])
    assert found["machine"]["control_groups"] in (1, 2)


def test_where_no_wall_stands_it_says_what_to_do_and_ends_with_3(tmp_path: Path) -> None:
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    found = doctor(PATH=f"{tmp_path}:{os.environ['PATH']}", DOCKER_HOST=f"unix://{tmp_path}/none")
    assert found.returncode == 3
    assert found.stdout.count("cannot stand") == 2
    assert "apt install docker.io" in found.stdout
    assert "No wall stands" in found.stdout


@pytest.mark.needs("docker")
def test_sockets_that_nobody_listens_on_are_said(tmp_path: Path) -> None:
    found = doctor("--json", GRADER_SANDBOX_SOCKETS=str(tmp_path / "nowhere"))
    assert found.returncode == 3
    assert "no such folder" in json.loads(found.stdout)["walls"][0]["reason"]
