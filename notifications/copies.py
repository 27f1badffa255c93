"""Printed copies that may not leave any more. Each lies in the house until a person has destroyed it (P6, R36).

A pause, a stop, a yes taken back, a new address or the post can make a copy void; none of them shreds paper.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import contains_eager

from letterbank.audit import record
from letterbank.errors import Missing, RuleBroken, WrongStage
from letterbank.letters.model import Letter, LetterStage
from letterbank.permissions import Permission, must
from letterbank.workflow import take
from notifications.model import Offer, OfferStage, Packet, Request, RequestStage
from notifications.workflow import OFFERS, Move

if TYPE_CHECKING:
    from letterbank.work import Work

S = OfferStage
AWAY = (S.HANDED_OVER, S.RECEIVED, S.READ)


def to_destroy() -> Select[Packet]:
    """Every copy that is in the house and will not leave it."""
    return (
        select(Packet)
        .join(Packet.offer)
        .join(Offer.request)
        .join(Offer.letter)
        .where(Packet.destroyed_at.is_(None), not_(or_(_may_still_leave(), _is_away())))
        .options(contains_eager(Packet.offer).contains_eager(Offer.letter).joinedload(Letter.offender))
    )


def oldest(work: "Work") -> datetime | None:
    """When the oldest of them was printed."""
    found = to_destroy().options().with_only_columns(func.min(Packet.packed_at))
    return work.session.scalar(found)


def find(offer: Offer, number: int) -> Packet:
    """Raises Missing."""
    for packet in offer.packets:
        if packet.copy_number == number:
            return packet
    raise Missing


def destroy(work: "Work", packet: Packet) -> None:
    """Somebody has put it in the locked shredder, envelopes and all, and says so."""
    must(work.actor, Permission.PACKET_PACK)
    offer = packet.offer
    if packet.destroyed_at is not None:
        raise WrongStage("This copy was destroyed before.")
    if offer.stage in AWAY and not packet.void:
        raise RuleBroken("This copy has left the house. It can be destroyed here only when it came back.")
    if not packet.void and offer.stage in OFFERS.rules[Move.SPOIL].starts:
        take(work, OFFERS, Move.SPOIL, offer)
    packet.void, packet.destroyed_at, packet.destroyed_by = True, work.now, work.actor.id
    record(work, "packet: destroyed", offer.subject, copy=packet.copy_number)


def destroy_standing(work: "Work", offer: Offer) -> None:
    """The copy that counts was spoiled: it is destroyed, and a new one can be packed."""
    for packet in offer.packets:
        if not packet.void:
            destroy(work, packet)


def _may_still_leave() -> ColumnElement[bool]:
    return and_(
        Offer.stage.in_((S.PACKED, S.CHECKED)), Packet.void.is_(False),
        Request.stage == RequestStage.STANDING, Letter.stage == LetterStage.BANKED,
        Offer.yes_at >= Request.since,  # after a pause they are asked again, and the copy of before stays here
    )  # fmt: skip


def _is_away() -> ColumnElement[bool]:
    return and_(Offer.stage.in_(AWAY), Packet.void.is_(False))
