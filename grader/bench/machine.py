"""The machine that a figure was measured on; a figure without it means little."""

import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import django


def description() -> str:
    """One line: date, processor, cores, system, Python, Django."""
    today = datetime.now(UTC).date().isoformat()
    system = f"{platform.system()} {platform.release()}"
    versions = f"Python {platform.python_version()}, Django {django.get_version()}"
    return f"{today}, {processor()}, {os.cpu_count()} cores, {system}, {versions}"


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def engine() -> str | None:
    """The version of the Docker engine, where one answers."""
    command = shutil.which("docker")
    if command is None:
        return None
    question = [command, "version", "--format", "{{.Server.Version}}"]
    answer = subprocess.run(question, capture_output=True, text=True, check=False)  # noqa: S603 - nothing from outside
    return answer.stdout.strip() or None
