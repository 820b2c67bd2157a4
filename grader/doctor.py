"""``grader doctor``: which walls this machine can build around submissions, and what to do about the others."""

import json
import os
from dataclasses import asdict
from typing import Any

import click

from worker.sandbox.diagnosis import Diagnosis, ask_engine, chosen, examine
from worker.sandbox.machine import Engine, Machine, read_machine

NO_WALL = 3


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One object, for programs.")
def doctor(as_json: bool) -> int:
    """Build every wall that can confine submissions, and say which one `auto` takes.

    \b
      0  at least one stands
      3  none does, so nothing can be graded here
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grader.settings")
    from django.conf import settings

    machine, engine = read_machine(), ask_engine()
    diagnoses = examine(machine, engine, settings.SANDBOX_SOCKETS)
    taken = chosen(diagnoses)
    if as_json:
        click.echo(json.dumps(described(machine, engine, diagnoses, taken), indent=2))
    else:
        click.echo("\n".join(lines(machine, engine, diagnoses, taken)))
    return 0 if taken else NO_WALL


def described(machine: Machine, engine: Engine | None, found: list[Diagnosis], taken: str | None) -> dict[str, Any]:
    return {
        "auto": taken,
        "walls": [asdict(diagnosis) for diagnosis in found],
        "machine": asdict(machine),
        "engine": asdict(engine) if engine else None,
    }


def lines(machine: Machine, engine: Engine | None, found: list[Diagnosis], taken: str | None) -> list[str]:
    docker = f"Docker {engine.version}" if engine else "no Docker engine"
    said = [f"Linux {machine.kernel}, control groups version {machine.control_groups}, {docker}", ""]
    for diagnosis in found:
        state = f"stands, built and verified in {diagnosis.seconds:.1f} s" if diagnosis.stands else "cannot stand"
        said.append(f"{diagnosis.wall}: {state}")
        said.extend(f"  {text}" for text in (diagnosis.reason, *diagnosis.advice) if text)
    said.extend(["", f"`auto` takes {taken}." if taken else "No wall stands, so nothing is graded on this machine."])
    return said
