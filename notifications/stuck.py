"""Work of victim assistance that nobody there may do (R30). An auditor reads it: reviewers know nothing of it (R4)."""

from collections.abc import Iterator

from sqlalchemy import select

from letterbank.accounts.at_work import able
from letterbank.permissions import Permission, Role
from letterbank.web.stuck import MOST, Stuck
from letterbank.work import Work
from notifications import queues
from notifications.model import Offer, OfferStage, Packet, RequestStage


def found(work: Work) -> Iterator[Stuck]:
    if Permission.AUDIT_READ not in work.actor.permissions:
        return
    title = work.policy.titles.of(Role.VICTIM_ASSISTANCE)
    people = {person.id for person in able(work, Permission.PACKET_CHECK, None)}
    if not people:
        yield from _everything(work, title)
        return
    packed = select(Offer, Packet.packed_by).join(Packet)
    packed = packed.where(Offer.stage == OfferStage.PACKED, Packet.void.is_(False))
    for offer, packed_by in work.session.execute(packed.order_by(Offer.since, Offer.id).limit(MOST)):
        if not people - {packed_by}:
            yield Stuck(what=f"Envelope of offer {offer.number}", lacks=f"another {title}", since=offer.since)


def _everything(work: Work, title: str) -> Iterator[Stuck]:
    """Nobody is at work there at all: the oldest of each list stands for it."""
    since = queues.oldest_request(work, RequestStage.OPENED)
    if since:
        yield Stuck(what="Requests to verify", lacks=title, since=since)
    for queue in queues.QUEUES.values():
        if oldest := queues.oldest(work, queue):
            yield Stuck(what=queue.title, lacks=title, since=oldest)
