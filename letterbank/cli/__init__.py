"""`letterbank`: nouns, then verbs. Exit status 0 done, 1 refused or found wrong, 2 wrong usage.

A command's module is read only when it is asked for: `serve` never loads the demonstration.
"""

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from letterbank.cli.home import NAMED, Home, take_home
from letterbank.errors import Refusal

COMMANDS: Mapping[str, str] = {
    "init": "setting_up", "demo": "demo", "serve": "work", "worker": "work", "doctor": "checks", "docs": "checks",
    "register": "register", "staff": "staff", "keys": "keys", "policy": "policy", "audit": "audit",
    "backup": "backup", "destroy": "destroy", "database": "database", "scan": "scan",
}  # fmt: skip


class Commands(click.Group):
    """A refusal of the domain is a sentence and exit status 1, whatever command met it."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"letterbank.cli.{COMMANDS[name]}"), name)
        take_home(found)
        return found

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Refusal as refusal:
            click.echo(refusal.sentence, err=True)
            context.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=click.Path(path_type=Path), envvar="LETTERBANK_HOME", help="The installation's folder.")
@click.pass_context
def main(context: click.Context, home: Path | None) -> None:
    """The apology letter bank."""
    os.umask(0o077)
    if home and context.get_parameter_source("home") is ParameterSource.COMMANDLINE:
        context.meta[NAMED] = home
    context.obj = Home(home)
