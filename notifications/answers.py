"""What she said, taken down with how she said it: one entry, one unit of work (P5, R18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from letterbank.errors import RuleBroken
from notifications import after_care, contact, offers, safe_way
from notifications.workflow import Move

if TYPE_CHECKING:
    from letterbank.work import Work
    from notifications.model import Offer

ANSWERS: Mapping[str, tuple[Move, str]] = {
    "yes": (Move.SAY_YES, "Yes, they would like to have it"),
    "later": (Move.SAY_LATER, "Later, on a date they name"),
    "not_now": (Move.SAY_NOT_NOW, "Not now; they will tell us if that changes"),
    "no": (Move.SAY_NO, "No to this letter"),
    "never": (Move.SAY_NEVER, "Never again: the request ends with it"),
    "wrong_person": (Move.WRONG_PERSON, "This is not the person"),
    "died": (Move.DIED, "The person has died"),
}
HOW = {"reached": "We reached them", "she_called": "They called us", "she_wrote": "They wrote to us",
       "others_said": "Somebody else told us that they have died"}  # fmt: skip


@dataclass(frozen=True, kw_only=True, repr=False)
class Answer:
    """`answer` is a key of ANSWERS, `how` one of HOW. `on` is needed for later.

    `facts` and `call_after` count only with a yes; `leave_alone` are days, in her words (R26).
    """

    answer: str
    how: str
    note: str = ""
    on: date | None = None
    facts: tuple[str, ...] = ()
    call_after: bool = False
    leave_alone: str = ""


def take_down(work: "Work", offer: "Offer", given: Answer) -> None:
    """Raises RuleBroken and WrongStage as the steps do."""
    if given.answer not in ANSWERS or given.how not in HOW:
        raise RuleBroken("Choose what was said, and how.")
    move = ANSWERS[given.answer][0]
    if given.how == "others_said" and move is not Move.DIED:
        raise RuleBroken("Only a death is heard from somebody else. Nobody else answers for this person.")
    contact.log_attempt(work, offer, given.how, given.note, heard=move is not Move.SAY_YES)
    if given.leave_alone.strip():
        safe_way.leave_alone(work, offer.request, given.leave_alone)
    if move is Move.SAY_YES:
        offers.say_yes(work, offer, given.facts)
        if given.call_after:
            after_care.want(work, offer)
    elif move is Move.SAY_LATER:
        offers.say_later(work, offer, given.on)
    else:
        offers.say(work, offer, move)
