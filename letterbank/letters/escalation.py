"""What a first reader put before a second person (R33): sealed for the centre alone, whoever raised it.

The letter's text may show knowledge of somebody's life now, a threat or a danger. Nobody coaches the writer about it,
and the facility learns nothing: it cannot read this table back, not even what it wrote itself.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from letterbank.db import Base
from letterbank.ids import Id
from letterbank.letters.model import Letter
from letterbank.permissions import Role
from letterbank.vault import LetterKey, Sealed, SealedRecord, opening_all
from letterbank.vault.sealed import CONTACT, DECIDE, REVIEW

if TYPE_CHECKING:
    from letterbank.work import Work


class Escalation(SealedRecord, Base):
    """`told` are the first reader's answers with the passages; `safety_note` waits at the centre for whoever may need
    to know before anybody is called. Its key is the bank's from the beginning and stays there.
    """

    __tablename__ = "escalation"
    key_table = LetterKey
    purposes = frozenset({DECIDE, CONTACT})

    id: Mapped[Id] = mapped_column(primary_key=True)
    letter_id: Mapped[Id] = mapped_column(ForeignKey("letter.id"), index=True)
    revision_id: Mapped[Id] = mapped_column(ForeignKey("letter_revision.id"), index=True)
    facility_code: Mapped[str] = mapped_column(ForeignKey("facility.code"))
    desk: Mapped[str]
    step: Mapped[int]
    raised_by: Mapped[Id]
    raised_at: Mapped[datetime]
    decided_by: Mapped[Id | None]
    decided_at: Mapped[datetime | None]
    told: Mapped[bytes | None] = mapped_column(Sealed())
    safety_note: Mapped[bytes | None] = mapped_column(Sealed())

    @property
    def key_id(self) -> Id:
        return self.id

    @property
    def place(self) -> str:
        return f"escalation/{self.id}"


class Finding(SealedRecord, Base):
    """What the second person answered in a letter's favour. It goes with the letter, so that the next reader has it."""

    __tablename__ = "finding"
    key_table = LetterKey
    purposes = frozenset({REVIEW})

    id: Mapped[Id] = mapped_column(primary_key=True)
    revision_id: Mapped[Id] = mapped_column(ForeignKey("letter_revision.id"), index=True)
    facility_code: Mapped[str] = mapped_column(ForeignKey("facility.code"))
    at: Mapped[datetime]
    answers: Mapped[bytes | None] = mapped_column(Sealed())

    @property
    def key_id(self) -> Id:
        return self.revision_id

    @property
    def place(self) -> str:
        return f"finding/{self.id}"


def undecided(work: "Work", letter: Letter) -> Escalation | None:
    """What still waits for a second person. Nothing at a facility, which sees none of it."""
    query = select(Escalation).where(Escalation.letter_id == letter.id, Escalation.decided_at.is_(None))
    return work.session.scalar(query.order_by(Escalation.raised_at, Escalation.id).limit(1))


def safety_notes(work: "Work", letter: Letter) -> list[tuple[str, str]]:
    """(number of a letter, what must be known) for whoever is about to reach its addressee, nobody before (R33).

    Of every letter this writer wrote about the same case, kept or refused: the danger is not in this one alone.
    """
    same = select(Escalation, Letter.number).join(Letter, Escalation.letter_id == Letter.id)
    same = same.where(Letter.offender_id == letter.offender_id, Letter.case_id == letter.case_id)
    rows = work.session.execute(same.order_by(Escalation.raised_at, Escalation.id)).all()
    opened = opening_all(work, [raised for raised, _ in rows], CONTACT)
    return [(number, one.safety_note) for (_, number), one in zip(rows, opened, strict=True) if one.safety_note]


def is_named(work: "Work") -> bool:
    """Whether the policy names this person's role for deciding."""
    return work.actor.facility is None and Role(work.policy.letters.escalated_to) in work.actor.roles
