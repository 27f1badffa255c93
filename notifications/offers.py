"""An offer: one banked letter for one request. Each step through the table, with what the step must remember."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Select, or_, select

from letterbank.errors import Missing, RuleBroken
from letterbank.ids import Id
from letterbank.letters.model import Letter, LetterStage
from letterbank.vod import referral
from letterbank.workflow import may_take, take
from notifications import after_care, disclosure, known, recognising
from notifications.model import Offer, Request, RequestStage
from notifications.workflow import BEFORE_HAND_OVER, OFFERS, REQUESTS, Move, RequestMove

if TYPE_CHECKING:
    from letterbank.work import Work

SHORT_ANSWERS = frozenset({
    Move.SAY_NOT_NOW, Move.SAY_NO, Move.SAY_NEVER, Move.WRONG_PERSON, Move.DIED, Move.GIVE_UP,
})  # fmt: skip


def find(work: "Work", offer_id: Id) -> Offer:
    found = work.session.get(Offer, offer_id)
    if found is None:
        raise Missing
    return found


def confirm(work: "Work", offer: Offer, why: str = "") -> bool:
    """A person, not a score, says that this letter is to this victim. False: a second person is still to look."""
    if may_take(work, OFFERS, Move.CONFIRM, offer):
        recognising.look(work, offer, why)
        if not recognising.is_sure(work, offer):
            return False
    take(work, OFFERS, Move.CONFIRM, offer)
    return True


def not_a_match(work: "Work", offer: Offer) -> None:
    """The refusal is remembered: this pair is never offered again."""
    take(work, OFFERS, Move.NOT_A_MATCH, offer)


def begin_contact(work: "Work", offer: Offer) -> None:
    take(work, OFFERS, Move.BEGIN, offer)


def say_yes(work: "Work", offer: Offer, facts: Iterable[str] = ()) -> None:
    """Her yes to this letter as it is now. It is a lease, not a stamp (P5, VC-02)."""
    offer.yes_at, offer.revision_id, offer.wakes_on = work.now, offer.letter.newest.id, None
    disclosure.choose(work, offer, facts)
    take(work, OFFERS, Move.SAY_YES, offer)


def say_later(work: "Work", offer: Offer, on: date | None) -> None:
    """Nobody calls before `on`, the programme's calendar day."""
    offer.wakes_on = on
    take(work, OFFERS, Move.SAY_LATER, offer)


def say(work: "Work", offer: Offer, answer: Move) -> None:
    """Any answer that needs nothing more, with what follows from it for her request."""
    if answer not in SHORT_ANSWERS:
        raise RuleBroken("This answer needs more than a word.")
    take(work, OFFERS, answer, offer)
    offer.wakes_on = None
    request = offer.request
    if answer in (Move.SAY_NEVER, Move.DIED) and may_take(work, REQUESTS, RequestMove.WITHDRAW, request):
        # R19: "never" covers every revision and every other letter; nobody calls the family of one who died.
        end_request(work, request)
    if answer is Move.WRONG_PERSON and may_take(work, REQUESTS, RequestMove.PAUSE, request):
        # Whoever answers there is not her: nobody calls again before a person has found out more.
        pause_request(work, request)


def wake(work: "Work", offer: Offer) -> None:
    """The day she named has come."""
    take(work, OFFERS, Move.WAKE, offer)


def reopen(work: "Work", offer: Offer) -> None:
    """On her own word alone (R20). A date she named still holds for our calls."""
    take(work, OFFERS, Move.REOPEN, offer)


def take_back(work: "Work", offer: Offer) -> None:
    """A yes taken back before hand-over is a no; whatever was printed is void."""
    take(work, OFFERS, Move.TAKE_BACK, offer)
    forget_yes(work, offer)


def ask_again(work: "Work", offer: Offer) -> None:
    """Her yes has run out, or the envelope came back: nothing leaves before a new yes."""
    take(work, OFFERS, Move.ASK_AGAIN, offer)
    forget_yes(work, offer)


def pause_request(work: "Work", request: Request) -> None:
    """R16: nothing leaves, nobody calls and nobody sees her wishes until she says so."""
    take(work, REQUESTS, RequestMove.PAUSE, request)
    referral.hold_all(work, request.victim_id)


def end_request(work: "Work", request: Request) -> None:
    """R15: with the request ends every open offer and every wish for a dialogue.

    Another request that is plainly of the same person is paused: it may not revive what she ended.
    """
    take(work, REQUESTS, RequestMove.WITHDRAW, request)
    stop_all(work, request)
    referral.end_all(work, request.victim_id)
    for other in known.plainly_the_same(work, request):
        pause_request(work, other)


def stop_all(work: "Work", request: Request) -> None:
    """Stop every offer of this request that has not been handed over."""
    work.session.flush()
    _stop(work, select(Offer).where(Offer.request_id == request.id))


def stop_overtaken(work: "Work", at_most: int) -> None:
    """Stop offers whose letter was withdrawn by its writer, or whose request ended while they were made (R2)."""
    over = or_(Letter.stage != LetterStage.BANKED, Request.stage == RequestStage.WITHDRAWN)
    _stop(work, select(Offer).join(Letter).join(Request).where(over).limit(at_most))


def _stop(work: "Work", which: Select[Offer]) -> None:
    for offer in work.session.scalars(which.where(Offer.stage.in_(BEFORE_HAND_OVER))).all():
        take(work, OFFERS, Move.STOP, offer)
        forget_yes(work, offer)


def forget_yes(work: "Work", offer: Offer) -> None:
    """Nothing of an ended yes lives on: not its lease, not what the writer might have been told, no printed copy."""
    offer.yes_at = offer.revision_id = offer.wakes_on = None
    disclosure.choose(work, offer, ())
    after_care.forget(work, offer)
    for packet in offer.packets:
        packet.void = True
