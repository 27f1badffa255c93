"""Destroying a record for good: its key goes, and with the last key backup every copy of the record (P9, CR-13, CR-14).

Ordered by a person; the key leaves the table in that same transaction. Done only when the database has let go of the
deleted bytes too; the certificate names the day after which no backup opens the record.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from letterbank.audit import record
from letterbank.db import Base
from letterbank.errors import Missing, RuleBroken
from letterbank.ids import Id
from letterbank.permissions import Actor, Permission, must
from letterbank.vault import LetterKey, VictimKey
from letterbank.vault.keys import KeyTable, destroy, holder_of

if TYPE_CHECKING:
    from letterbank.work import Office, Work

_REASON = 200
_TABLES: Mapping[str, KeyTable] = {"letter": LetterKey, "victim": VictimKey}


class Destruction(Base):
    """`subject` is the record's place, such as `letter/<id>/revision/1`; after `gone_on` no backup opens it."""

    __tablename__ = "destruction"

    id: Mapped[Id] = mapped_column(primary_key=True)
    key_kind: Mapped[str]
    record_id: Mapped[Id] = mapped_column(index=True)
    subject: Mapped[str]
    reason: Mapped[str]
    ordered_at: Mapped[datetime]
    ordered_by: Mapped[Id]
    done_at: Mapped[datetime | None]
    gone_on: Mapped[date | None]


def key_table(kind: str) -> KeyTable:
    return _TABLES[kind]


def order(work: "Work", kind: str, record_id: Id, *, subject: str, reason: str) -> Destruction:
    """Destroy the key of a `letter` revision or a `victim`-side record. Raises NotAllowed, Missing."""
    must(work.actor, Permission.RECORD_DESTROY)
    if holder_of(work, key_table(kind), record_id) is None:
        raise Missing("There is no key for this record; it may have been destroyed before.")
    destroy(work, key_table(kind), record_id)
    ordered = Destruction(
        id=work.new_id(), key_kind=kind, record_id=record_id, subject=subject, reason=reason, ordered_at=work.now,
        ordered_by=work.actor.id,
    )  # fmt: skip
    work.session.add(ordered)
    record(work, "destruction: ordered", subject, destruction=ordered.id)
    return ordered


def order_all(work: "Work", records: Sequence[tuple[str, Id, str]], reason: str) -> list[Destruction]:
    """Every record (kind, id, place) that still has its key, together. Raises RuleBroken, NotAllowed, Missing."""
    why = " ".join(reason.split())
    if not 0 < len(why) <= _REASON:
        raise RuleBroken(f"Write down why, in at most {_REASON} signs and without naming anybody.")
    left = [one for one in records if holder_of(work, key_table(one[0]), one[1]) is not None]
    if not left:
        raise Missing("There is no key for this record; it may have been destroyed before.")
    return [order(work, kind, record_id, subject=subject, reason=why) for kind, record_id, subject in left]


def complete(office: "Office", actor: Actor) -> list[Id]:
    """The worker's part: let the database forget the deleted bytes, then certify. What could not be done waits.

    Gives the destructions now done. Nothing is certified while a reader still holds the old rows.
    """
    with office.reading(actor) as work:
        waiting = list(work.session.scalars(select(Destruction).where(Destruction.done_at.is_(None))))
    if not waiting or not _forgotten(office, {key_table(ordered.key_kind) for ordered in waiting}):
        return []
    with office.writing(actor) as work:
        for ordered in waiting:
            _certify(work, work.session.get_one(Destruction, ordered.id))
    return [ordered.id for ordered in waiting]


def _forgotten(office: "Office", tables: set[KeyTable]) -> bool:
    """What she sent stood in the drop box once, and opens without a record key: its bytes must go as well."""
    names = sorted(table.__tablename__ for table in tables)
    box = office.dropbox if VictimKey in tables else None
    return office.database.forget_deleted(names) and (box is None or box.forget_deleted(["dropped"]))


def _certify(work: "Work", ordered: Destruction) -> None:
    """The last key backup that could hold the key was taken before now, and lives key_backup_days."""
    last = work.now + timedelta(days=work.policy.retention.key_backup_days)
    ordered.done_at, ordered.gone_on = work.now, last.date()
    record(work, "destruction: done", ordered.subject, destruction=ordered.id, gone_on=last.date().isoformat())
