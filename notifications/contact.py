"""Reaching her only by the way she called safe, at an hour that is allowed, and not too often (P4, R21, VC-10)."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from letterbank.audit import record
from letterbank.errors import RuleBroken, WrongStage
from letterbank.ids import Id
from letterbank.vault import Opened, opening, opening_all
from letterbank.vault.sealed import CONTACT
from notifications import envelope, gates, ways
from notifications.model import OURS, OUTCOMES, ContactAttempt, Offer, OfferStage, Request

if TYPE_CHECKING:
    from letterbank.work import Work

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


TO_WRITE_IT_UP = timedelta(minutes=30)  # after the last hour of calls: the last call is not made on the minute

@dataclass(frozen=True, repr=False)
class Sheet:
    """Everything the person who reaches her needs, and nothing that names us before she is known (R21)."""

    name: str
    safe_way: str
    telephone: str
    address: str
    hours: str
    voicemail: bool
    say_first: str
    leave_alone: str  # days, in her words
    we_are: str
    sender: tuple[str, ...]  # what stands on the outside of anything posted to her
    chosen: str  # the name she wants us to use, if she named one
    writer: str  # as she named him, else as the register does

    @property
    def is_named_outside(self) -> bool:
        return not self.chosen or self.chosen in self.sender


def sheet(work: "Work", offer: Offer) -> Sheet:
    """Opens her record for contact. Raises RuleBroken when nobody may use it now (R16)."""
    gates.still_wanted(work, offer)
    return hers(work, offer)


def hers(work: "Work", offer: Offer) -> Sheet:
    """Opens her record. For a call about a packet she holds: what became of the letter since stops nothing (R26)."""
    opened = opening(work, offer.request.victim, CONTACT)
    sent = json.loads(opening(work, offer.request, CONTACT).content or "{}")
    chosen, registered = envelope.one_line(opened.call_us), offer.letter.offender.name
    writer = str(sent.get("writer") or registered)
    return Sheet(
        name=opened.name,
        safe_way=opened.safe_way,
        telephone=opened.telephone,
        address=opened.address,
        hours=opened.hours,
        voicemail=_message_allowed(work, opened),
        say_first=opened.word_first,
        leave_alone=opened.leave_alone,
        we_are=chosen or work.policy.programme.neutral_caller,
        sender=envelope.sender(work.policy, chosen, (writer, registered)),
        chosen=chosen,
        writer=writer,
    )


def way_of(work: "Work", offer: Offer) -> ways.Way:
    """The row of the way she named."""
    return ways.of(work.policy, opening(work, offer.request.victim, CONTACT).safe_way)


def way_to_try(work: "Work", offer: Offer) -> tuple[ways.Way, bool]:
    """The same for whoever writes down a try, and whether a message may be left.

    Raises RuleBroken where nobody on our side ever tries.
    """
    opened = opening(work, offer.request.victim, CONTACT)
    way = ways.of(work.policy, opened.safe_way)
    if way.never:
        raise RuleBroken(way.never)
    return way, _message_allowed(work, opened)


def _message_allowed(work: "Work", opened: Opened) -> bool:
    return bool(opened.voicemail == "yes" and work.policy.contact.voicemail_allowed)


def why_not_now(work: "Work", offer: Offer, way: str, *, written_up: timedelta = timedelta()) -> str | None:
    """The sentence that says why nobody may try this way at this moment; None when somebody may.

    `written_up` is how long ago a call may have been made that is being written down.
    """
    named = ways.of(work.policy, way)
    if named.never:
        return named.never
    if offer.wakes_on and offer.wakes_on > work.today:
        return f"This person asked to hear nothing from us before {offer.wakes_on:%-d %B %Y}."
    return (
        gates.why_not_wanted(offer)
        or (not_at_this_hour(work) and not_at_this_hour(work, written_up) if named.has_hours else None)
        or _came_back(offer)
        or _tried_too_often(work, offer)
        or _too_soon(work, offer)
    )


def _came_back(offer: Offer) -> str | None:
    """R21: whoever lives at that address now is not asked, and nobody looks for another."""
    if gates.came_back(offer):
        return "The last letter came back. Nobody writes there again; they may still tell us anew how to reach them."
    return None


def not_at_this_hour(work: "Work", ago: timedelta = timedelta()) -> str | None:
    """The sentence for an hour or a day on which nobody is called at all; `ago`: so long before now."""
    rules = work.policy.contact
    there = work.local_now - ago
    if WEEKDAYS[there.weekday()] not in rules.days:
        return "Nobody is called on this day of the week."
    if not rules.hours_from <= there.time() < rules.hours_to:
        return f"Calls are made between {rules.hours_from:%H:%M} and {rules.hours_to:%H:%M}."
    return None


def _tried_too_often(work: "Work", offer: Offer) -> str | None:
    rules, ours = work.policy.contact, [attempt for attempt in offer.attempts if attempt.outcome in OURS]
    if len(gates.tries(offer)) >= rules.max_attempts:
        return f"This person has been tried {rules.max_attempts} times. Nobody tries again; they may still call."
    return too_early(work, ours[-1].at) if ours and ours[-1].outcome != "reached" else None


def too_early(work: "Work", last: datetime) -> str | None:
    """The sentence while the days the policy puts between two tries have not passed since the last."""
    days = work.policy.contact.min_days_between
    again = last + timedelta(days=days)
    if work.now >= again:
        return None
    return f"Wait {days} days between two tries: not before {again.astimezone(work.policy.zone):%-d %B, %H:%M}."


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


def _may_have_happened(work: "Work", offer: Offer, hers: Sheet, outcome: str, *, heard: bool) -> None:
    if outcome in OURS and not heard:
        refusal = why_not_now(work, offer, hers.safe_way, written_up=TO_WRITE_IT_UP)
        if refusal:
            raise RuleBroken(refusal)
    if outcome not in ways.of(work.policy, hers.safe_way).outcomes:
        raise RuleBroken("That is not the way they called safe. Use no other way than the one they named.")
    must_be_true_of_a_message(hers, outcome)
    if outcome == "came_back" and not gates.is_out(offer):
        raise RuleBroken("No letter to them is on its way now, so none can have come back.")


def must_be_true_of_a_message(hers: Sheet, outcome: str) -> None:
    """Raises RuleBroken where a message is said to be allowed that was not, or the other way round (P4)."""
    if outcome == ways.MESSAGES[not hers.voicemail]:
        allowed = "They allowed a message." if hers.voicemail else "This person did not allow a message. Leave none."
        raise RuleBroken(f"{allowed} If one was left, choose the answer that says so.")


def log_attempt(
    work: "Work", offer: Offer, outcome: str, note: str = "", *, heard: bool = False
) -> ContactAttempt:
    """Write down one try. Raises RuleBroken when it was not allowed; her own call always is.

    `heard`: she was reached and said something that leaves her in peace. That counts whatever spoke against the call.
    """
    if offer.stage is not OfferStage.CONTACTING:
        raise WrongStage("This offer does not wait for contact now.")
    if outcome not in OUTCOMES:
        raise RuleBroken("Choose what happened.")
    hers = sheet(work, offer)
    _may_have_happened(work, offer, hers, outcome, heard=heard)
    return _write_down(work, offer, hers.safe_way, outcome, note)


def _write_down(work: "Work", offer: Offer, way: str, outcome: str, note: str = "") -> ContactAttempt:
    attempt = ContactAttempt(
        id=work.new_id(), offer_id=offer.id, at=work.now, by=work.actor.id, way=way, outcome=outcome
    )
    work.session.add(attempt)
    attempt.offer = offer
    work.vault.seal(work, attempt, note=note)
    record(work, "contact: tried", offer.subject, way=way, what=outcome)
    return attempt


def told_anew(work: "Work", victim_id: Id, way: str) -> None:
    """Where a letter had come back she may be written to again: she has said now how to reach her."""
    hers = select(Offer).join(Request).where(Request.victim_id == victim_id)
    for offer in work.session.scalars(hers.options(selectinload(Offer.attempts))):
        if gates.came_back(offer):
            _write_down(work, offer, way, "new_way")


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
