"""Entries of one chain, newest first, by whom, which act and which record. They hold no content, so neither does this.

The stored bytes are searched as they are: what was hashed is what is read.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Select, func, literal, or_, select
from sqlalchemy.orm import Session

from letterbank.accounts.model import Staff
from letterbank.audit import CentralEntry, FacilityEntry
from letterbank.audit.model import EntryTable, table_of
from letterbank.errors import RuleBroken
from letterbank.ids import is_id
from letterbank.permissions import Permission, must
from letterbank.web.lists import ROWS
from letterbank.work import Work

PLACE = re.compile(r"[a-z_]+/[a-z2-7]{26}(?:/[a-z]+/\d+)?|(?:chain/)?facility/[A-Z][A-Z0-9]{0,19}|chain/[a-z]+")
ACT = re.compile(r"[a-z][a-z :\-]{0,59}")
MACHINES = {
    "nobody": "Somebody not signed in", "host operator": "The operator of the host", "central worker": "The rounds",
    "intake": "The drop box's intake",
}  # fmt: skip
SHOWN = frozenset({"chain", "number", "at", "actor", "surface", "act", "on", "outcome"})


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What the auditor asks for. `actors` are ids; none named: everybody."""

    chain: str
    act: str = ""
    actors: tuple[str, ...] = ()
    place: str = ""
    before: int | None = None


@dataclass(frozen=True)
class Line:
    """One entry in words. `at` is none where the stored bytes are no entry any more."""

    number: int
    at: datetime | None = None
    actor: str = ""
    who: str = ""
    act: str = ""
    on: tuple[str, ...] = ()
    outcome: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


def can_be_sought(place: str) -> bool:
    return PLACE.fullmatch(place) is not None


@dataclass(frozen=True)
class Lines:
    rows: Sequence[Line]
    before: int | None


def found(work: Work, sought: Sought) -> Lines:
    """One page of a chain, by number downwards."""
    must(work.actor, Permission.AUDIT_READ)
    table = table_of(sought.chain)
    query: Select[Any] = select(table).where(table.chain == sought.chain, *_wishes(work.session, table, sought))
    rows = work.session.scalars(query.order_by(table.number.desc()).limit(ROWS + 1)).all()
    names = _names(work, rows[:ROWS])
    lines = [line_of(row, names) for row in rows[:ROWS]]
    return Lines(lines, lines[-1].number if len(rows) > ROWS else None)


def actors_of(work: Work, typed: str) -> tuple[str, ...]:
    """Whom a sign-in name, an id or a machine's name means. Raises RuleBroken where it means nobody."""
    word = typed.strip().lower()
    if not word:
        return ()
    if is_id(word) or word in MACHINES:
        return (word,)
    ids = tuple(work.session.scalars(select(Staff.id).where(Staff.login == word)))
    if not ids:
        raise RuleBroken("Nobody has or had that sign-in name. Use the one on the staff list, such as r.alder.")
    return ids


def holds(session: Session, table: EntryTable, words: str) -> ColumnElement[bool]:
    """Whether the written bytes hold these; a quotation mark inside a value is never bare in JSON."""
    needle = literal(words.encode(), LargeBinary)
    if session.get_bind().dialect.name == "postgresql":
        return func.position(needle.op("IN")(table.written)) > 0
    return func.instr(table.written, needle) > 0


def line_of(row: CentralEntry | FacilityEntry, names: Mapping[str, str]) -> Line:
    content = _read(row.written)
    try:
        at = datetime.fromisoformat(str(content["at"]))
        on = tuple(map(str, content["on"]))
        actor, act, outcome = (str(content[word]) for word in ("actor", "act", "outcome"))
    except (KeyError, TypeError, ValueError):
        return Line(row.number)
    facts = {name: value for name, value in content.items() if name not in SHOWN}
    return Line(row.number, at, actor, names.get(actor, MACHINES.get(actor, actor)), act, on, outcome, facts)


def _wishes(session: Session, table: EntryTable, sought: Sought) -> list[ColumnElement[bool]]:
    wishes = []
    if sought.before is not None:
        wishes.append(table.number < sought.before)
    if sought.act:
        wishes.append(holds(session, table, f'"act":"{sought.act}"'))
    if sought.actors:
        wishes.append(or_(*(holds(session, table, f'"actor":"{actor}"') for actor in sought.actors)))
    if sought.place:
        wishes.append(holds(session, table, f'"{sought.place}"'))
    return wishes


def _names(work: Work, rows: Sequence[CentralEntry | FacilityEntry]) -> dict[str, str]:
    ids = {str(_read(row.written).get("actor")) for row in rows}
    return {staff.id: staff.name for staff in work.session.scalars(select(Staff).where(Staff.id.in_(ids)))}


def _read(written: bytes) -> dict[str, Any]:
    """An intruder may have left anything there; the page must still come."""
    try:
        content = json.loads(written)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
