"""What the writer may be told of the victim: three facts, none unless she said so. The only way across (P2, R6, R7)."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from letterbank.audit import record
from letterbank.errors import RuleBroken, WrongStage
from letterbank.permissions import Permission, must
from letterbank.vault import Opened, opening
from letterbank.vault.sealed import READ_VICTIM
from notifications.model import RequestStage

if TYPE_CHECKING:
    from letterbank.work import Work
    from notifications.model import Offer

FACTS = {
    "requested": "that they asked to be told of a letter",
    "received": "that they received the letter",
    "read": "that they read the letter",
}


def choose(work: "Work", offer: "Offer", facts: Iterable[str]) -> None:
    """Keep her choice for this offer. Raises RuleBroken for a fact the policy does not let anyone tell."""
    chosen = sorted(set(facts))
    if not set(chosen) <= set(work.policy.disclosure.may_tell):
        raise RuleBroken("This programme does not tell the writer that.")
    if chosen:
        work.vault.seal(work, offer, disclosure=json.dumps(chosen))
    else:
        offer.disclosure = None  # needs no key: an offer is stopped even after its record was destroyed


def change(work: "Work", offer: "Offer", facts: Iterable[str]) -> None:
    """Their own new word, while their yes stands and after the packet left: it counts until a slip is printed (R7)."""
    must(work.actor, Permission.OFFER_CONTACT)
    if offer.yes_at is None:
        raise WrongStage("There is no yes to this letter now, so the writer is told nothing.")
    told = set(facts)
    if offer.request.stage is not RequestStage.STANDING and not told <= set(kept(work, offer)):
        raise RuleBroken("The request does not stand now. The writer may be told less, but nothing more.")
    choose(work, offer, told)
    record(work, "disclosure: changed", offer.subject)


def kept(work: "Work", offer: "Offer") -> list[str]:
    """What was chosen, opened for the page of those who may. Nothing of a record that was destroyed."""
    opened = opening(work, offer, READ_VICTIM)
    return [] if opened.is_gone else chosen(opened)


def chosen(opened: Opened) -> list[str]:
    facts: list[str] = json.loads(opened.disclosure or "[]")
    return facts
