"""The one way from ciphertext to values: who may, for what, and a line in the audit (P7)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from letterbank.audit import Entry
from letterbank.audit import record as write_down
from letterbank.errors import NotAllowed, Unreadable
from letterbank.permissions import must
from letterbank.vault import cipher, keys
from letterbank.vault.sealed import Purpose, SealedRecord, sealed_columns

if TYPE_CHECKING:
    from letterbank.work import Work

ONE_BY_ONE, IN_A_RUN = "opened", "opened for a run"


class Opened:
    """The values of one record, opened one by one as they are read. Never outlives its unit of work."""

    def __init__(self, work: "Work", record: SealedRecord) -> None:
        self._work, self._record, self._columns = work, record, sealed_columns(record)

    def __getattr__(self, column: str) -> str:
        value = self._open(column)
        return value.decode() if value is not None else ""

    def raw(self, column: str) -> bytes:
        """The bytes of a column that is not text, such as a page's picture. Raises Unreadable if empty."""
        value = self._open(column)
        if value is None:
            raise Unreadable
        return value

    @property
    def is_gone(self) -> bool:
        """Its key was destroyed. Ask before reading a record that others stand beside."""
        return keys.is_gone(self._work, self._record.key_table, self._record.key_id)

    def _open(self, column: str) -> bytes | None:
        if column not in self._columns:
            raise AttributeError(column)
        sealed: bytes | None = getattr(self._record, column)
        if sealed is None:
            return None
        key = keys.unwrap(self._work, self._record.key_table, self._record.key_id)
        department = self._work.vault.ring.department
        return cipher.unseal(key, sealed, department=department, place=f"{self._record.place}/{column}")

    def __repr__(self) -> str:
        return f"<opened {self._record.place}>"


def opening(work: "Work", record: SealedRecord, purpose: Purpose) -> Opened:
    """One record's values. Raises NotAllowed, Unreadable; writes one audit entry naming the record."""
    return opening_all(work, [record], purpose)[0]


def opening_all(work: "Work", records: Sequence[SealedRecord], purpose: Purpose) -> list[Opened]:
    """A list's values under one audit entry that names them all."""
    _admit(work, records, purpose)
    if records:
        write_down(work, ONE_BY_ONE, *[record.place for record in records], purpose=str(purpose))
    return [Opened(work, record) for record in records]


def opening_many(work: "Work", records: Sequence[SealedRecord], purpose: Purpose) -> list[Opened]:
    """A matching run's values under one audit entry with their count (a run names no one)."""
    _admit(work, records, purpose)
    if records:
        write_down(work, IN_A_RUN, purpose=str(purpose), count=len(records))
    return [Opened(work, record) for record in records]


def openings_among(entries: Sequence[Entry]) -> list[Entry]:
    """What values were read: that cannot be undone, whatever becomes of the rest (P7)."""
    return [entry for entry in entries if entry.content["act"] in (ONE_BY_ONE, IN_A_RUN)]


def _admit(work: "Work", records: Sequence[SealedRecord], purpose: Purpose) -> None:
    if not work.write:
        raise RuntimeError("opening a record writes the audit, so it needs a writing unit")
    for record in records:
        must(work.actor, purpose.needs, record)
        if purpose not in record.purposes:
            raise NotAllowed("This record is not opened for that purpose.")
