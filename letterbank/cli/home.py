"""The installation a command works on: its folder, its settings, its offices; and how a command says what it did."""

import json
import os
from functools import cached_property
from pathlib import Path

import click

from letterbank.app import open_office
from letterbank.errors import RuleBroken
from letterbank.permissions import Actor, Permission
from letterbank.settings import Settings
from letterbank.work import Office

OPERATOR = "host operator"
NAMED = "letterbank.home"  # where a command line keeps the folder it has named
for_machines = click.option("--json", "as_json", is_flag=True, help="Say it for a machine.")


class Home:
    """Given by `--home` or LETTERBANK_HOME; opened only when a command needs it."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._offices: dict[str, Office] = {}

    @property
    def path(self) -> Path:
        if self._path is None:
            raise click.UsageError("Name the installation: letterbank --home DIR …, or set LETTERBANK_HOME.")
        return self._path.absolute()

    @property
    def is_named(self) -> bool:
        return self._path is not None

    @cached_property
    def settings(self) -> Settings:
        return Settings.from_home(self.path, os.environ)

    @property
    def settings_or_wishes(self) -> Settings:
        """Before there is a home: what the environment says it is to be."""
        if (self.path / "settings.env").is_file():
            return self.settings
        said = {name.removeprefix("LETTERBANK_"): value for name, value in os.environ.items()
                if name.startswith("LETTERBANK_")}  # fmt: skip
        return Settings.from_mapping({**said, "HOME": str(self.path)})

    def office(self, surface: str) -> Office:
        """Raises RuleBroken where this home does not serve it: its keys are then on another host, not lost."""
        if surface not in self.settings.surfaces:
            here = " and ".join(self.settings.surfaces)
            raise RuleBroken(f"This home serves the {here} surface. Run this command on the {surface} host.")
        if surface not in self._offices:
            self._offices[surface] = open_office(self.settings, surface)
        return self._offices[surface]


def operator(*permissions: Permission) -> Actor:
    """Whoever runs a command on the host, with the permissions that command needs and no others (rule 17)."""
    return Actor(
        id=OPERATOR, name="Host operator", surface="central", roles=frozenset(),
        machine_permissions=frozenset(permissions),
    )  # fmt: skip


def take_home(command: click.Command) -> None:
    """Let this command, and every command under it, be told the installation after its own name as well."""
    if not any(param.name == "home" for param in command.params):
        command.params.append(
            click.Option(
                ["--home"], type=click.Path(path_type=Path), expose_value=False, callback=_name,
                help="The installation's folder.",
            )
        )  # fmt: skip
    for under in command.commands.values() if isinstance(command, click.Group) else ():
        take_home(under)


def _name(context: click.Context, _option: click.Parameter, given: Path | None) -> None:
    if given is None:
        return
    if context.meta.setdefault(NAMED, given).absolute() != given.absolute():
        raise click.UsageError("--home names two different folders. Name one installation.")
    context.obj = Home(given)


def say(facts: object, words: str, *, as_json: bool) -> None:
    """What was done: the same for a machine and for a person."""
    click.echo(json.dumps(facts, indent=2, ensure_ascii=False) if as_json else words)
