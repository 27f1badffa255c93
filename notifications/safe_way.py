"""How she may be reached, as she said it. A change counts only after she confirmed it by the old safe way (R16)."""

import json
from typing import TYPE_CHECKING

from sqlalchemy import Select, select

from letterbank.audit import record
from letterbank.errors import RuleBroken
from letterbank.permissions import Permission, must
from letterbank.vault import opening
from letterbank.vault.sealed import VERIFY
from notifications import contact, drops, known, release
from notifications.model import Offer, OfferStage, Request

if TYPE_CHECKING:
    from letterbank.work import Work

KEPT = (*drops.OF_HER, "leave_alone")
_PLACES = {"safe_way", "telephone", "address"}


def change(work: "Work", request: Request, confirmed: str, **facts: str) -> None:
    """Keep what she said now. Whatever was printed for her before is void: it may bear an old name or address."""
    must(work.actor, Permission.REQUEST_VERIFY)
    if not confirmed.strip():
        raise RuleBroken("Write down how they confirmed it by the way they had called safe before.")
    if not set(facts) <= set(KEPT):
        raise RuleBroken("This is not kept about anybody.")
    victim = request.victim
    earlier = opening(work, victim, VERIFY)
    now = {key: facts.get(key, getattr(earlier, key)) for key in KEPT}
    if facts.keys() & _PLACES and not drops.leads_to_her(now):
        raise RuleBroken("The way they call safe needs its number or address. Ask for it, or choose another way.")
    work.vault.seal(work, victim, notes=f"{earlier.notes}\n{confirmed}".strip(), **facts)
    if facts.keys() & _PLACES:
        contact.told_anew(work, victim.id, now["safe_way"])
    if request.match_card is not None and "name" in facts:
        work.vault.seal(work, request, match_card=json.dumps({"name": facts["name"]}))
    known.note(work, request, now)
    record(work, "victim: reached differently", victim.place, changed=sorted(facts))
    for offer in work.session.scalars(_printed(request)):
        release.spoil(work, offer)


def leave_alone(work: "Work", request: Request, days: str) -> None:
    """Days on which nothing of ours should reach her, in her words: read before every call and every posting (R26)."""
    must(work.actor, Permission.OFFER_CONTACT)
    work.vault.seal(work, request.victim, leave_alone=days.strip())
    record(work, "victim: days to be left alone", request.victim.place)


def _printed(request: Request) -> Select[Offer]:
    hers = select(Offer).join(Request).where(Request.victim_id == request.victim_id)
    return hers.where(Offer.stage.in_((OfferStage.PACKED, OfferStage.CHECKED)))
