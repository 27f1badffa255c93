"""`letterbank keys`: what an operator does with key rings. It prints names, never keys."""

import click

from letterbank.audit import record
from letterbank.cli.home import Home, for_machines, operator, say
from letterbank.errors import RuleBroken
from letterbank.installation import add_facility
from letterbank.roles import is_facility_code


@click.group()
def keys() -> None:
    """Key rings and their domains."""


@keys.command()
@click.argument("code")
@for_machines
@click.pass_obj
def facility(home: Home, code: str, as_json: bool) -> None:
    """Make the keys of one more facility, such as `letterbank keys facility EAST`."""
    if not is_facility_code(code):
        raise RuleBroken("A facility's code is capitals and digits, such as EAST or CAMP7.")
    add_facility(home.settings, code)
    with home.office("central").writing(operator()) as work:
        record(work, "keys: facility added", f"facility/{code}")
    words = f"{code} has its keys. Restart letterbank serve, then import the register."
    say({"facility": code}, words, as_json=as_json)


@keys.command(name="list")
@for_machines
@click.pass_obj
def list_domains(home: Home, as_json: bool) -> None:
    """Name the domains the central surface knows."""
    ring = home.office("central").vault.ring
    domains = [{"domain": name, "held": name in ring.held} for name in sorted(ring.publics)]
    words = [f"{one['domain']}{'  (held here)' if one['held'] else ''}" for one in domains]
    say(domains, "\n".join(words), as_json=as_json)
