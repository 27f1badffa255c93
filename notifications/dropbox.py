"""The drop box: a database of its own with one insert-only table. The public form writes it and can read nothing (P3).

A row is an id made by the client side and one seal of fixed size. No time, no default, no other constraint.
"""

import json
import re
from collections.abc import Mapping

from sqlalchemy import LargeBinary, MetaData, String, delete, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from letterbank.errors import Unreadable
from letterbank.ids import Id
from letterbank.vault import Vault

SIZE = 12 * 1024
DOMAIN = "dropbox"
BATCH = 100
DEPTH = 8  # the form nests two deep

_BRACKETS = re.compile(rb'"(?:[^"\\]+|\\.)*+"?|([\[{])|([\]}])', re.DOTALL)

# A draft sent twice is one drop. Said without a target, so that INSERT is the only right it needs on PostgreSQL.
_DROP = text("INSERT INTO dropped (id, sealed) VALUES (:id, :sealed) ON CONFLICT DO NOTHING")


class DropBase(DeclarativeBase):
    metadata = MetaData()


class Dropped(DropBase):
    __tablename__ = "dropped"

    id: Mapped[Id] = mapped_column(String(26), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


def seal_message(vault: Vault, drop_id: Id, message: Mapping[str, object]) -> bytes:
    """One message, padded to one size whatever it says. Raises ValueError when it could not fit."""
    plain = json.dumps(message, separators=(",", ":")).encode()
    if len(plain) > SIZE:
        raise ValueError("the message is longer than a drop")
    return vault.seal_to(DOMAIN, plain.ljust(SIZE), f"drop/{drop_id}")


def drop(session: Session, drop_id: Id, sealed: bytes) -> None:
    """INSERT only: this is all the public surface's database role may do. The same drop again changes nothing."""
    session.execute(_DROP, {"id": drop_id, "sealed": sealed})


def waiting(session: Session, after: Id = "") -> list[tuple[Id, bytes]]:
    """The next drops not yet taken in, at most BATCH, in an order that tells nothing of time."""
    query = select(Dropped.id, Dropped.sealed).where(Dropped.id > after).order_by(Dropped.id).limit(BATCH)
    return [(row.id, row.sealed) for row in session.execute(query)]


def open_message(vault: Vault, drop_id: Id, sealed: bytes) -> object:
    """What was dropped, or Unreadable: a broken seal, another department's, or no message inside."""
    plain = vault.open_for(DOMAIN, sealed, f"drop/{drop_id}")
    if _is_deep(plain):
        raise Unreadable
    try:
        message: object = json.loads(plain)
        json.dumps(message, ensure_ascii=False).encode()  # half a sign cannot be kept; better to know now
    except ValueError:
        raise Unreadable from None
    return message


def _is_deep(plain: bytes) -> bool:
    """Whether it nests deeper than any form's message: what one stack can still read, another could not."""
    depth = 0
    for opens, closes in _BRACKETS.findall(plain):
        depth += bool(opens) - bool(closes)
        if depth > DEPTH:
            return True
    return False


def remove(session: Session, drop_id: Id) -> None:
    """After the intake has committed: a drop found again is only removed (exactly once, P6)."""
    session.execute(delete(Dropped).where(Dropped.id == drop_id))
