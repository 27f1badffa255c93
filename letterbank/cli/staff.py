"""`letterbank staff`: people, by whoever runs the host; audited as the host operator (AC-02)."""

import click
from sqlalchemy import select

from letterbank.accounts import hiring
from letterbank.accounts.hiring import Post
from letterbank.accounts.model import Staff
from letterbank.cli.home import Home, for_machines, operator, say
from letterbank.errors import Missing
from letterbank.permissions import Permission, Role
from letterbank.work import Work

HOST = operator(Permission.STAFF_MANAGE)
LOGIN = click.argument("login")
SURFACE = click.option("--surface", type=click.Choice(["central", "facility"]), default="central", show_default=True)


@click.group()
def staff() -> None:
    """Hire people, suspend them, let them in again."""


@staff.command()
@click.argument("name")
@LOGIN
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]))
@click.option("--facility", help="The facility's code, for clerks and screeners.")
@for_machines
@click.pass_obj
def add(home: Home, name: str, login: str, *, roles: tuple[str, ...], facility: str | None, as_json: bool) -> None:
    """Hire NAME, who will sign in as LOGIN, and show the enrolment code once."""
    with home.office("central").writing(HOST) as work:
        person, code = hiring.hire(work, name, login, Post.of(roles, facility))
        surface = person.surface
    _show_code(home, surface, login, code, as_json=as_json)


@staff.command("list")
@for_machines
@click.pass_obj
def list_people(home: Home, as_json: bool) -> None:
    """Everybody who works or worked here."""
    with home.office("central").reading(HOST) as work:
        people = work.session.scalars(select(Staff).order_by(Staff.surface, Staff.login)).all()
        rows = [_facts(person) for person in people]
    lines = [f"{row['surface']:9} {row['login']:20} {row['state']:13} {row['name']}: {', '.join(row['roles'])}"
             for row in rows]  # fmt: skip
    say(rows, "\n".join(lines), as_json=as_json)


@staff.command()
@LOGIN
@SURFACE
@for_machines
@click.pass_obj
def suspend(home: Home, login: str, surface: str, *, as_json: bool) -> None:
    """Sign LOGIN out everywhere and keep them out."""
    with home.office("central").writing(HOST) as work:
        hiring.suspend(work, _find(work, login, surface))
    facts = {"login": login, "surface": surface, "suspended": True}
    say(facts, f"{login} is suspended and signed out everywhere.", as_json=as_json)


@staff.command()
@LOGIN
@SURFACE
@for_machines
@click.pass_obj
def release(home: Home, login: str, surface: str, *, as_json: bool) -> None:
    """Open the lock that wrong tries put on LOGIN."""
    with home.office("central").writing(HOST) as work:
        person = _find(work, login, surface)
        hiring.release(work, person)
        state = _state(person)
    words = {
        "at work": f"{login} can sign in again.",
        "to enrol": f"The lock is open. {login} has still to enrol: give a code with letterbank staff code.",
        "suspended": f"The lock is open. {login} is suspended and cannot sign in.",
    }[state]
    say({"login": login, "surface": surface, "locked": False, "state": state}, words, as_json=as_json)


@staff.command()
@LOGIN
@SURFACE
@for_machines
@click.pass_obj
def code(home: Home, login: str, surface: str, *, as_json: bool) -> None:
    """Give LOGIN a new enrolment code; what let them in before stops working."""
    with home.office("central").writing(HOST) as work:
        person = _find(work, login, surface)
        given = hiring.new_code(work, person) if person.active else hiring.restore(work, person)
    _show_code(home, surface, login, given, as_json=as_json)


def _find(work: Work, login: str, surface: str) -> Staff:
    found = work.session.scalar(select(Staff).where(Staff.surface == surface, Staff.login == login.lower()))
    if found is None:
        raise Missing(f'Nobody signs in as "{login}" at the {surface} surface.')
    return found


def _facts(person: Staff) -> dict[str, str | list[str]]:
    return {
        "surface": person.surface, "login": person.login, "name": person.name, "roles": person.held,
        "facility": person.facility_code or "", "state": _state(person),
    }  # fmt: skip


def _state(person: Staff) -> str:
    if not person.active:
        return "suspended"
    if person.locked_at is not None:
        return "locked"
    return "at work" if person.password else "to enrol"


def _show_code(home: Home, surface: str, login: str, given: str, *, as_json: bool) -> None:
    where = f"{home.settings.origin(surface)}/enrol"
    words = f"Enrolment code for {login}, good once and for 72 hours:\n\n    {given}\n\nEnrol at {where}"
    say({"login": login, "surface": surface, "code": given, "enrol_at": where}, words, as_json=as_json)
