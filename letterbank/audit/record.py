"""Collecting what was done, and chaining it in one step just before the commit (P7, AU-12).

An entry says what, when, who, on what, with which outcome; never a name, an address or a word of a letter (AU-04).
"""

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from letterbank.audit.model import AuditTurn, table_of

if TYPE_CHECKING:
    from letterbank.work import Work


@dataclass(frozen=True)
class Entry:
    """One thing done or refused, not yet chained."""

    chain: str
    content: dict[str, object]


def record(work: "Work", act: str, *subjects: str, outcome: str = "done", **facts: object) -> None:
    """Say that `act` was done on `subjects` (places such as `letter/<id>`). Written when the unit commits."""
    if not work.write:
        raise RuntimeError("a reading unit writes nothing, and what is not written down is not done")
    content: dict[str, object] = {
        "at": work.now.isoformat(timespec="milliseconds"),
        "actor": work.actor.id,
        "surface": work.actor.surface,
        "act": act,
        "on": list(subjects),
        "outcome": outcome,
        **facts,
    }
    work.entries.append(Entry(work.actor.place, content))


def genesis(department: str, chain: str) -> bytes:
    """What the first entry of a chain stands on."""
    return hashlib.sha256(f"letterbank audit\x00{department}\x00{chain}".encode()).digest()


def _take_turn(session: Session, chain: str) -> None:
    """Hold this chain until the commit. Its row is made by whoever writes first, and never changes."""
    turn = select(AuditTurn.chain).where(AuditTurn.chain == chain).with_for_update()
    if session.scalar(turn) is None:
        session.execute(postgresql.insert(AuditTurn).values(chain=chain).on_conflict_do_nothing())
        session.scalar(turn)


def chain_entries(session: Session, entries: list[Entry], department: str) -> None:
    """Append the collected entries to their chains. Holds each chain until the commit."""
    for chain in sorted({entry.chain for entry in entries}):
        table = table_of(chain)
        if session.get_bind().dialect.name == "postgresql":
            _take_turn(session, chain)
        last = session.execute(
            select(table.number, table.digest).where(table.chain == chain).order_by(table.number.desc()).limit(1)
        ).first()
        number, digest = (last.number, last.digest) if last else (0, genesis(department, chain))
        rows = []
        for entry in (entry for entry in entries if entry.chain == chain):
            number += 1
            written = json.dumps({"chain": chain, "number": number, **entry.content}, separators=(",", ":")).encode()
            digest = hashlib.sha256(digest + written).digest()
            rows.append({"chain": chain, "number": number, "written": written, "digest": digest})
        session.execute(insert(table), rows)
    entries.clear()
