"""`letterbank init`: a real, empty installation, its first administrator, and what to do next."""

import os
import re
import unicodedata
from pathlib import Path
from typing import Any

import click

from letterbank import policy as policies
from letterbank.accounts import hiring
from letterbank.accounts.hiring import Post
from letterbank.app import open_office, open_policy
from letterbank.cli.home import Home, for_machines, operator, say
from letterbank.errors import RuleBroken
from letterbank.installation import Wanted, make_home, whole_or_nothing
from letterbank.permissions import Permission, Role
from letterbank.roles import is_facility_code
from letterbank.settings import Settings


@click.command()
@click.option("--policy", default="mississippi", show_default=True, help="A packaged programme, or a policy file.")
@click.option("--facility", "facilities", multiple=True, required=True, help="A facility's code; repeat for each.")
@click.option("--administrator", required=True, help="The first administrator's name.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--insecure-loopback", is_flag=True, help="Plain HTTP on localhost, to try it out.")
@for_machines
@click.pass_obj
def init(home: Home, /, *, facilities: tuple[str, ...], administrator: str, as_json: bool, **served: Any) -> None:
    """Make a real, empty installation in --home."""
    _must_be_codes(facilities)
    login = login_of(administrator)
    extra = {"PORT": str(served["port"]), "SECURE": "no" if served["insecure_loopback"] else "yes"}
    with whole_or_nothing(home.path):
        settings = make_home(home.path, Wanted(_policy(served["policy"]), facilities, extra, _databases()))
        code = _first_administrator(settings, administrator, login)
    enrol_at = f"{settings.origin('central')}/enrol"
    facts = {"home": str(settings.home), "login": login, "code": code, "enrol_at": enrol_at}
    say(facts, "\n".join(_welcome(settings, f"{administrator}, sign-in name {login}", code)), as_json=as_json)


def login_of(name: str) -> str:
    """A sign-in name made from a person's name: `ana.ruiz`. Raises RuleBroken when there is nothing to make it of."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    login = ".".join(re.findall(r"[a-z0-9]+", plain))
    if not login:
        raise RuleBroken("Name the first administrator with letters, such as --administrator 'Ana Ruiz'.")
    return login


def _policy(named: str) -> str:
    """A packaged programme's name, or the whole path of a file: the home may be served from elsewhere."""
    return str(Path(named).absolute()) if Path(named).is_file() else named


def _databases() -> dict[str, str]:
    """PostgreSQL, when the environment names it; as the tables' owner, so the home does not keep it."""
    named = {name: os.environ.get(f"LETTERBANK_{name}") for name in ("DATABASE", "DROPBOX")}
    return {name: url for name, url in named.items() if url}


def _must_be_codes(facilities: tuple[str, ...]) -> None:
    for code in facilities:
        if not is_facility_code(code):
            raise RuleBroken(f"{code} is not a facility code. Use capitals and digits, such as NORTH.")
    if len(set(facilities)) < len(facilities):
        raise RuleBroken("Each facility is named once.")


def _first_administrator(settings: Settings, name: str, login: str) -> str:
    with open_office(settings, "central").writing(operator(Permission.STAFF_MANAGE)) as work:
        _staff, code = hiring.hire(work, name, login, Post(roles=frozenset({Role.ADMINISTRATOR})))
    return code


def _welcome(settings: Settings, administrator: str, code: str) -> list[str]:
    run = f"letterbank --home {settings.home}"
    waiting = len(policies.assumed(open_policy(settings)))
    return [
        f"A new letter bank stands in {settings.home}.",
        "",
        f"First administrator: {administrator}",
        f"One-time enrolment code, good for three days: {code}",
        "",
        "What to do next:",
        "  1. Keep keys/*.pass apart from backups; without the key rings nothing sealed opens again.",
        f"  2. {run} doctor",
        f"  3. {run} serve",
        *(_behind_a_proxy(settings) if settings.secure else []),
        f"  4. Enrol at {settings.origin('central')}/enrol",
        "  5. As administrator: import the register, then create the people who will work here.",
        f"  6. {run} policy show {settings.policy}: what the programme decides. {waiting} answers are assumed and wait "
        "for the department's word.",
        "  How to serve over TLS and on PostgreSQL stands in docs/operating.md.",
    ]


def _behind_a_proxy(settings: Settings) -> list[str]:
    return [
        f"     It listens on 127.0.0.1 port {settings.port}, for a TLS proxy of yours that answers under these names:",
        *(f"     {settings.origin(surface)}" for surface in settings.surfaces),
        "     Their names and the port stand in settings.env. Without a proxy nothing answers there: to try it out on "
        "this machine alone, make a home with --insecure-loopback.",
    ]
