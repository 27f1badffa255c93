"""`letterbank init` and `letterbank demo`: a real, empty installation, and a throw-away one full of made-up people."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from letterbank.accounts.hiring import hire_first_administrator
from letterbank.app import open_office
from letterbank.cli.home import Home, operator
from letterbank.demonstration import filling, serving, walk
from letterbank.errors import RuleBroken
from letterbank.installation import Wanted, is_empty, make_home
from letterbank.permissions import Permission
from letterbank.roles import is_facility_code
from letterbank.serving import start_sandbox
from letterbank.settings import Settings


@click.command()
@click.option("--policy", default="mississippi", show_default=True, help="A packaged programme, or a policy file.")
@click.option("--facility", "facilities", multiple=True, required=True, help="A facility's code; repeat for each.")
@click.option("--administrator", required=True, help="The first administrator's name.")
@click.option("--port", default=8000, show_default=True)
@click.option("--insecure-loopback", is_flag=True, help="Plain HTTP on localhost, to try it out.")
@click.pass_obj
def init(
    home: Home, policy: str, facilities: tuple[str, ...], administrator: str, port: int, insecure_loopback: bool
) -> None:
    """Make a real, empty installation in --home."""
    for code in facilities:
        if not is_facility_code(code):
            raise RuleBroken(f"{code} is not a facility code. Use capitals and digits, such as NORTH.")
    extra = {"PORT": str(port), "SECURE": "no" if insecure_loopback else "yes"}
    settings = make_home(home.path, Wanted(policy, facilities, extra))
    login, code = _first_administrator(settings, administrator)
    click.echo(f"A new letter bank stands in {home.path}.\n")
    click.echo(f"First administrator: {administrator}, sign-in name {login}")
    click.echo(f"One-time enrolment code, good for three days: {code}\n")
    click.echo("What to do next:")
    click.echo("  1. Keep keys/*.pass apart from backups; without the key rings nothing sealed opens again.")
    click.echo(f"  2. letterbank --home {home.path} doctor")
    click.echo(f"  3. letterbank --home {home.path} serve, then open http://central.localhost:{port}/ and enrol.")
    click.echo("  4. As administrator: import the register, then create the people who will work here.")


@click.command()
@click.option("--walk", "walking", is_flag=True, help="Carry one letter from paper to packet, without a browser.")
@click.option("--scan", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A scan to carry instead.")
@click.option("--packet", type=click.Path(dir_okay=False, path_type=Path), help="Where the packet is written.")
@click.option("--json", "as_json", is_flag=True, help="With --walk: one JSON object a step.")
@click.option("--port", default=8000, show_default=True)
@click.option("--fresh", is_flag=True, help="Throw the old demonstration away first.")
@click.pass_obj
def demo(
    home: Home, walking: bool, scan: Path | None, packet: Path | None, as_json: bool, port: int, fresh: bool
) -> None:
    """Serve a demonstration with people and letters at every stage."""
    path = home.path if home.is_named else serving.default_home()
    with start_sandbox() as sandbox:
        settings = filling.demonstration(
            path, sandbox, port=port, fresh=fresh, say=_to_stderr if as_json else click.echo
        )
        if not walking:
            serving.serve(settings, sandbox)
            return
        _tell(walk.walk(settings, sandbox, walk.Errand(scan, packet)), as_json)


def _first_administrator(settings: Settings, name: str) -> tuple[str, str]:
    if not is_empty(settings):
        raise RuleBroken("Somebody works here already. People are created by an administrator.")
    with open_office(settings, "central").writing(operator(Permission.STAFF_MANAGE)) as work:
        return hire_first_administrator(work, name)


def _tell(steps: Iterable[walk.Told], as_json: bool) -> None:
    for told in steps:
        click.echo(json.dumps(told.content()) if as_json else told.line())


def _to_stderr(line: str) -> None:
    click.echo(line, err=True)
