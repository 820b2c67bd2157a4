"""``grader bench``: how fast an attempt is here, beside `docker run` for each attempt."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

import click

from checks.assignment import load
from grader.bench import machine, writing
from grader.bench.figures import Measured
from grader.bench.measuring import measure
from grader.bench.ways import WAYS, Task

HOME = Path(__file__).parents[2]
LESSON = HOME / "assignments" / "slow-view"


@click.command()
@click.option("--rounds", type=click.IntRange(min=1), default=100, show_default=True, help="Attempts one by one.")
@click.option("--only", multiple=True, help="Only the ways whose name contains this; may be given several times.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def bench(rounds: int, only: Sequence[str], form: str) -> None:
    """Measures one attempt of the lesson `slow-view`, with all its checks, in every way that this machine has.

    Beside the sandboxes stand what they replace: a sandbox started for each attempt, and `docker run` with pytest.
    The slow ways have fewer rounds. As root the processor time of all processes is counted.
    """
    ways = [way for way in WAYS if not only or any(part in way.name for part in only)]
    if not ways:
        raise click.UsageError("--only names none of: " + ", ".join(f"“{way.name}”" for way in WAYS) + ".")
    if not LESSON.is_dir():
        raise click.ClickException(f"{LESSON} is not there: run this in a checkout of the project.")
    task = Task(load(LESSON), (LESSON / "reference" / "sleep.py").read_bytes())
    load_before = os.getloadavg()[0]
    found = list(measure(ways, task, rounds, lambda line: click.echo(line, err=True)))
    measured = [item for item in found if isinstance(item, Measured)]
    missing = dict(item for item in found if isinstance(item, tuple))
    about = {
        "machine": machine.description(),
        "engine": machine.engine(),
        "rounds": rounds,
        "load_average": [load_before, os.getloadavg()[0]],
    }
    if form == "json":
        click.echo(json.dumps(writing.as_json(about, measured, missing), indent=2))
    else:
        click.echo(writing.as_text(about, measured, missing))
