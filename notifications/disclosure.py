"""What the writer may be told of the victim: three facts, none unless she said so. The only way across (P2, R6, R7)."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from letterbank.errors import RuleBroken
from letterbank.vault import Opened

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


def chosen(opened: Opened) -> list[str]:
    facts: list[str] = json.loads(opened.disclosure or "[]")
    return facts
