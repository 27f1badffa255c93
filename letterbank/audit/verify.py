"""Finding any edit, deletion, insertion or reorder in a chain and, against an anchor, a cut tail (AU-10, AU-11)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from letterbank.audit.model import CentralEntry, FacilityEntry, table_of
from letterbank.audit.record import genesis


@dataclass(frozen=True)
class Anchor:
    """The head of a chain at some moment, kept outside the machine (printed, mailed)."""

    chain: str
    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.chain}:{self.number}:{self.digest}"

    @classmethod
    def parse(cls, line: str) -> "Anchor":
        """Raises ValueError when the line is not `chain:number:digest`."""
        chain, number, digest = line.strip().rsplit(":", 2)
        return cls(chain, int(number), digest)


@dataclass(frozen=True)
class Verdict:
    chain: str
    entries: int
    head: str
    broken_at: int | None
    why: str = ""

    @property
    def whole(self) -> bool:
        return self.broken_at is None


def chains(session: Session) -> list[str]:
    """Every chain this role may see, in order."""
    found = set(session.scalars(select(CentralEntry.chain).distinct()))
    found |= set(session.scalars(select(FacilityEntry.chain).distinct()))
    return sorted(found)


def anchor(session: Session, chain: str, department: str) -> Anchor:
    table = table_of(chain)
    row = session.execute(
        select(table.number, table.digest).where(table.chain == chain).order_by(table.number.desc()).limit(1)
    ).first()
    return Anchor(chain, row.number if row else 0, (row.digest if row else genesis(department, chain)).hex())


def verify(
    session: Session, chain: str, department: str, against: Anchor | None = None, *, must_hold: bool = False
) -> Verdict:
    """Walk one chain from its beginning. `broken_at` is the number of the first entry that does not fit.

    `must_hold`: something was done there, so that a chain without an entry was emptied.
    """
    digest, number = genesis(department, chain), 0
    anchored = against is None or against.number == 0
    for number, (stored, written, claimed) in enumerate(_rows(session, chain), start=1):
        # Whoever edits the file by hand may leave text where bytes were: that is a change like any other.
        digest = hashlib.sha256(digest + (written if isinstance(written, bytes) else b"")).digest()
        if stored != number or claimed != digest:
            return Verdict(
                chain, number, digest.hex(), number, "this entry was changed, moved, inserted, or one before it is gone"
            )
        if against is not None and against.number == number:
            if against.digest != digest.hex():
                return Verdict(chain, number, digest.hex(), number, "the chain was rewritten since the anchor")
            anchored = True
    if must_hold and not number:
        return Verdict(chain, 0, digest.hex(), 1, "no entry is left, though something was done there")
    if not anchored:
        return Verdict(chain, number, digest.hex(), number + 1, "entries the anchor knows are gone from the end")
    return Verdict(chain, number, digest.hex(), None)


def _rows(session: Session, chain: str) -> Iterator[tuple[int, bytes, bytes]]:
    """Straight from the driver: a million entries must not become a million objects."""
    table = table_of(chain)
    query = select(table.number, table.written, table.digest).where(table.chain == chain).order_by(table.number)
    connection = session.connection()
    compiled = query.compile(dialect=connection.dialect)
    cursor = connection.connection.cursor()
    try:
        cursor.execute(str(compiled), compiled.params if connection.dialect.paramstyle != "qmark" else (chain,))
        while block := cursor.fetchmany(2000):
            yield from block
    finally:
        cursor.close()
