"""A victim's wish for a dialogue, kept on her own record (R8).

It is only a wish until she has been told who will learn what and has said yes to that step; before that no planner
sees it. Nobody at a facility is approached through this table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Select, func, select
from sqlalchemy.orm import Mapped, mapped_column

from letterbank.audit import record
from letterbank.db import Base, words
from letterbank.errors import Missing
from letterbank.ids import Id
from letterbank.people.model import Case, Offender
from letterbank.people.victims import Victim
from letterbank.permissions import Permission, Role, must
from letterbank.vault import Sealed, SealedRecord, VictimKey, opening_all
from letterbank.vault.sealed import CONTACT, READ_VICTIM, REFERRAL
from letterbank.workflow import Rule, Table, Waiting, rule, take

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
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def key_id(self) -> Id:
        return self.victim_id

    @property
    def place(self) -> str:
        return f"referral/{self.id}"

    subject = place


class ReferralStep(Base):
    __tablename__ = "dialogue_referral_step"

    id: Mapped[Id] = mapped_column(primary_key=True)
    record_id: Mapped[Id] = mapped_column(ForeignKey("dialogue_referral.id"), index=True)
    step: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    actor_id: Mapped[Id]
    at: Mapped[datetime]


class ReferralMove(StrEnum):
    REFER = "refer"
    WITHDRAW = "withdraw"
    HOLD = "hold"
    END = "end"


REFERRAL_RULES: Mapping[ReferralMove, Rule] = {
    # R8: told who will learn what, that the writer may guess she knows of his letter, and a yes to that step.
    ReferralMove.REFER: rule(ReferralStage.WISH, to=ReferralStage.REFERRED, needs=Permission.VICTIM_READ),
    ReferralMove.WITHDRAW: rule(
        {ReferralStage.WISH, ReferralStage.REFERRED}, to=ReferralStage.WITHDRAWN, needs=Permission.VICTIM_READ
    ),
    # R15, R16: what her receipt number alone may stop, the intake stops here as well. After a pause she is asked anew.
    ReferralMove.HOLD: rule(ReferralStage.REFERRED, to=ReferralStage.WISH, needs=Permission.DROP_OPEN),
    ReferralMove.END: rule(
        {ReferralStage.WISH, ReferralStage.REFERRED}, to=ReferralStage.WITHDRAWN, needs=Permission.DROP_OPEN
    ),
}

REFERRALS = Table("referral", REFERRAL_RULES, ReferralStep, {
    ReferralStage.WISH: Waiting(None, "for a yes to the next step"),
    ReferralStage.REFERRED: Waiting(Role.PLANNER, "to be prepared"),
})  # fmt: skip


def note_wish(work: "Work", victim_id: Id, wish: str, offender_id: Id | None, case_id: Id | None) -> Referral:
    """Keep her wish. Nobody but victim assistance sees it."""
    must(work.actor, Permission.VICTIM_READ)
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
    take(work, REFERRALS, ReferralMove.REFER, referral)
    referral.told_at = referral.yes_at = work.now


def withdraw(work: "Work", referral: Referral) -> None:
    """Her wish ends; nobody tells the writer."""
    take(work, REFERRALS, ReferralMove.WITHDRAW, referral)


def hold_all(work: "Work", victim_id: Id) -> None:
    """Her request is paused: nobody sees her wish, and her yes to the next step is asked for again (R16)."""
    for referral in _open_of(work, victim_id):
        if referral.stage is ReferralStage.REFERRED:
            take(work, REFERRALS, ReferralMove.HOLD, referral)
            referral.told_at = referral.yes_at = None


def end_all(work: "Work", victim_id: Id) -> None:
    """Her request has ended, and every wish with it; nobody tells the writer (R8, R15)."""
    for referral in _open_of(work, victim_id):
        take(work, REFERRALS, ReferralMove.END, referral)


def _open_of(work: "Work", victim_id: Id) -> Sequence[Referral]:
    work.session.flush()
    hers = select(Referral).where(Referral.victim_id == victim_id, Referral.stage != ReferralStage.WITHDRAWN)
    return work.session.scalars(hers).all()


def find(work: "Work", referral_id: Id) -> Referral:
    """One that this person may see. Raises Missing alike for one they may not and one that is not there."""
    found = work.session.scalar(_seen_by(work).where(Referral.id == referral_id))
    if found is None:
        raise Missing
    return found


def of_victim(work: "Work", victim_id: Id) -> Sequence[Referral]:
    """Every wish of hers, for victim assistance."""
    must(work.actor, Permission.VICTIM_READ)
    query = select(Referral).where(Referral.victim_id == victim_id).order_by(Referral.since, Referral.id)
    return work.session.scalars(query).all()


def shown_to(work: "Work") -> Sequence[Referral]:
    """What this person may see: victim assistance every open wish, a planner only what she agreed to."""
    return work.session.scalars(_seen_by(work).order_by(Referral.since, Referral.id)).all()


def _seen_by(work: "Work") -> Select[Referral]:
    if Permission.VICTIM_READ in work.actor.permissions:
        return select(Referral).where(Referral.stage != ReferralStage.WITHDRAWN)
    must(work.actor, Permission.REFERRAL_READ)
    return select(Referral).where(Referral.stage == ReferralStage.REFERRED)


@dataclass(frozen=True, repr=False)
class Known:
    """What a referral's row says by the register alone."""

    referral: Referral
    writer: str
    case: str


def known_of(work: "Work", referral: Referral) -> Known:
    writer = work.session.get(Offender, referral.offender_id) if referral.offender_id else None
    case = work.session.get(Case, referral.case_id) if referral.case_id else None
    return Known(referral, f"{writer.name}, {writer.number}" if writer else "", case.words if case else "")


def opened_for_planner(work: "Work", referral: Referral) -> tuple[Known, str, str]:
    """The referral with her name and her wish. Where she lives and how she is reached stay closed (R29)."""
    victim = work.session.get_one(Victim, referral.victim_id)
    wish, hers = opening_all(work, [referral, victim], REFERRAL)
    return known_of(work, referral), hers.name, wish.wish


def oldest(work: "Work") -> datetime | None:
    """Since when the first referral she agreed to waits for the planner."""
    must(work.actor, Permission.REFERRAL_READ)
    return work.session.scalar(select(func.min(Referral.since)).where(Referral.stage == ReferralStage.REFERRED))
