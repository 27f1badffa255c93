"""The story of an offer or a request in words, for victim assistance alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from letterbank.ids import Id, is_id
from letterbank.permissions import Permission, Role, must
from notifications.model import OUTCOMES, ContactAttempt, Offer, OfferStep, Request, RequestStep

if TYPE_CHECKING:
    from letterbank.work import Work

OFFER_WORDS: Mapping[str, str] = {
    "confirm": "Confirmed: the letter is to this person",
    "not_a_match": "Not the same person",
    "begin": "Contact begun",
    "say_yes": "They said yes to this letter",
    "say_later": "They asked for a later date",
    "say_not_now": "They said not now",
    "say_no": "They said no to this letter",
    "say_never": "They said never again",
    "wrong_person": "Another person was reached",
    "give_up": "Could not be reached",
    "died": "The person has died",
    "wake": "The date they named has come",
    "reopen": "Opened again on their word",
    "take_back": "They took their yes back",
    "ask_again": "To be asked again",
    "clear": "Cleared for release",
    "pack": "Packed",
    "spoil": "The printed copy was destroyed",
    "check": "Envelope checked by a second person",
    "hand_over": "Handed over",
    "received": "They say that they received it",
    "has_read": "They say that they read it",
    "came_back": "The envelope came back",
    "sent_back": "They sent it back",
    "stop": "Stopped",
}
REQUEST_WORDS: Mapping[str, str] = {
    "verify": "Verified: the request stands",
    "refuse": "Refused",
    "pause": "Paused",
    "resume": "Taken up again",
    "withdraw": "Withdrawn",
}
STAGE_WORDS: Mapping[str, tuple[str, str]] = {
    "found": ("Match to confirm", "calm"),
    "not_a_match": ("Not the same person", "plain"),
    "verified": ("Match confirmed", "calm"),
    "contacting": ("Waiting for an answer", "calm"),
    "accepted": ("They said yes", "good"),
    "later": ("Later", "calm"),
    "not_now": ("Not now", "plain"),
    "declined": ("They said no", "plain"),
    "never": ("Never", "plain"),
    "wrong_person": ("Not the person", "care"),
    "unreachable": ("Could not be reached", "care"),
    "deceased": ("The person has died", "plain"),
    "cleared": ("To be packed", "good"),
    "packed": ("Packed, to be checked", "good"),
    "checked": ("Checked, to be handed over", "good"),
    "handed_over": ("Handed over", "good"),
    "received": ("Received", "good"),
    "read": ("Read", "good"),
    "came_back": ("Came back", "care"),
    "withdrawn": ("Stopped", "plain"),
    "opened": ("To be verified", "calm"),
    "standing": ("Stands", "good"),
    "paused": ("Paused", "care"),
    "refused": ("Refused", "plain"),
}


@dataclass(frozen=True)
class Told:
    what: str
    who: str
    at: datetime
    note: str = ""


def of_offer(work: "Work", offer: Offer) -> list[Told]:
    """Steps and tries, oldest first. What was noted of a call stays sealed; it is on the call page."""
    must(work.actor, Permission.VICTIM_READ)
    steps = work.session.scalars(select(OfferStep).where(OfferStep.record_id == offer.id))
    told = [Told(OFFER_WORDS[step.step], _who(work, step.actor_id), step.at) for step in steps]
    # A try comes before the answer it brought: both are written down in the same moment.
    return sorted([*(_tried(work, attempt) for attempt in offer.attempts), *told], key=lambda each: each.at)


def of_request(work: "Work", request: Request) -> list[Told]:
    must(work.actor, Permission.VICTIM_READ)
    steps = work.session.scalars(select(RequestStep).where(RequestStep.record_id == request.id))
    told = [Told(REQUEST_WORDS[step.step], _who(work, step.actor_id), step.at) for step in steps]
    opened = Told("Came in", "", request.opened_at)
    return [opened, *sorted(told, key=lambda each: each.at)]


def _tried(work: "Work", attempt: ContactAttempt) -> Told:
    return Told(OUTCOMES[attempt.outcome], _who(work, attempt.by), attempt.at)


def _who(work: "Work", actor_id: Id) -> str:
    if not is_id(actor_id):
        return "the bank itself"
    return "you" if actor_id == work.actor.id else work.policy.titles.of(Role.VICTIM_ASSISTANCE)
