"""What readers at the centre answered and noted, under a key of the bank's own.

A returned letter's key goes back to its facility, and with it what the writer is told. What the centre's readers
thought of the letter is not the facility's: no role of one sees that this table exists.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from letterbank.db import Base
from letterbank.ids import Id
from letterbank.letters.model import Review
from letterbank.vault import LetterKey, Sealed, SealedRecord, opening_all
from letterbank.vault.sealed import REVIEW

if TYPE_CHECKING:
    from letterbank.work import Work


class CentralAnswers(SealedRecord, Base):
    """Of one review given at the centre; `id` is the review's, and its key's."""

    __tablename__ = "central_answers"
    key_table = LetterKey
    purposes = frozenset({REVIEW})

    id: Mapped[Id] = mapped_column(ForeignKey("review.id"), primary_key=True)
    letter_id: Mapped[Id] = mapped_column(ForeignKey("letter.id"), index=True)
    answers: Mapped[bytes | None] = mapped_column(Sealed())

    @property
    def key_id(self) -> Id:
        return self.id

    @property
    def place(self) -> str:
        return f"review/{self.id}/answers"


def keep(work: "Work", review: Review, spelled: str) -> None:
    """Seal them apart from the letter. The key is never moved."""
    kept = CentralAnswers(id=review.id, letter_id=review.letter_id)
    work.vault.new_key(work, LetterKey, kept.id, "bank")
    work.vault.seal(work, kept, answers=spelled)
    work.session.add(kept)


def opened_of(work: "Work", reviews: Sequence[Review]) -> dict[Id, str]:
    """By review, those that were given at the centre; nothing for a reader at a facility."""
    if work.actor.facility is not None:
        return {}
    query = select(CentralAnswers).where(CentralAnswers.id.in_([review.id for review in reviews]))
    rows = work.session.scalars(query).all()
    return {row.id: opened.answers for row, opened in zip(rows, opening_all(work, rows, REVIEW), strict=True)}


def of_letter(work: "Work", letter_id: Id) -> Sequence[CentralAnswers]:
    """For whoever destroys the letter."""
    return work.session.scalars(select(CentralAnswers).where(CentralAnswers.letter_id == letter_id)).all()
