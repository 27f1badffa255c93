"""`letterbank keys`: what an operator does with key rings. It prints names, never keys."""

import click

from letterbank.audit import record
from letterbank.cli.home import Home, operator
from letterbank.errors import RuleBroken
from letterbank.installation import add_facility
from letterbank.roles import is_facility_code


@click.group()
def keys() -> None:
    """Key rings and their domains."""


@keys.command()
@click.argument("code")
@click.pass_obj
def facility(home: Home, code: str) -> None:
    """Make the keys of one more facility, such as `letterbank keys facility EAST`."""
    if not is_facility_code(code):
        raise RuleBroken("A facility's code is capitals and digits, such as EAST or CAMP7.")
    add_facility(home.settings, code)
    with home.office("central").writing(operator()) as work:
        record(work, "keys: facility added", f"facility/{code}")
    click.echo(f"{code} has its keys. Restart letterbank serve, then import the register.")


@keys.command(name="list")
@click.pass_obj
def list_domains(home: Home) -> None:
    """Name the domains the central surface knows."""
    ring = home.office("central").vault.ring
    for name in sorted(ring.publics):
        click.echo(f"{name}{'  (held here)' if name in ring.held else ''}")
