"""``grader assignment``: new folders, whether their checks can be trusted, and their way in and out of archives."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TypeVar, get_args

import click

from checks.assignment import Assignment, AssignmentError, parse, read_folder
from checks.assignment.archive import MAX_ARCHIVE, pack, unpack
from checks.sandbox import SandboxError
from checks.validation import Validation, validate
from checks.validation.text import render
from grader import starting
from grader.grade import loaded, standard_output
from worker.sandbox import Kind, open_sandbox

INVALID = 2
Read = TypeVar("Read")
PLATFORM_FAULT = 3

SANDBOX = click.option("--sandbox", "kind", type=click.Choice(get_args(Kind)), default="auto", show_default=True)
DATA = click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), help="Folder of the service.  [default: var]"
)


@click.group()
def assignment() -> None:
    """Make, validate, import and export assignments."""


@assignment.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Make the folder DIR with a small assignment that validates, to start from."""
    refuse_to_overwrite(folder)
    shutil.copytree(starting.FOLDER, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    click.echo(f"{folder} is ready. Change it, then: grader assignment validate {folder}", err=True)


@assignment.command("validate")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@SANDBOX
def validate_command(folder: Path, form: str, kind: Kind) -> int:
    """Grade references, wrong solutions and mutants of the assignment in DIR, and show which check caught which.

    \b
    Exit codes:
      0  nothing is wrong, or there are warnings alone
      2  the assignment has errors, or cannot be read
      3  the sandbox failed
    """
    try:
        found = validated(loaded(folder), kind)
    except SandboxError as error:
        click.echo(f"Error: {error}", err=True)
        return PLATFORM_FAULT
    click.echo(render(found) if form == "text" else found.model_dump_json() + "\n", file=standard_output(), nl=False)
    return 0 if found.may_be_published else INVALID


@assignment.command("export")
@click.argument("source")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="The archive.  [default: NAME.zip]")
@DATA
def export_command(source: str, output: Path | None, data: Path | None) -> None:
    """Write the assignment SOURCE, a folder or COURSE/ASSIGNMENT of the service, into one zip file."""
    folder = Path(source)
    name, files = (folder.resolve().name, of_folder(folder)) if folder.is_dir() else of_service(source, data)
    target = output or Path(f"{name}.zip")
    write(target, pack(files))
    click.echo(f"{target}: {len(files)} files.", err=True)


@assignment.command("import")
@click.argument("archive", metavar="ARCHIVE", type=click.Path(path_type=Path))
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--course", help="Publish it in this course of the service, by the course's short name.")
@click.option("--name", help="The assignment's short name there.  [default: that of the archive]")
@click.option("--without-validation", is_flag=True, help="Publish it though nobody has seen that its checks hold.")
@DATA
@SANDBOX
def import_command(
    archive: Path,
    folder: Path | None,
    course: str | None,
    name: str | None,
    without_validation: bool,
    data: Path | None,
    kind: Kind,
) -> int:
    """Unpack ARCHIVE (a zip file, or a folder) into DIR, or publish it in a course of the service."""
    if (folder is None) == (course is None):
        raise click.UsageError("Say where it shall go: to a folder DIR, or to a --course.")
    files = of_folder(archive) if archive.is_dir() else of_archive(archive)
    slug = name or archive.resolve().name.removesuffix(".zip")
    parsed = understood(lambda: parse(files, id=slug), str(archive))
    if folder is not None:
        unfold(files, folder)
        return 0
    if not without_validation:
        code = refuse_invalid(parsed, kind)
        if code:
            return code
    from grader.courses import publish

    click.echo(publish(str(course), slug, files, data), err=True)
    return 0


def validated(parsed: Assignment, kind: Kind) -> Validation:
    """Raises SandboxError. What is graded is told on standard error while it is."""
    with closing(open_sandbox(kind)) as sandbox:
        return validate(parsed, sandbox, lambda name: click.echo(f"grading {name}", err=True))


def refuse_invalid(parsed: Assignment, kind: Kind) -> int:
    """0 for what may be published; else what is wrong is told and the exit code returned."""
    try:
        found = validated(parsed, kind)
    except SandboxError as error:
        click.echo(f"Error: {error}", err=True)
        return PLATFORM_FAULT
    if not found.may_be_published:
        click.echo(render(found), err=True)
        return INVALID
    return 0


def of_folder(folder: Path) -> dict[str, bytes]:
    def read() -> dict[str, bytes]:
        files = read_folder(folder)
        parse(files, id=folder.resolve().name)
        return files

    return understood(read, str(folder))


def of_service(source: str, data: Path | None) -> tuple[str, dict[str, bytes]]:
    course, slash, name = source.partition("/")
    if not slash or not course or not name or "/" in name:
        raise click.ClickException(f"{source} is neither a folder nor COURSE/ASSIGNMENT.")
    from grader.courses import files_of

    return name, files_of(course, name, data)


def of_archive(path: Path) -> dict[str, bytes]:
    def read() -> dict[str, bytes]:
        with path.open("rb") as file:
            return unpack(file.read(MAX_ARCHIVE + 1))

    return understood(read, str(path))


def understood(read: Callable[[], Read], name: str) -> Read:
    try:
        return read()
    except AssignmentError as error:
        raise click.ClickException(f"{name}: {error}") from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or name}: {error.strerror or error}") from error


def unfold(files: Mapping[str, bytes], folder: Path) -> None:
    refuse_to_overwrite(folder)
    for path, content in sorted(files.items()):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        write(folder / path, content)
    click.echo(f"{folder}: {len(files)} files.", err=True)


def refuse_to_overwrite(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        raise click.ClickException(f"{folder} is there already. Name a folder that is empty or not there yet.")


def write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"Cannot write {path}: {error.strerror}.") from error
