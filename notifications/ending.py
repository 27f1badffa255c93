"""Destroying all a victim told us, and all we noted of her, when she waits for nothing any more (P9, R15)."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from letterbank.errors import Missing, RuleBroken
from letterbank.ids import Id
from letterbank.people.victims import Victim
from letterbank.safekeeping.destruction import Destruction, order_all
from notifications import known
from notifications.model import Request, RequestStage, UnmatchedDrop

if TYPE_CHECKING:
    from letterbank.work import Work

ENDED = frozenset({RequestStage.WITHDRAWN, RequestStage.REFUSED})


def victim_to_destroy(work: "Work", called: Id) -> Victim:
    """By her record's id, or that of a request of hers. Raises Missing, or RuleBroken while a request is open."""
    asked = work.session.get(Request, called)
    victim = asked.victim if asked else work.session.get(Victim, called)
    if victim is None:
        raise Missing("There is no victim or request of this id. A request's page holds its id in its address.")
    if any(request.stage not in ENDED for request in _requests(work, victim)):
        raise RuleBroken(
            "A request is still open here. Only when each is withdrawn or refused is the record destroyed."
        )
    return victim


def destroy_victim(work: "Work", called: Id, reason: str) -> list[Destruction]:
    """Raises NotAllowed, Missing, RuleBroken. Offers and notes open with her requests' keys and go with them.

    By its digests a request that she ended is known for ever, so that nothing revives it (R15).
    """
    victim = victim_to_destroy(work, called)
    known.forget(work, [request for request in _requests(work, victim) if request.stage is RequestStage.REFUSED])
    hers = [record for request in _requests(work, victim) for record in of_request(work, request)]
    return order_all(work, [("victim", victim.id, victim.place), *hers], reason)


def of_request(work: "Work", request: Request) -> list[tuple[str, Id, str]]:
    """All that opens what she sent with this request: the request itself, and messages that bore its number."""
    messages = select(UnmatchedDrop).where(UnmatchedDrop.request_id == request.id).order_by(UnmatchedDrop.id)
    return [("victim", one.key_id, one.place) for one in (request, *work.session.scalars(messages))]


def _requests(work: "Work", victim: Victim) -> list[Request]:
    return list(work.session.scalars(select(Request).where(Request.victim_id == victim.id).order_by(Request.id)))
