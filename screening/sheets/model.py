"""A cover sheet: an opaque code, good once, for one letter on paper. It knows no writer and no addressee."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from letterbank.db import Base, words
from letterbank.ids import Id
from letterbank.letters.model import Revision


class SheetStage(StrEnum):
    BLANK = "blank"
    READY = "ready"
    USED = "used"
    VOID = "void"


_IS_GOOD = text("stage = 'ready'")


class CoverSheet(Base):
    """`desk` is where it was printed and is good: `central` or `facility/<code>`. A blank one has no letter yet.

    `declared` is what the printed code itself says of the written sides; a blank sheet's says nothing. Sheets of one
    `batch` were made together. At `printed_at` its code went to paper, which it does once.
    `doubted_in` (JSON) are the stacks it lay in that were put aside with something against them.
    """

    __tablename__ = "cover_sheet"
    __table_args__ = (
        Index("ix_cover_sheet_waiting", "desk", "stage", "since", "id"),
        Index("ix_cover_sheet_code", "desk", "code"),
        # Whatever is printed at the same moment, a letter's paper has one sheet that leads to it.
        Index("uq_cover_sheet_good", "revision_id", unique=True, sqlite_where=_IS_GOOD, postgresql_where=_IS_GOOD),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    desk: Mapped[str]
    code: Mapped[str]
    batch: Mapped[Id] = mapped_column(index=True)
    declared: Mapped[int | None]
    revision_id: Mapped[Id | None] = mapped_column(ForeignKey("letter_revision.id"), index=True)
    stage: Mapped[SheetStage] = mapped_column(words(SheetStage))
    since: Mapped[datetime]
    printed_by: Mapped[Id]
    printed_at: Mapped[datetime | None]
    doubted_in: Mapped[str] = mapped_column(Text, default="[]")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    revision: Mapped[Revision | None] = relationship()

    @property
    def subject(self) -> str:
        return f"sheet/{self.id}"


class SheetStep(Base):
    """One step a cover sheet took."""

    __tablename__ = "cover_sheet_step"

    id: Mapped[Id] = mapped_column(primary_key=True)
    record_id: Mapped[Id] = mapped_column(ForeignKey("cover_sheet.id"), index=True)
    step: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    actor_id: Mapped[Id]
    at: Mapped[datetime]
