"""Whether a letter is to her: people look at the two names as they are now, as many as the likeness asks for.

What each wrote is sealed with the match. A look at other names than those of today, because hers was corrected since,
does not count.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from letterbank.audit import record
from letterbank.errors import RuleBroken
from letterbank.ids import Id
from letterbank.letters.bank import Deposit
from letterbank.permissions import Permission, must
from letterbank.vault import opening, opening_all
from letterbank.vault.sealed import MATCH
from notifications import gates
from notifications.likeness import ASKED, Asked, likeness
from notifications.model import Offer

if TYPE_CHECKING:
    from letterbank.work import Work


@dataclass(frozen=True, repr=False)
class Look:
    """One person's: who, at which two names, and why they are sure."""

    by: Id
    why: str
    on_the_letter: str
    hers: str


@dataclass(frozen=True, repr=False)
class Compared:
    """The two names side by side, what speaks for and against it in words, what confirming asks, and who has looked."""

    on_the_letter: str
    hers: str
    evidence: Sequence[str]
    asked: Asked
    looks: Sequence[Look]

    def has_looked(self, person: Id) -> bool:
        return any(look.by == person for look in self.looks)


def compared(work: "Work", offer: Offer) -> Compared:
    """Opens the addressee as sealed for matching and her name; never the letter."""
    written = opening(work, work.session.get_one(Deposit, offer.letter_id), MATCH).addressee
    request, found = opening_all(work, [offer.request, offer], MATCH)
    hers = str(json.loads(request.match_card)["name"])
    asked = ASKED[likeness(written, hers)]
    looks = [Look(**each) for each in json.loads(found.looks or "[]")]
    return Compared(
        on_the_letter=written,
        hers=hers,
        evidence=[*_but_the_names(json.loads(found.evidence or "[]")), asked.words],
        asked=asked,
        looks=[look for look in looks if (look.on_the_letter, look.hers) == (written, hers)],
    )


def _but_the_names(sentences: Sequence[str]) -> list[str]:
    """What was found at first, without what was said then of the names: that is said anew of the names of today."""
    of_names = {asked.words for asked in ASKED.values()}
    return [sentence for sentence in sentences if sentence not in of_names]


def look(work: "Work", offer: Offer, why: str) -> None:
    """Keep that this person is sure, and why. Raises RuleBroken."""
    must(work.actor, Permission.MATCH_CONFIRM, offer)
    gates.still_wanted(work, offer)
    seen = compared(work, offer)
    if seen.asked.why and not why.strip():
        raise RuleBroken("The names differ. Write down why you are sure that the letter is to this person.")
    if seen.has_looked(work.actor.id):
        raise RuleBroken("You have looked at this match already. A second person decides: ask a colleague to look.")
    looks = [*seen.looks, Look(work.actor.id, why.strip(), seen.on_the_letter, seen.hers)]
    work.vault.seal(work, offer, looks=json.dumps([asdict(each) for each in looks]))
    record(work, "match: looked at", offer.subject)


def is_sure(work: "Work", offer: Offer) -> bool:
    seen = compared(work, offer)
    people = {each.by for each in seen.looks if each.why or not seen.asked.why}
    return len(people) >= seen.asked.people


def surely_to_her(work: "Work", offer: Offer) -> None:
    """The gate of confirming. However it is come to, it counts the people and their reasons anew."""
    gates.still_wanted(work, offer)
    if not is_sure(work, offer):
        raise RuleBroken("The names do not agree: a click is not enough. Compare them, and write down why it is so.")
