"""`letterbank`: nouns, then verbs. Exit status 0 done, 1 refused or found wrong, 2 wrong usage (1 with --json).

A command's module is read only when it is asked for: `serve` never loads the demonstration.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource
from sqlalchemy.exc import SQLAlchemyError

from letterbank.cli.home import NAMED, Home, take_home
from letterbank.errors import Refusal

_FOR_A_MACHINE = "letterbank.json"  # whether the command line asks for JSON
COMMANDS: Mapping[str, str] = {
    "init": "setting_up", "demo": "demo", "serve": "work", "worker": "work", "doctor": "checks", "docs": "checks",
    "register": "register", "staff": "staff", "keys": "keys", "policy": "policy", "audit": "audit",
    "backup": "backup", "destroy": "destroy", "database": "database", "scan": "scan",
}  # fmt: skip


class Commands(click.Group):
    """A refusal, a full disk or a database that is away: a sentence and exit status 1, whatever command met it.

    With --json it is one object, {"refused": "…"}, on standard error as well, and a wrong usage is such a refusal too.
    """

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"letterbank.cli.{COMMANDS[name]}"), name)
        take_home(found)
        return found

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        context.meta[_FOR_A_MACHINE] = "--json" in args
        with _refusals_said(context):
            return super().parse_args(context, args)

    def invoke(self, context: click.Context) -> Any:
        with _refusals_said(context):
            return super().invoke(context)


@contextmanager
def _refusals_said(context: click.Context) -> Iterator[None]:
    for_a_machine = context.meta[_FOR_A_MACHINE]
    try:
        yield
        return
    except Refusal as refusal:
        sentence = refusal.sentence
    except click.UsageError as wrong:
        if not for_a_machine:
            raise
        sentence = _of_the_usage(wrong)
    except SQLAlchemyError as fault:
        sentence = _of_the_database(fault)
    except OSError as fault:
        sentence = f"{fault.strerror or fault}{f': {fault.filename}' if fault.filename else ''}. It was not done."
    click.echo(json.dumps({"refused": sentence}, ensure_ascii=False) if for_a_machine else sentence, err=True)
    context.exit(1)


def _of_the_usage(wrong: click.UsageError) -> str:
    command = wrong.ctx.command_path if wrong.ctx else "letterbank"
    return f"{wrong.format_message()} `{command} --help` says what it takes."


def _of_the_database(fault: SQLAlchemyError) -> str:
    """Its own first line, which holds no value of a statement (B17), and where to look."""
    said = str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]
    return f"The database cannot be used: {said}\nIt was not done. `letterbank doctor` says what is in order here."


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=click.Path(path_type=Path), envvar="LETTERBANK_HOME", help="The installation's folder.")
@click.version_option(package_name="letterbank", message="letterbank %(version)s")
@click.pass_context
def main(context: click.Context, home: Path | None) -> None:
    """The apology letter bank."""
    os.umask(0o077)
    if home and context.get_parameter_source("home") is ParameterSource.COMMANDLINE:
        context.meta[NAMED] = home
    context.obj = Home(home)
