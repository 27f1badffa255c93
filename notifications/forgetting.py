"""After a request has ended, what she told us is destroyed: on a fixed day, or at once on her own word (R15, P9).

Not at once by a number alone: a stranger who holds her receipt could end a request, and must not destroy it. Where
something of its own is left, such as a packet she holds, nothing is destroyed before somebody has asked her about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, func, not_, or_, select

from letterbank.errors import RuleBroken, WrongStage
from letterbank.permissions import Permission, must
from letterbank.safekeeping.destruction import order_all
from letterbank.vault import VictimKey
from notifications import copies, ending
from notifications.model import Offer, Request, RequestStage, UnmatchedDrop

if TYPE_CHECKING:
    from letterbank.work import Work

MESSAGE = "A message that bears its number waits. Settle it first."
COPY = "A printed copy is still in the house. Destroy it first, and say so."
PACKET = "A packet was handed over to them. Ask them whether what we noted of it may go as well."
_AT_ONCE = 50


@dataclass(frozen=True)
class Ended:
    """A request that ended and can still be opened. `hold` says why nothing is destroyed by the day alone."""

    request: Request
    on: datetime
    hold: str


def ended() -> Select[Request]:
    """Every ended request that still has its key."""
    opens = select(VictimKey.record_id).where(VictimKey.record_id == Request.id).exists()
    return select(Request).where(Request.stage == RequestStage.WITHDRAWN, opens)


def look(work: "Work", request: Request) -> Ended:
    return Ended(request, request.since + _grace(work), _hold(work, request))


def overdue_since(work: "Work") -> datetime | None:
    """Since when the oldest waits that no day destroys: somebody must ask, or finish what is open."""
    past = ended().where(Request.since <= work.now - _grace(work))
    return work.session.scalar(past.with_only_columns(func.min(Request.since)))


def forget(work: "Work", request: Request, *, confirmed: bool) -> None:
    """On her own word, heard in her safe way. Raises NotAllowed, WrongStage, RuleBroken."""
    must(work.actor, Permission.RECORD_DESTROY)
    if request.stage is not RequestStage.WITHDRAWN:
        raise WrongStage("This request has not ended. What they told us is kept as long as it stands.")
    if not confirmed:
        raise RuleBroken("Ask them first, in the safe way they named, and say below that they want it so.")
    hold = _hold(work, request)
    if hold and hold != PACKET:
        raise RuleBroken(hold)
    _destroy(work, request, "The request ended, and they confirmed that nothing of it is to be kept.")


def forget_due(work: "Work") -> int:
    """The worker's part: each whose day has come and that holds nothing more. How many."""
    days = work.policy.requests.withdrawal_grace_days
    due = ended().where(Request.since <= work.now - _grace(work), not_(or_(*_holding().values())))
    free = work.session.scalars(due.order_by(Request.since, Request.id).limit(_AT_ONCE)).all()
    for request in free:
        _destroy(work, request, f"The request ended {days} days ago, and nobody said that it was a mistake.")
    return len(free)


def _destroy(work: "Work", request: Request, reason: str) -> None:
    """With the last of her requests that can be opened goes her record as well."""
    victim = request.victim
    others = select(Request.id).join(VictimKey, VictimKey.record_id == Request.id)
    last = work.session.scalar(others.where(Request.victim_id == victim.id, Request.id != request.id).limit(1)) is None
    hers = [("victim", victim.id, victim.place)] if last else []
    order_all(work, [*ending.of_request(work, request), *hers], reason)


def _hold(work: "Work", request: Request) -> str:
    this = select(Request.id).where(Request.id == request.id)
    return next((why for why, so in _holding().items() if work.session.scalar(this.where(so)) is not None), "")


def _holding() -> Mapping[str, ColumnElement[bool]]:
    """Why nothing is destroyed by the day alone, and whether it is so of a request."""
    waits = select(UnmatchedDrop.request_id).where(
        UnmatchedDrop.request_id.is_not(None), UnmatchedDrop.settled_at.is_(None)
    )
    in_the_house = copies.to_destroy().options().with_only_columns(Offer.request_id)
    with_her = select(Offer.request_id).where(Offer.stage.in_(copies.AWAY))
    return {MESSAGE: Request.id.in_(waits), COPY: Request.id.in_(in_the_house), PACKET: Request.id.in_(with_her)}


def _grace(work: "Work") -> timedelta:
    return timedelta(days=work.policy.requests.withdrawal_grace_days)
