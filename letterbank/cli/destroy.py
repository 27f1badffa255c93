"""`letterbank destroy`: end a record for good, and print the certificate. Audited as the host operator (P9, CR-14)."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import click
from sqlalchemy import select

from letterbank.cli.home import Home, operator
from letterbank.ids import Id
from letterbank.letters.ending import destroy_letter, letter_to_destroy
from letterbank.permissions import Permission
from letterbank.safekeeping.destruction import Destruction, complete
from letterbank.work import Work
from notifications.ending import destroy_victim, victim_to_destroy

HOST = operator(Permission.RECORD_DESTROY)
MOMENT = "%d %B %Y %H:%M UTC"
CALLED = click.argument("called", metavar="ID")
REASON = click.option("--reason", required=True, help="Why, for the certificate. Name nobody.")
YES = click.option("--yes", is_flag=True, help="Do not ask first.")
JSON = click.option("--json", "as_json", is_flag=True, help="Say it for a machine; needs --yes.")


@click.group()
def destroy() -> None:
    """Destroy a letter or a victim's record for good."""


@destroy.command()
@CALLED
@REASON
@YES
@JSON
@click.pass_context
def letter(context: click.Context, called: str, reason: str, yes: bool, as_json: bool) -> None:
    """A withdrawn or refused letter, by ID or number: every scan of it."""
    with context.obj.office("central").reading(HOST) as work:
        found = letter_to_destroy(work, called)
        what = f"Letter {found.number}, {found.stage}, scans: {len(found.revisions)}."
    _ask(what, yes, as_json)
    _destroy(context, lambda work: destroy_letter(work, called, reason), as_json)


@destroy.command()
@CALLED
@REASON
@YES
@JSON
@click.pass_context
def victim(context: click.Context, called: str, reason: str, yes: bool, as_json: bool) -> None:
    """All a victim told us, by their ID or a request's, once each request of theirs is withdrawn or refused."""
    with context.obj.office("central").reading(HOST) as work:
        what = f"Everything kept of {victim_to_destroy(work, called).place}: their record and all their requests."
    _ask(what, yes, as_json)
    _destroy(context, lambda work: destroy_victim(work, called, reason), as_json)


@destroy.command("list")
@click.option("--json", "as_json", is_flag=True, help="Say it for a machine.")
@click.pass_obj
def listed(home: Home, as_json: bool) -> None:
    """Every destruction, and what still waits to be certified."""
    _print(_certificates(home), as_json)


def _ask(what: str, yes: bool, as_json: bool) -> None:
    if as_json and not yes:
        raise click.UsageError("With --json nothing is asked: say --yes as well.")
    if not yes:
        click.echo(what)
        click.confirm("This can never be undone. Destroy it?", abort=True)


def _destroy(context: click.Context, deed: Callable[[Work], Iterable[Destruction]], as_json: bool) -> None:
    """Order, then complete. Exit 1 when the keys are gone but a reader kept the database from being certified clean."""
    office = context.obj.office("central")
    with office.writing(HOST) as work:
        ordered = {one.id for one in deed(work)}
    complete(office, HOST)
    certificates = _certificates(context.obj, ordered)
    _print(certificates, as_json)
    context.exit(0 if all(one.done_at for one in certificates) else 1)


def _certificates(home: Home, only: set[Id] | None = None) -> list[Destruction]:
    query = select(Destruction).order_by(Destruction.ordered_at, Destruction.id)
    with home.office("central").reading(HOST) as work:
        return list(work.session.scalars(query if only is None else query.where(Destruction.id.in_(only))))


def _print(certificates: list[Destruction], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([_facts(one) for one in certificates], indent=2, ensure_ascii=False))
        return
    for one in certificates:
        click.echo(f"{one.subject}\n  ordered {one.ordered_at:{MOMENT}} by {one.ordered_by}: {one.reason}")
        click.echo(f"  {_end(one)}")


def _end(one: Destruction) -> str:
    if one.done_at is None or one.gone_on is None:
        return (
            "its key is gone from the table; not certified yet: somebody was still reading. "
            "The worker tries again every round, see: letterbank destroy list"
        )
    return (
        f"destroyed {one.done_at:{MOMENT}}; a key backup may still open it until {one.gone_on:%d %B %Y}, "
        "and nothing does after that day"
    )


def _facts(one: Destruction) -> dict[str, Any]:
    return {
        "id": one.id,
        "subject": one.subject,
        "reason": one.reason,
        "ordered_at": one.ordered_at.isoformat(),
        "ordered_by": one.ordered_by,
        "done_at": one.done_at.isoformat() if one.done_at else None,
        "gone_on": one.gone_on.isoformat() if one.gone_on else None,
    }
