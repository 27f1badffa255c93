"""The audit's rows. The stored bytes are the bytes that were hashed; triggers keep them as they are.

Two tables, because a facility's role may not even count what the centre does (P2, R37). One chain a place.
"""

from sqlalchemy.orm import Mapped, mapped_column

from letterbank.db import Base


class EntryColumns:
    """Entry `number` of `chain`: `written` is JSON in UTF-8, `digest` = SHA-256(previous digest + written)."""

    chain: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    written: Mapped[bytes]
    digest: Mapped[bytes]


class CentralEntry(EntryColumns, Base):
    __tablename__ = "audit_central"


class FacilityEntry(EntryColumns, Base):
    __tablename__ = "audit_facility"


class AuditTurn(Base):
    """Whose turn it is to write in a chain, on PostgreSQL: the row is held until the commit.

    A row and not an advisory lock: a facility's role can hold, or feel, its own chain's row and no other (P2).
    """

    __tablename__ = "audit_turn"
    __table_args__ = {"info": {"backup": "never"}}

    chain: Mapped[str] = mapped_column(primary_key=True)


EntryTable = type[CentralEntry] | type[FacilityEntry]


def table_of(chain: str) -> EntryTable:
    return FacilityEntry if chain.split("/")[0] == "facility" else CentralEntry
