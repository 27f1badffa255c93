"""What the centre alone knows of paper: where it is kept, what a bag held beside its list, why one was given up (R37).

No facility role sees that these tables exist.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from letterbank.db import Base, words
from letterbank.ids import Id
from letterbank.letters.paper.model import Paper


class KeptStage(StrEnum):
    ON_THE_DESK = "on_the_desk"
    SAFE = "safe"
    IN_PACKET = "in_packet"
    TO_DESTROY = "to_destroy"
    DESTROYED = "destroyed"


class Kept(Base):
    """Received paper in its place at the centre. `id` is the paper's; `asked_by` wants it destroyed."""

    __tablename__ = "kept_paper"
    __table_args__ = (Index("ix_kept_paper_queue", "stage", "since", "id"),)

    id: Mapped[Id] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    stage: Mapped[KeptStage] = mapped_column(words(KeptStage), default=KeptStage.ON_THE_DESK)
    since: Mapped[datetime]
    shelf: Mapped[str] = mapped_column(default="")
    asked_by: Mapped[Id | None]
    asked_at: Mapped[datetime | None]
    destroyed_by: Mapped[Id | None]
    version: Mapped[int] = mapped_column()

    paper: Mapped[Paper] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> str:
        return f"paper/{self.id}"


class KeptStep(Base):
    __tablename__ = "kept_paper_step"

    id: Mapped[Id] = mapped_column(primary_key=True)
    record_id: Mapped[Id] = mapped_column(ForeignKey("kept_paper.id"), index=True)
    step: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    actor_id: Mapped[Id]
    at: Mapped[datetime]


class BagWords(Base):
    """What whoever opened a bag found worth saying, beside what its list asks."""

    __tablename__ = "paper_bag_words"

    id: Mapped[Id] = mapped_column(ForeignKey("paper_bag.id"), primary_key=True)
    words: Mapped[str]


class Loss(Base):
    """Why a paper, or some of its sides, is not looked for any more. The scan in the bank is untouched."""

    __tablename__ = "paper_loss"

    id: Mapped[Id] = mapped_column(primary_key=True)
    paper_id: Mapped[Id] = mapped_column(ForeignKey("paper.id"), index=True)
    reason: Mapped[str]
    at: Mapped[datetime]
    declared_by: Mapped[Id]
