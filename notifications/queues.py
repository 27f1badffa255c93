"""What waits for victim assistance: one list for each thing to do, oldest first, by key. Opens nothing, counts nothing.

A row names the letter's writer and the case by the register; her name is never on a list of offers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from letterbank.letters.model import Letter, LetterStage
from letterbank.permissions import Permission
from notifications.model import Offer, OfferStage, Request, RequestStage

if TYPE_CHECKING:
    from letterbank.work import Work

S, P = OfferStage, Permission


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One list. `deed` is what a person does with each row, `idle` the sentence of an empty list."""

    stage: OfferStage
    title: str
    deed: str
    idle: str
    needs: Permission


QUEUES: Mapping[str, Queue] = {
    "matches": Queue(stage=S.FOUND, title="Matches to confirm", deed="Compare", needs=P.MATCH_CONFIRM,
                     idle="No match waits to be confirmed."),
    "first-contacts": Queue(stage=S.VERIFIED, title="First contacts", deed="Prepare", needs=P.OFFER_CONTACT,
                            idle="No first contact waits."),
    "calls": Queue(stage=S.CONTACTING, title="Contacts due, answers awaited", deed="Open", needs=P.OFFER_CONTACT,
                   idle="No call is due today."),
    "clear": Queue(stage=S.ACCEPTED, title="To clear for release", deed="Clear", needs=P.PACKET_PACK,
                   idle="Nothing waits to be cleared."),
    "pack": Queue(stage=S.CLEARED, title="To pack", deed="Pack", needs=P.PACKET_PACK,
                  idle="Nothing waits to be packed."),
    "check": Queue(stage=S.PACKED, title="Envelopes to check", deed="Check", needs=P.PACKET_CHECK,
                   idle="No envelope waits for a second person."),
    "hand-over": Queue(stage=S.CHECKED, title="To hand over", deed="Hand over", needs=P.PACKET_PACK,
                       idle="Nothing waits to be handed over."),
    "came-back": Queue(stage=S.CAME_BACK, title="Came back", deed="Look why", needs=P.OFFER_CONTACT,
                       idle="Nothing came back."),
}  # fmt: skip


def going_on(work: "Work", queue: Queue) -> Select[Offer]:
    """The offers of one list: the letter in the bank, the request standing, a date she named not ahead of us."""
    return (
        select(Offer)
        .join(Offer.request)
        .join(Offer.letter)
        .where(_due(work, queue), _wanted())
        .options(
            contains_eager(Offer.letter).options(joinedload(Letter.offender), joinedload(Letter.case)),
            selectinload(Offer.attempts),
        )
    )


def _wanted() -> ColumnElement[bool]:
    return and_(Request.stage == RequestStage.STANDING, Letter.stage == LetterStage.BANKED)


def _due(work: "Work", queue: Queue) -> ColumnElement[bool]:
    here = Offer.stage == queue.stage
    if queue.stage is not S.CONTACTING:
        return here
    come = Offer.wakes_on <= work.today
    return or_(and_(here, or_(Offer.wakes_on.is_(None), come)), and_(Offer.stage == S.LATER, come))


def oldest(work: "Work", queue: Queue) -> datetime | None:
    """Since when the oldest of a list waits."""
    query = select(func.min(Offer.since)).select_from(Offer).join(Offer.request).join(Offer.letter)
    return work.session.scalar(query.where(_due(work, queue), _wanted()))


def requests_at(stage: RequestStage) -> Select[Request]:
    return select(Request).where(Request.stage == stage)


def oldest_request(work: "Work", stage: RequestStage) -> datetime | None:
    return work.session.scalar(select(func.min(Request.since)).where(Request.stage == stage))


def offers_of(work: "Work", request: Request) -> list[Offer]:
    query = select(Offer).where(Offer.request_id == request.id).order_by(Offer.since, Offer.id)
    return list(work.session.scalars(query.options(joinedload(Offer.letter).joinedload(Letter.offender))))
