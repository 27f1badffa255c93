"""Record keys: one for each letter revision, victim, request and dialogue file, sealed to the domain that holds it.

They stand in the main database so that key, record, stage and audit move in one transaction, in two tables: what a
facility's role may see, and what it may not know of at all (R37). They leave it only in the short-lived key backup.
"""

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from letterbank.database.written import NO_DEED
from letterbank.db import Base
from letterbank.errors import Unreadable
from letterbank.ids import Id
from letterbank.vault import cipher

if TYPE_CHECKING:
    from letterbank.work import Work


SHORT_LIVED: dict[str, Any] = {"info": {"backup": "keys"}}  # P9: in a backup that lives at most seven days


class KeyRow:
    """`record_id` is the record the key belongs to; `holder` the domain that can open it."""

    record_id: Mapped[Id] = mapped_column(primary_key=True)
    holder: Mapped[str] = mapped_column(index=True)
    wrapped: Mapped[bytes]


class LetterKey(KeyRow, Base):
    __tablename__ = "letter_key"
    __table_args__ = SHORT_LIVED


class VictimKey(KeyRow, Base):
    __tablename__ = "victim_key"
    __table_args__ = SHORT_LIVED


KeyTable = type[LetterKey] | type[VictimKey]


def create(work: "Work", table: KeyTable, record_id: Id, holder: str) -> None:
    """A new key for a new record, held by `holder`; this unit of work may seal under it at once."""
    key = cipher.new_key()
    _insert(work, table, record_id, holder, key)
    work.open_keys[record_id] = key


def unwrap(work: "Work", table: KeyTable, record_id: Id) -> bytes:
    """The key, if this process holds the domain it is sealed to; `Unreadable` otherwise."""
    if work.over:  # the session would quietly begin again, without the audit
        raise RuntimeError("this unit of work is over; nothing opens after it")
    if record_id not in work.open_keys:
        row = work.session.execute(
            select(table.holder, table.wrapped).where(table.record_id == record_id)
        ).one_or_none()
        if row is None:
            raise Unreadable
        work.open_keys[record_id] = _open(work, table, record_id, row.holder, row.wrapped)
    return work.open_keys[record_id]


def holder_of(work: "Work", table: KeyTable, record_id: Id) -> str | None:
    return work.session.scalar(select(table.holder).where(table.record_id == record_id))


def is_gone(work: "Work", table: KeyTable, record_id: Id) -> bool:
    """Whether the key was destroyed, which is no fault: nothing is left to open (P9)."""
    return record_id not in work.open_keys and holder_of(work, table, record_id) is None


def move(work: "Work", table: KeyTable, record_id: Id, holder: str) -> None:
    """Custody passes: the key is sealed to the new holder and this unit can no longer open it.

    A delete and an insert, not an update: a facility's role may write a key it will not see again.
    """
    key = unwrap(work, table, record_id)
    work.session.execute(delete(table).where(table.record_id == record_id))
    _insert(work, table, record_id, holder, key)
    del work.open_keys[record_id]


def destroy(work: "Work", table: KeyTable, record_id: Id) -> None:
    """The key is gone; with it, once the last key backup has expired, every copy of the record (P9)."""
    work.session.execute(delete(table).where(table.record_id == record_id))
    work.open_keys.pop(record_id, None)


def _insert(work: "Work", table: KeyTable, record_id: Id, holder: str, key: bytes) -> None:
    ring = work.vault.ring
    bound = {"department": ring.department, "place": f"key/{record_id}"}
    domain = ring.held.get(holder)
    wrapped = domain.wrap(key, **bound) if domain else ring.public(holder).seal(key, **bound)
    work.session.execute(insert(table).values(record_id=record_id, holder=holder, wrapped=wrapped))


def _open(work: "Work", table: KeyTable, record_id: Id, holder: str, wrapped: bytes) -> bytes:
    """Open a wrapped key; in a writing unit, keep it under the domain's own key from now on (cheap next time)."""
    domain = work.vault.ring.holder(holder)
    bound = {"department": work.vault.ring.department, "place": f"key/{record_id}"}
    key = domain.unwrap(wrapped, **bound)
    if work.write and wrapped[:1] != cipher.FORMAT:
        rewrapped = domain.wrap(key, **bound)
        kept = update(table).where(table.record_id == record_id).values(wrapped=rewrapped)
        work.session.execute(kept, execution_options=NO_DEED)  # the same key for the same holder
    return key
