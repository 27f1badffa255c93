"""Reaching her only by the way she called safe, at an hour that is allowed, and not too often (P4, R21, VC-10)."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from letterbank.audit import record
from letterbank.errors import RuleBroken, WrongStage
from letterbank.vault import opening, opening_all
from letterbank.vault.sealed import CONTACT
from notifications import gates
from notifications.model import OURS, OUTCOMES, ContactAttempt, Offer, OfferStage

if TYPE_CHECKING:
    from letterbank.work import Work

CHANNELS = {"telephone": "telephone", "letter": "post"}  # her words for a way, the policy's for a channel
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, repr=False)
class CallSheet:
    """Everything the person at the telephone needs, and nothing that names us before she is known (R21)."""

    name: str
    safe_way: str
    telephone: str
    address: str
    hours: str
    voicemail: bool
    say_first: str
    we_are: str
    writer: str  # as she named him


def call_sheet(work: "Work", offer: Offer) -> CallSheet:
    """Opens her record for contact. Raises RuleBroken when nobody may use it now (R16)."""
    gates.still_wanted(work, offer)
    hers = opening(work, offer.request.victim, CONTACT)
    sent = json.loads(opening(work, offer.request, CONTACT).content or "{}")
    return CallSheet(
        name=hers.name,
        safe_way=hers.safe_way,
        telephone=hers.telephone,
        address=hers.address,
        hours=hers.hours,
        voicemail=hers.voicemail == "yes" and work.policy.contact.voicemail_allowed,
        say_first=hers.word_first,
        we_are=hers.call_us or work.policy.programme.neutral_caller,
        writer=str(sent.get("writer", "")),
    )


def why_not_now(work: "Work", offer: Offer, way: str) -> str | None:
    """The sentence that says why nobody may try this way at this moment; None when somebody may."""
    if way == "i_will_call":
        return "This person will call us. Nobody calls or writes to them."
    if CHANNELS.get(way) not in work.policy.contact.channels:
        return "This person has not named a way we may use. Nobody calls or writes to them."
    if offer.wakes_on and offer.wakes_on > gates.today(work):
        return f"This person asked not to be called before {offer.wakes_on:%-d %B %Y}."
    return (
        gates.why_not_wanted(offer)
        or _not_at_this_hour(work, way)
        or _tried_too_often(work, offer)
        or _too_soon(work, offer)
    )


def _not_at_this_hour(work: "Work", way: str) -> str | None:
    rules = work.policy.contact
    there = work.now.astimezone(ZoneInfo(work.policy.time_zone))
    if way == "telephone" and WEEKDAYS[there.weekday()] not in rules.days:
        return "Nobody is called on this day of the week."
    if way == "telephone" and not rules.hours_from <= there.time() < rules.hours_to:
        return f"Calls are made between {rules.hours_from:%H:%M} and {rules.hours_to:%H:%M}."
    return None


def _tried_too_often(work: "Work", offer: Offer) -> str | None:
    rules, ours = work.policy.contact, [attempt for attempt in offer.attempts if attempt.outcome in OURS]
    if len(gates.tries(offer)) >= rules.max_attempts:
        return f"This person has been tried {rules.max_attempts} times. Nobody tries again; they may still call."
    if ours and ours[-1].outcome != "reached" and work.now < ours[-1].at + timedelta(days=rules.min_days_between):
        return f"Wait {rules.min_days_between} days between two tries."
    return None


def _too_soon(work: "Work", offer: Offer) -> str | None:
    """R19: another letter does not restart contact before the months the policy names have passed."""
    if any(attempt.outcome in OURS for attempt in offer.attempts):
        return None
    since = work.now - timedelta(days=30 * work.policy.updates.months)
    others = (
        select(ContactAttempt.id)
        .join(Offer)
        .where(
            Offer.request_id == offer.request_id, Offer.id != offer.id,
            ContactAttempt.at > since, ContactAttempt.outcome.in_(OURS),
        )
    )  # fmt: skip
    if work.session.scalar(others.limit(1)) is None:
        return None
    return f"This person was asked about another letter less than {work.policy.updates.months} months ago."


def _may_try(work: "Work", offer: Offer, way: str, outcome: str) -> None:
    refusal = why_not_now(work, offer, way)
    if refusal:
        raise RuleBroken(refusal)
    if (outcome == "sent") == (way == "telephone"):
        raise RuleBroken("That is not the way they called safe. Use no other way than the one they named.")


def log_attempt(work: "Work", offer: Offer, outcome: str, note: str = "") -> ContactAttempt:
    """Write down one try. Raises RuleBroken when it was not allowed; her own call always is."""
    if offer.stage is not OfferStage.CONTACTING:
        raise WrongStage("This offer does not wait for contact now.")
    if outcome not in OUTCOMES:
        raise RuleBroken("Choose what happened.")
    sheet = call_sheet(work, offer)
    if outcome in OURS:
        _may_try(work, offer, sheet.safe_way, outcome)
    if outcome == "message_left" and not sheet.voicemail:
        raise RuleBroken("This person did not allow a message. Do not leave one.")
    attempt = ContactAttempt(
        id=work.new_id(), offer_id=offer.id, at=work.now, by=work.actor.id, way=sheet.safe_way, outcome=outcome
    )
    work.session.add(attempt)
    attempt.offer = offer
    work.vault.seal(work, attempt, note=note)
    record(work, "contact: tried", offer.subject, way=sheet.safe_way, what=outcome)
    return attempt


@dataclass(frozen=True, repr=False)
class Tried:
    """One try with its note, opened."""

    at: datetime
    words: str
    note: str


def notes(work: "Work", offer: Offer) -> list[Tried]:
    """What was noted of each try, for whoever calls next."""
    opened = opening_all(work, offer.attempts, CONTACT)
    return [
        Tried(attempt.at, OUTCOMES[attempt.outcome], noted.note)
        for attempt, noted in zip(offer.attempts, opened, strict=True)
    ]
