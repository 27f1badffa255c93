"""A victim's wish for a dialogue, kept on her own record (R8).

It is only a wish until she has been told who will learn what and has said yes to that step; before that no planner
sees it. Nobody at a facility is approached through this table.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from letterbank.audit import record
from letterbank.db import Base, words
from letterbank.errors import WrongStage
from letterbank.ids import Id
from letterbank.permissions import Permission, must
from letterbank.vault import Sealed, SealedRecord, VictimKey
from letterbank.vault.sealed import CONTACT, READ_VICTIM, REFERRAL

if TYPE_CHECKING:
    from letterbank.work import Work


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


def note_wish(work: "Work", victim_id: Id, wish: str, offender_id: Id | None, case_id: Id | None) -> Referral:
    """Keep her wish. Nobody but victim assistance sees it."""
    kept = Referral(
        id=work.new_id(), victim_id=victim_id, offender_id=offender_id, case_id=case_id, stage=ReferralStage.WISH,
        since=work.now,
    )  # fmt: skip
    work.vault.seal(work, kept, wish=wish)
    work.session.add(kept)
    record(work, "referral: wish noted", kept.place)
    return kept


def refer(work: "Work", referral: Referral) -> None:
    """She was told who will learn what, that the writer may guess she knows of his letter, and said yes (R8)."""
    must(work.actor, Permission.VICTIM_READ)
    if referral.stage is not ReferralStage.WISH:
        raise WrongStage("This wish has been referred or withdrawn already.")
    referral.told_at = referral.yes_at = referral.since = work.now
    referral.stage = ReferralStage.REFERRED
    record(work, "referral: told and agreed", referral.place)


def withdraw(work: "Work", referral: Referral) -> None:
    """Her wish ends; nobody tells the writer."""
    must(work.actor, Permission.VICTIM_READ)
    referral.stage, referral.since = ReferralStage.WITHDRAWN, work.now
    record(work, "referral: withdrawn", referral.place)


def shown_to(work: "Work") -> Sequence[Referral]:
    """What this person may see: victim assistance every open wish, a planner only what she agreed to."""
    seen = select(Referral).order_by(Referral.since, Referral.id)
    if Permission.VICTIM_READ in work.actor.permissions:
        return work.session.scalars(seen.where(Referral.stage != ReferralStage.WITHDRAWN)).all()
    must(work.actor, Permission.REFERRAL_READ)
    return work.session.scalars(seen.where(Referral.stage == ReferralStage.REFERRED)).all()
