"""The one command, ``grader``. Each of its commands is a module that is imported when it is called.

Exit codes: 0 all points; 1 points lost; 2 the call or its input is wrong; 3 the platform or an instructor's check
failed; 4 gave up waiting; 130 interrupted; 141 nobody reads the output any more.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

# A new command is one line here: its name, its module and the click command in it.
COMMANDS = {
    "bench": "grader.bench.command:bench",
    "doctor": "grader.doctor:doctor",
    "grade": "grader.grade:grade",
    "assignment": "grader.assignment:assignment",
    "rules": "grader.rules:rules",
    "up": "grader.up:up",
}

USAGE = 2
PLATFORM_FAULT = 3
INTERRUPTED = 130
BROKEN_PIPE = 141


class ReaderGone(Exception):  # nobody's mistake
    """Nobody reads the output any more. Click would end with 1, which is taken."""


class Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise ReaderGone from error
        return result

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="async-view-grader", message="%(prog)s %(version)s")
def cli() -> None:
    """Grades asynchronous Django views: exactly, and with the line to change."""


def main() -> None:
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """The exit code of one call."""
    try:
        code = cli.main(args=list(arguments), prog_name="grader", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.ClickException as error:
        error.show(sys.stderr)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except ReaderGone:
        # Python flushes standard output once more at its end, which must not fail a second time.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception:  # noqa: BLE001  # Python's own exit code would say that the student lost points
        traceback.print_exc()
        return PLATFORM_FAULT
    return code if isinstance(code, int) else 0
