"""A victim's wish for a dialogue, kept on her own record (R8).

It is only a wish until she has been told who will learn what and has said yes to that step; before that no planner
sees it. Nobody at a facility is approached through this table.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from letterbank.db import Base, words
from letterbank.ids import Id
from letterbank.vault import Sealed, SealedRecord, VictimKey
from letterbank.vault.sealed import CONTACT, READ_VICTIM, REFERRAL


class ReferralStage(StrEnum):
    WISH = "wish"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"


class Referral(SealedRecord, Base):
    """`told_at` is when she was told who will learn what; `yes_at` her yes to that step."""

    __tablename__ = "dialogue_referral"
    key_table = VictimKey
    purposes = frozenset({READ_VICTIM, CONTACT, REFERRAL})

    id: Mapped[Id] = mapped_column(primary_key=True)
    victim_id: Mapped[Id] = mapped_column(ForeignKey("victim.id"), index=True)
    offender_id: Mapped[Id | None] = mapped_column(ForeignKey("offender.id"))
    case_id: Mapped[Id | None] = mapped_column(ForeignKey("court_case.id"))
    stage: Mapped[ReferralStage] = mapped_column(words(ReferralStage), default=ReferralStage.WISH, index=True)
    since: Mapped[datetime]
    told_at: Mapped[datetime | None]
    yes_at: Mapped[datetime | None]
    wish: Mapped[bytes | None] = mapped_column(Sealed())

    @property
    def key_id(self) -> Id:
        return self.victim_id

    @property
    def place(self) -> str:
        return f"referral/{self.id}"
