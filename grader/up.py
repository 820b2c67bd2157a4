"""``grader up``: the whole service on this machine, with no other server."""

import asyncio
import os
import secrets
import socket
from pathlib import Path
from typing import NoReturn, get_args

import click

from worker.sandbox import Kind

ELSEWHERE = "Choose another folder with --data."
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - only where the user asks for it
PLATFORM = 3


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free port.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Folder for all state.  [default: var]")
@click.option(
    "--sandbox", "kind", type=click.Choice(get_args(Kind)), help="What confines submissions.  [default: auto]"
)
def up(host: str, port: int, data: Path | None, kind: Kind | None) -> int:
    """Start web, worker and demo course on this machine."""
    listener = listen(host, port)
    configure(host, data, kind)
    try:
        prepare()
    except OSError as error:
        raise click.ClickException(f"Cannot keep data in {error.filename}: {error.strerror}. {ELSEWHERE}") from error
    check_sandbox()
    from grader.supervisor import Service

    return asyncio.run(Service(listener).run())


def listen(host: str, port: int) -> socket.socket:
    """The web server's socket is ours, so the address is known to be free and outlives a restart of the server."""
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048
        )
    except OSError as error:
        refuse(host, port, error)


def refuse(host: str, port: int, error: OSError) -> NoReturn:
    # The system's own words, since Python's say the address once more. It has none for a name that nobody knows.
    number = error.errno or 0
    reason = os.strerror(number) if number > 0 else "no such address"
    raise click.ClickException(f"Cannot listen on {host} port {port}: {reason}. Choose another with --port.") from error


def configure(host: str, data: Path | None, kind: Kind | None) -> None:
    """What the settings of this process and of its children are read from."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grader.settings")
    if data is not None:
        os.environ["GRADER_DATA"] = str(data.resolve())
    if kind is not None:
        os.environ["GRADER_SANDBOX"] = kind
    names = ["*"] if host in EVERYWHERE else ["localhost", "127.0.0.1", "[::1]", host]
    os.environ.setdefault("ALLOWED_HOSTS", ",".join(names))


def prepare() -> None:
    """Folders, key, tables and demo course; what is there already stays."""
    import django
    from django.conf import settings

    for folder in (settings.DATA, settings.DATA / "queue", settings.DATA / "queue" / "control"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not settings.SECRET_KEY_GIVEN:
        os.environ["SECRET_KEY"] = settings.SECRET_KEY = keep_key(settings.DATA / "secret_key")
    django.setup()
    from django.core.management import call_command
    from django.db import DatabaseError

    from submissions import demo

    try:
        call_command("migrate", verbosity=0, interactive=False)
        demo.load()
    except DatabaseError as error:
        name = settings.DATABASES["default"]["NAME"]
        raise click.ClickException(f"The database {name} cannot be used: {error}. {ELSEWHERE}") from error


def keep_key(file: Path) -> str:
    """The installation's own key: made once, readable by its owner only."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="utf-8").strip()
    with open(handle, "w", encoding="utf-8") as stream:
        stream.write(key := secrets.token_urlsafe(50))
    return key


def check_sandbox() -> None:
    """Refuses to start a service that could only accept submissions and never grade one."""
    from checks.sandbox import SandboxError
    from worker import own

    try:
        own.sandbox()
    except SandboxError as error:
        click.echo(f"Error: {error}", err=True)
        raise click.exceptions.Exit(PLATFORM) from error
    own.discard()
