"""The bank: what is kept of an accepted letter for the day somebody asks.

At deposit the addressee's name is sealed again for the domain `victims`, so that matching never opens a letter.
Deposits are central rows; no facility role sees them.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from letterbank.db import Base
from letterbank.ids import Id
from letterbank.letters.model import Letter
from letterbank.vault import LetterKey, Sealed, SealedRecord, VictimKey, opening
from letterbank.vault.keys import holder_of
from letterbank.vault.sealed import MATCH, REVIEW

if TYPE_CHECKING:
    from letterbank.work import Work


class Deposit(SealedRecord, Base):
    """A banked letter as matching knows it. `id` is the letter's."""

    __tablename__ = "deposit"
    key_table = VictimKey
    purposes = frozenset({MATCH})

    id: Mapped[Id] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    offender_id: Mapped[Id] = mapped_column(index=True)
    case_id: Mapped[Id] = mapped_column(index=True)
    banked_at: Mapped[datetime]
    addressee: Mapped[bytes | None] = mapped_column(Sealed())

    @property
    def key_id(self) -> Id:
        return self.id

    @property
    def place(self) -> str:
        return f"deposit/{self.id}"


def deposit(work: "Work", letter: Letter) -> Deposit:
    """Keep an accepted letter. Called once, by the last review's pass."""
    addressee = opening(work, letter.newest, REVIEW).addressee
    kept = Deposit(id=letter.id, offender_id=letter.offender_id, case_id=letter.case_id, banked_at=work.now)
    work.vault.new_key(work, VictimKey, kept.id, "victims")
    work.vault.seal(work, kept, addressee=addressee)
    work.session.add(kept)
    return kept


def held_by(work: "Work", letter: Letter) -> str | None:
    """The domain that can open the newest revision today."""
    return holder_of(work, LetterKey, letter.newest.id)
