"""``grader grade``: a report here and now, in the sandbox that the service uses."""

import os
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TextIO, get_args

import click

from checks.assignment import Assignment, AssignmentError, load
from checks.intake import MAIN, MAX_BYTES, Rejected, accept
from checks.judge import grade as judge
from checks.render import FORMATS, Format, render
from checks.report import Report
from checks.sandbox import SandboxError, SandboxUnavailable
from worker.sandbox import Kind, open_sandbox

STANDARD_INPUT = "-"
PLATFORM_FAULT = 3
EXIT_CODES = {"rejected": 2, "instructor_error": 3, "platform_error": 3}

Files = Mapping[str, bytes]


@click.command()
@click.argument("assignment", type=click.Path(path_type=Path))
@click.argument("files", metavar="FILE...|-", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output", type=click.File("w", encoding="utf-8", lazy=False), help="Write the report here.")
@click.option("--sandbox", "kind", type=click.Choice(get_args(Kind)), default="auto", show_default=True)
def grade(assignment: Path, files: Sequence[str], form: Format, output: TextIO | None, kind: Kind) -> int:
    """Grade each FILE as a submission of its own to the folder ASSIGNMENT; - reads standard input.

    \b
    Of several files the exit code is the highest:
      0  all points
      1  points lost
      2  the call or its input is wrong, or a submission was rejected
      3  the sandbox or an instructor's check failed
    """
    if form == "html" and len(files) > 1:
        raise click.UsageError("--format html takes one file; json gives one report a line for several.")
    parsed = loaded(assignment)
    submissions = [(name, {MAIN: content}) for name, content in read_all(files)]
    stream = output or standard_output()
    colour = output is None and wants_colour(stream)
    worst = 0
    try:
        with closing(reports(parsed, submissions, kind)) as results:
            for name, submission, report in results:
                heading = f"{name}\n" if form == "text" and len(files) > 1 else ""
                click.echo(heading + render(report, form, sources(submission), colour=colour), file=stream, nl=False)
                stream.flush()
                worst = max(worst, exit_code(report))
    except SandboxError as error:
        click.echo(f"Error: {error}", err=True)
        return PLATFORM_FAULT
    return worst


def loaded(folder: Path) -> Assignment:
    try:
        return load(folder)
    except AssignmentError as error:
        raise click.ClickException(f"{folder}: {error}") from error
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error


def read_all(names: Sequence[str]) -> list[tuple[str, bytes]]:
    """Everything is read before anything is graded, so that a wrong name costs no time."""
    if names.count(STANDARD_INPUT) > 1:
        raise click.UsageError("Standard input (-) can be read once.")
    contents, faults = [], []
    for name in names:
        try:
            contents.append((name, read(name)))
        except OSError as error:
            faults.append(f"{name}: {error.strerror}")
    if faults:
        raise click.ClickException("\n       ".join(faults))
    return contents


def read(name: str) -> bytes:
    """One byte more than is allowed is enough to be refused."""
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def reports(
    assignment: Assignment, submissions: Sequence[tuple[str, Files]], kind: Kind
) -> Generator[tuple[str, Files, Report], None, None]:
    """One report after the other. A sandbox that fails is replaced once for each submission before that is an error."""
    sandbox = open_sandbox(kind)
    try:
        for name, files in submissions:
            try:
                report = judge(assignment, files, sandbox)
            except SandboxUnavailable:
                raise
            except SandboxError:
                sandbox.close()
                sandbox = open_sandbox(kind)
                report = judge(assignment, files, sandbox)
            yield name, files, report
    finally:
        sandbox.close()


def sources(files: Files) -> dict[str, str]:
    try:
        return accept(files)
    except Rejected:
        return {}


def exit_code(report: Report) -> int:
    if report.status == "graded":
        return 0 if report.full_marks else 1
    return EXIT_CODES[report.status]


def standard_output() -> TextIO:
    stream = sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8")
    return stream


def wants_colour(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
