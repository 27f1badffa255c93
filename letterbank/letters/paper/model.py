"""Paper and the bags it travels in. A facility sees these rows of its own; what the centre adds stands in `central`."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from letterbank.db import Base, words
from letterbank.ids import Id
from letterbank.letters.model import Letter


class PaperStage(StrEnum):
    TO_SEND = "to_send"
    TO_GIVE_BACK = "to_give_back"
    MISSING = "missing"
    WITH_WRITER = "with_writer"
    PACKED = "packed"
    SENT = "sent"
    NOT_ARRIVED = "not_arrived"
    INCOMPLETE = "incomplete"
    RECEIVED = "received"
    LOST = "lost"
    TO_SEND_BACK = "to_send_back"
    SENT_BACK = "sent_back"


class Paper(Base):
    """The sheets of one revision, once they wait for somebody. Without a row the paper lies at the intake desk.

    `accepted`: the letter came into the bank, so the paper belongs to the centre; otherwise it is the writer's.
    `ready_at` is the moment that was decided; `sides` how many written sides were scanned.
    """

    __tablename__ = "paper"
    __table_args__ = (
        Index("ix_paper_queue", "stage", "since", "id"),
        Index("ix_paper_facility_queue", "facility_code", "stage", "ready_at", "id"),
    )

    id: Mapped[Id] = mapped_column(ForeignKey("letter_revision.id"), primary_key=True)
    letter_id: Mapped[Id] = mapped_column(ForeignKey("letter.id"), index=True)
    facility_code: Mapped[str] = mapped_column(ForeignKey("facility.code"))
    accepted: Mapped[bool]
    sides: Mapped[int]
    stage: Mapped[PaperStage] = mapped_column(words(PaperStage))
    since: Mapped[datetime]
    ready_at: Mapped[datetime]
    bag_id: Mapped[Id | None] = mapped_column(ForeignKey("paper_bag.id"), index=True)
    sides_found: Mapped[int | None]
    version: Mapped[int] = mapped_column()

    letter: Mapped[Letter] = relationship()
    bag: Mapped["Bag | None"] = relationship(back_populates="papers")

    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> str:
        return f"paper/{self.id}"


class PaperStep(Base):
    """One movement of a paper, up to its reception at the centre."""

    __tablename__ = "paper_step"

    id: Mapped[Id] = mapped_column(primary_key=True)
    record_id: Mapped[Id] = mapped_column(ForeignKey("paper.id"), index=True)
    step: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    actor_id: Mapped[Id]
    at: Mapped[datetime]


class Bag(Base):
    """A numbered bag or envelope: packed, sent, opened at the centre; or unpacked again before it left."""

    __tablename__ = "paper_bag"
    __table_args__ = (Index("ix_paper_bag_on_its_way", "opened_at", "packed_at", "id"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(index=True)
    facility_code: Mapped[str] = mapped_column(ForeignKey("facility.code"), index=True)
    leaves_on: Mapped[date]
    packed_at: Mapped[datetime]
    packed_by: Mapped[Id]
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[Id | None]
    unpacked_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[Id | None]
    version: Mapped[int] = mapped_column()

    papers: Mapped[list[Paper]] = relationship(back_populates="bag", order_by="Paper.ready_at, Paper.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> str:
        return f"bag/{self.id}"
