"""An offer: one banked letter for one request. Each step through the table, with what the step must remember."""

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from letterbank.errors import Missing, RuleBroken
from letterbank.ids import Id
from letterbank.workflow import take
from notifications import disclosure
from notifications.model import Offer, Request
from notifications.workflow import BEFORE_HAND_OVER, OFFERS, REQUESTS, Move, RequestMove

if TYPE_CHECKING:
    from letterbank.work import Work


def find(work: "Work", offer_id: Id) -> Offer:
    found = work.session.get(Offer, offer_id)
    if found is None:
        raise Missing
    return found


def confirm(work: "Work", offer: Offer) -> None:
    """A person, not a score, says that this letter is written to this victim."""
    take(work, OFFERS, Move.CONFIRM, offer)


def not_a_match(work: "Work", offer: Offer) -> None:
    """The refusal is remembered: this pair is never offered again."""
    take(work, OFFERS, Move.NOT_A_MATCH, offer)


def begin_contact(work: "Work", offer: Offer) -> None:
    take(work, OFFERS, Move.BEGIN, offer)


def say_yes(work: "Work", offer: Offer, facts: Iterable[str] = ()) -> None:
    """Her yes to this letter as it is now. It is a lease, not a stamp (P5, VC-02)."""
    offer.yes_at, offer.revision_id = work.now, offer.letter.newest.id
    disclosure.choose(work, offer, facts)
    take(work, OFFERS, Move.SAY_YES, offer)


def say_later(work: "Work", offer: Offer, on: date) -> None:
    """Nobody calls before `on`, the programme's calendar day."""
    offer.wakes_on = on
    take(work, OFFERS, Move.SAY_LATER, offer)


def say(work: "Work", offer: Offer, answer: Move) -> None:
    """Any answer that needs nothing more. After "never" the request itself ends: revisions are covered (R19)."""
    if answer in (Move.SAY_YES, Move.SAY_LATER):
        raise RuleBroken("This answer needs more than a word.")
    take(work, OFFERS, answer, offer)
    if answer is Move.SAY_NEVER:
        take(work, REQUESTS, RequestMove.WITHDRAW, offer.request)
        stop_all(work, offer.request)


def take_back(work: "Work", offer: Offer) -> None:
    """A yes taken back before hand-over is a no; whatever was printed is void."""
    take(work, OFFERS, Move.TAKE_BACK, offer)
    forget_yes(offer)


def stop_all(work: "Work", request: Request) -> None:
    """Stop every offer of this request that has not been handed over."""
    work.session.flush()
    going_on = select(Offer).where(Offer.request_id == request.id, Offer.stage.in_(BEFORE_HAND_OVER))
    for offer in work.session.scalars(going_on):
        take(work, OFFERS, Move.STOP, offer)
        forget_yes(offer)


def forget_yes(offer: Offer) -> None:
    offer.yes_at = offer.revision_id = None
    for packet in offer.packets:
        packet.void = True


def evidence(text: str) -> list[str]:
    """The sentences of a sealed evidence column, opened."""
    sentences: list[str] = json.loads(text or "[]")
    return sentences
