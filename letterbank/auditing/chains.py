"""The state of every chain: how long it is, its head, and whether it is whole (AU-10, AU-11).

A chain up to `QUICK` entries is verified whenever it is looked at; a longer one when somebody asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from letterbank.audit import Anchor, Verdict, anchor, chains, verify
from letterbank.audit.model import CentralEntry
from letterbank.auditing.entries import Line, holds, line_of
from letterbank.errors import RuleBroken
from letterbank.permissions import Permission, must
from letterbank.web.home import Wait
from letterbank.work import Work

QUICK = 5000
EVERY = timedelta(days=7)  # how long a chain stands before the first page asks for a look
LOOK_BACK = 20_000  # entries searched for the last look: the first page must stay quick
VERIFIED = "verify audit"


@dataclass(frozen=True)
class State:
    """`verdict` is none while a long chain was not verified on this page."""

    head: Anchor
    verdict: Verdict | None


def states(work: Work, *, every: bool = False) -> list[State]:
    """All chains this surface keeps, verified where it is quick, or `every` one."""
    must(work.actor, Permission.AUDIT_READ)
    heads = anchors(work)
    return [State(head, _verified(work, head.chain) if every or head.number <= QUICK else None) for head in heads]


def anchors(work: Work) -> list[Anchor]:
    must(work.actor, Permission.AUDIT_READ)
    department = work.vault.ring.department
    return [anchor(work.session, chain, department) for chain in chains(work.session)]


def against(work: Work, line: str) -> Verdict:
    """Verify one chain against a printed anchor. Raises RuleBroken when the line is not an anchor of ours."""
    must(work.actor, Permission.AUDIT_READ)
    try:
        given = Anchor.parse(line)
    except ValueError:
        given = None
    if given is None or given.chain not in chains(work.session):
        raise RuleBroken("That is not an anchor of this department. Copy one whole line, such as central:120:9f2c…")
    return verify(work.session, given.chain, work.vault.ring.department, given)


def waits(work: Work) -> Iterable[Wait]:
    """One line on the auditor's first page once a week has gone by without a look."""
    if Permission.AUDIT_READ not in work.actor.permissions:
        return
    last = _last_look(work)
    if last is None or work.now - last > EVERY:
        yield Wait(
            text="Verify the audit", url="/audit/", since=last or work.now,
            detail="Then print its anchor and keep it away from this machine.",
        )  # fmt: skip


def _verified(work: Work, chain: str) -> Verdict:
    return verify(work.session, chain, work.vault.ring.department)


def _last_look(work: Work) -> datetime | None:
    head = work.session.scalar(select(CentralEntry.number).order_by(CentralEntry.number.desc()).limit(1)) or 0
    query = select(CentralEntry).where(
        CentralEntry.chain == "central", CentralEntry.number > head - LOOK_BACK,
        holds(work.session, CentralEntry, f'"act":"{VERIFIED}"'),
    )  # fmt: skip
    found = work.session.scalar(query.order_by(CentralEntry.number.desc()).limit(1))
    line: Line | None = line_of(found, {}) if found else None
    return line.at if line else None
