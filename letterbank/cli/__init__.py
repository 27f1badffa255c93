"""`letterbank`: nouns, then verbs. Exit status 0 done, 1 refused or found wrong, 2 wrong usage."""

import os
from pathlib import Path
from typing import Any

import click

from letterbank.cli.home import Home
from letterbank.errors import Refusal


class Refusing(click.Group):
    """A refusal of the domain is a sentence and exit status 1, whatever command met it."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Refusal as refusal:
            click.echo(refusal.sentence, err=True)
            context.exit(1)


@click.group(cls=Refusing, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=click.Path(path_type=Path), envvar="LETTERBANK_HOME", help="The installation's folder.")
@click.pass_context
def main(context: click.Context, home: Path | None) -> None:
    """The apology letter bank."""
    os.umask(0o077)
    context.obj = Home(home)


def _add_commands() -> None:
    from letterbank.cli import audit, backup, checks, keys, policy, register, setting_up, staff, work

    groups = (policy.policy, keys.keys, audit.audit, backup.backup, staff.staff, register.register)
    singles = (setting_up.init, setting_up.demo, work.serve, work.worker, checks.doctor, checks.docs)
    for command in (*groups, *singles):
        main.add_command(command)


_add_commands()
