"""A stack as it is kept while it is sorted: its bytes in sealed pieces, then its sides, then nothing.

Everything of it is sealed under one key held at its desk. When its letters have their pages, or a person has decided
otherwise, the key is destroyed and pieces and sides are deleted; what happened to it stays.
"""

import json
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from letterbank.db import Base, words
from letterbank.ids import Id
from letterbank.vault import LetterKey, Sealed, SealedRecord
from letterbank.vault.sealed import LOOK_OVER, SORT

NOT_A_SCAN = "not a scan: "  # before the reason for which a file was not taken in, among the findings


class StackStage(StrEnum):
    ARRIVING = "arriving"
    WAITING = "waiting"
    QUARANTINED = "quarantined"
    LAID_OUT = "laid_out"
    SEPARATED = "separated"
    REFUSED = "refused"
    TO_RESCAN = "to_rescan"
    DISCARDED = "discarded"
    BROKEN_OFF = "broken_off"
    CLOSED = "closed"


class Stack(SealedRecord, Base):
    """`number` is what people say aloud; `desk` as on a cover sheet. `file` is its name, `sha256` of all its bytes.

    `letters` is how many cover sheets somebody counted in the paper. `findings` (JSON) says why it was put aside,
    `layout` (JSON) how a person would have it, `[]` where they see no letter: neither holds a word of a letter.
    `laid_out_by` laid it out last or put right what stood against it; from then on somebody else looks, always.
    Where the machine laid it out after an earlier doubt, `had_a_part` (JSON) are the people who brought or decided.
    """

    __tablename__ = "stack"
    __table_args__ = (Index("ix_stack_waiting", "desk", "stage", "since", "id"),)
    key_table = LetterKey
    purposes = frozenset({SORT, LOOK_OVER})

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str]
    desk: Mapped[str]
    stage: Mapped[StackStage] = mapped_column(words(StackStage))
    since: Mapped[datetime]
    brought_by: Mapped[Id]
    brought_at: Mapped[datetime]
    size: Mapped[int]
    sha256: Mapped[str]
    letters: Mapped[int | None]
    sides_read: Mapped[int] = mapped_column(default=0)
    sides_in_all: Mapped[int | None]
    findings: Mapped[str] = mapped_column(Text, default="[]")
    layout: Mapped[str] = mapped_column(Text, default="[]")
    laid_out_by: Mapped[Id | None]
    had_a_part: Mapped[str] = mapped_column(Text, default="[]")
    claimed_by: Mapped[Id | None]
    claimed_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    file: Mapped[bytes | None] = mapped_column(Sealed())

    sides: Mapped[list["StackSide"]] = relationship(back_populates="stack", order_by="StackSide.ordinal")

    __mapper_args__ = {"version_id_col": version}

    @property
    def reasons(self) -> frozenset[str]:
        """Why it was put aside last."""
        return frozenset(one["reason"] for one in json.loads(self.findings))

    @property
    def subject(self) -> str:
        return f"stack/{self.id}"

    @property
    def not_the_second(self) -> frozenset[Id]:
        """Who must not be the one to agree."""
        return frozenset(json.loads(self.had_a_part)) | ({self.laid_out_by} if self.laid_out_by else frozenset())

    @property
    def holds_no_letter(self) -> bool:
        return self.layout == "[]"

    @property
    def key_id(self) -> Id:
        return self.id

    @property
    def place(self) -> str:
        return self.subject


class StackPiece(SealedRecord, Base):
    """One mebibyte of the file as it came, counted from 0; the last is shorter."""

    __tablename__ = "stack_piece"
    key_table = LetterKey
    purposes = frozenset({SORT, LOOK_OVER})

    stack_id: Mapped[Id] = mapped_column(ForeignKey("stack.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    desk: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(Sealed(text=False))

    @property
    def key_id(self) -> Id:
        return self.stack_id

    @property
    def place(self) -> str:
        return f"stack/{self.stack_id}/piece/{self.ordinal}"


class StackSide(SealedRecord, Base):
    """One clean side, counted from 1. `codes` are texts of cover sheets read on it, one a line: claims.

    `turn` is by how much it must be turned clockwise to stand upright, where its own code tells; `turned` by how
    much its picture has been turned so far.
    """

    __tablename__ = "stack_side"
    __table_args__ = (Index("uq_stack_side_place", "stack_id", "ordinal", unique=True),)
    key_table = LetterKey
    purposes = frozenset({SORT, LOOK_OVER})

    id: Mapped[Id] = mapped_column(primary_key=True)
    stack_id: Mapped[Id] = mapped_column(ForeignKey("stack.id"), index=True)
    desk: Mapped[str]
    ordinal: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    kind: Mapped[str]
    blank: Mapped[bool]
    codes: Mapped[str] = mapped_column(Text)
    turn: Mapped[int]
    damaged: Mapped[bool]
    turned: Mapped[int] = mapped_column(default=0)
    image: Mapped[bytes | None] = mapped_column(Sealed(text=False), deferred=True)
    thumbnail: Mapped[bytes | None] = mapped_column(Sealed(text=False), deferred=True)

    stack: Mapped[Stack] = relationship(back_populates="sides")

    @property
    def key_id(self) -> Id:
        return self.stack_id

    @property
    def place(self) -> str:
        return f"stack/{self.stack_id}/side/{self.ordinal}"


class StackStep(Base):
    """One step a stack took, and who took it."""

    __tablename__ = "stack_step"

    id: Mapped[Id] = mapped_column(primary_key=True)
    record_id: Mapped[Id] = mapped_column(ForeignKey("stack.id"), index=True)
    step: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    actor_id: Mapped[Id]
    at: Mapped[datetime]
