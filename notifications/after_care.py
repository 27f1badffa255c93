"""One call after the packet has left, if she wants one: offered with the yes, and made once (R26).

It asks how she is and what she needs. Nobody asks whether she read the letter.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Select, func, or_, select
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

from letterbank.audit import record
from letterbank.db import Base
from letterbank.errors import Missing, RuleBroken, WrongStage
from letterbank.ids import Id
from letterbank.letters.model import Letter
from letterbank.permissions import Permission, must
from letterbank.vault import Sealed, SealedRecord, VictimKey
from letterbank.vault.sealed import CONTACT, READ_VICTIM
from notifications import contact, copies
from notifications.model import Offer, OfferStage, Request, RequestStage
from notifications.ways import MESSAGES

if TYPE_CHECKING:
    from letterbank.work import Work

S = OfferStage
OUTCOMES: Mapping[str, str] = {
    "spoke": "We spoke",
    "message_left": "Left a message that says only who called",
    "message_against": "A message was left, though they did not allow one",
    "no_answer": "No answer",
    "not_wanted": "They want no call any more",
}
_TRIES = frozenset({"spoke", *MESSAGES.values(), "no_answer"})
MOST_TRIES = 2
_TIME_TO_ARRIVE = timedelta(days=7)


class AfterCare(SealedRecord, Base):
    """The wish for one call after this offer's packet. `outcome`, of OUTCOMES, is that of the last of `tries`."""

    __tablename__ = "after_care"
    key_table = VictimKey
    purposes = frozenset({CONTACT, READ_VICTIM})

    id: Mapped[Id] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    wanted_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[Id | None]
    outcome: Mapped[str | None]
    note: Mapped[bytes | None] = mapped_column(Sealed())

    offer: Mapped[Offer] = relationship()

    @property
    def key_id(self) -> Id:
        return self.offer.request_id

    @property
    def place(self) -> str:
        return f"offer/{self.id}/after-care"


def want(work: "Work", offer: Offer) -> None:
    """She would like the call. Raises RuleBroken where the programme makes none, or she is not called at all."""
    if not work.policy.contact.after_care_call:
        raise RuleBroken("This programme makes no call afterwards.")
    if not contact.way_of(work, offer).has_hours:
        raise RuleBroken("Nobody calls this person: they named another way. They may call us at any time.")
    wanted = work.session.get(AfterCare, offer.id) or AfterCare(id=offer.id)
    wanted.wanted_at, wanted.tries, wanted.tried_at = work.now, 0, None
    wanted.done_at = wanted.done_by = wanted.outcome = None
    work.session.add(wanted)
    record(work, "after-care: wanted", offer.subject)


def forget(work: "Work", offer: Offer) -> None:
    """With the yes goes the call that was offered with it."""
    wanted = work.session.get(AfterCare, offer.id)
    if wanted is not None and wanted.done_at is None:
        wanted.done_at, wanted.done_by, wanted.outcome = work.now, work.actor.id, "not_wanted"


def due(work: "Work") -> Select[AfterCare]:
    """The calls to make: the packet had time to arrive or she says that it did, and her request stands."""
    arrived = or_(Offer.since <= work.now - _TIME_TO_ARRIVE, Offer.stage != S.HANDED_OVER)
    return (
        select(AfterCare)
        .join(AfterCare.offer)
        .join(Offer.request)
        .join(Offer.letter)
        .where(AfterCare.done_at.is_(None), Offer.stage.in_(copies.AWAY), arrived)
        .where(Request.stage == RequestStage.STANDING)
        .options(contains_eager(AfterCare.offer).contains_eager(Offer.letter).joinedload(Letter.offender))
    )


def oldest(work: "Work") -> datetime | None:
    return work.session.scalar(due(work).options().with_only_columns(func.min(Offer.since)))


def find(work: "Work", offer_id: Id) -> AfterCare:
    """Raises Missing where no call is due."""
    found = work.session.scalar(due(work).where(AfterCare.id == offer_id))
    if found is None:
        raise Missing
    return found


def why_not_now(work: "Work", wanted: AfterCare) -> str | None:
    too_early = contact.too_early(work, wanted.tried_at) if wanted.tried_at else None
    return too_early or contact.not_at_this_hour(work)


def write_down(work: "Work", wanted: AfterCare, outcome: str, note: str = "") -> None:
    """What became of it. After one answer, or two tries without, nobody calls again. Raises RuleBroken."""
    must(work.actor, Permission.OFFER_CONTACT)
    if wanted.done_at is not None:
        raise WrongStage("This call was made before. It is made once.")
    if outcome not in OUTCOMES:
        raise RuleBroken("Choose what happened.")
    refusal = why_not_now(work, wanted) if outcome in _TRIES else None
    if refusal:
        raise RuleBroken(refusal)
    if outcome in MESSAGES.values():
        contact.must_be_true_of_a_message(contact.hers(work, wanted.offer), outcome)
    wanted.tries, wanted.tried_at = wanted.tries + (outcome in _TRIES), work.now
    wanted.outcome = outcome
    work.vault.seal(work, wanted, note=note)
    if outcome != "no_answer" or wanted.tries >= MOST_TRIES:
        wanted.done_at, wanted.done_by = work.now, work.actor.id
    record(work, "after-care: call", wanted.offer.subject, what=outcome)
