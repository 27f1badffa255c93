"""`letterbank audit`: is every chain whole, and what to print and keep outside this machine (AU-10, AU-11)."""

import json
from dataclasses import asdict
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from letterbank.accounts.model import Staff
from letterbank.audit import Anchor, Verdict, anchor, chains, verify
from letterbank.cli.home import Home, for_machines, say
from letterbank.errors import RuleBroken
from letterbank.letters.model import Letter


@click.group()
def audit() -> None:
    """What was done and who opened what."""


@audit.command(name="verify")
@click.option(
    "--anchor", "anchor_file", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file of anchors, as `letterbank audit anchor` printed them.",
)  # fmt: skip
@for_machines
@click.pass_context
def check(context: click.Context, anchor_file: Path | None, as_json: bool) -> None:
    """Read every chain from its beginning: exit 0 whole, 1 broken, and where."""
    verdicts = _verdicts(context.obj, _anchors(anchor_file))
    if as_json:
        click.echo(json.dumps([{**asdict(verdict), "whole": verdict.whole} for verdict in verdicts], indent=2))
    else:
        for verdict in verdicts:
            click.echo(_words(verdict))
    context.exit(0 if all(verdict.whole for verdict in verdicts) else 1)


@audit.command(name="anchor")
@for_machines
@click.pass_obj
def heads(home: Home, as_json: bool) -> None:
    """Print the head of every chain, one a line. Keep it on paper or another machine."""
    office = home.office("central")
    with office.database.reading() as session:
        found = [anchor(session, chain, office.vault.ring.department) for chain in chains(session)]
    say([asdict(one) for one in found], "\n".join(map(str, found)), as_json=as_json)


def _verdicts(home: Home, anchors: dict[str, Anchor]) -> list[Verdict]:
    """Every chain there is, must be, or is known to an anchor: one that vanished whole is broken too."""
    office = home.office("central")
    with office.database.reading() as session:
        begun = _begun(session)
        return [
            verify(session, chain, office.vault.ring.department, anchors.get(chain), must_hold=chain in begun)
            for chain in sorted({*chains(session), *anchors, *begun})
        ]


def _begun(session: Session) -> set[str]:
    """The chains that hold something: the centre's from its first person on, a facility's from its first letter on."""
    hired = select(Staff.id).limit(1)
    registered = select(Letter.facility_code).where(Letter.on_paper_since.is_(None)).distinct()
    at_the_centre = {"central"} if session.scalar(hired) else set()
    return at_the_centre | {f"facility/{code}" for code in session.scalars(registered)}


def _anchors(file: Path | None) -> dict[str, Anchor]:
    if file is None:
        return {}
    try:
        found = [Anchor.parse(line) for line in file.read_text().splitlines() if line.strip()]
    except ValueError:
        raise RuleBroken(f"{file.name} is not a file of anchors: chain:number:digest on each line.") from None
    if not found:
        raise RuleBroken(f"{file.name} holds no anchor. Print one with: letterbank audit anchor")
    latest: dict[str, Anchor] = {}
    for each in found:
        if each.chain not in latest or each.number >= latest[each.chain].number:
            latest[each.chain] = each
    return latest


def _words(verdict: Verdict) -> str:
    if verdict.whole:
        return f"{verdict.chain}: whole, {verdict.entries} entries, head {verdict.head[:16]}"
    return f"{verdict.chain}: BROKEN at entry {verdict.broken_at}: {verdict.why}"
