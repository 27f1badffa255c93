"""The call sheet on paper, for the person who makes the call. Names no agency before she wants to hear more (R21)."""

from datetime import datetime
from typing import TYPE_CHECKING

from letterbank.documents.call_sheet import Attempt, CallSheet
from notifications import gates
from notifications.contact import Sheet
from notifications.model import OUTCOMES, ContactAttempt, Offer

if TYPE_CHECKING:
    from letterbank.policy.model import Contact
    from letterbank.work import Work


def document(work: "Work", offer: Offer, hers: Sheet) -> CallSheet:
    programme, rules = work.policy.programme, work.policy.contact
    return CallSheet(
        recipient_name=hers.name,
        number=hers.telephone,
        hours_words=_hours(hers, rules),
        name_we_use=hers.we_are,
        call_back_number=programme.telephone,
        writer_name_as_she_gave=hers.writer,
        letter_word=programme.letter_word,
        attempts_left=gates.tries_left(work, offer),
        word_we_say_first=hers.say_first,
        voicemail_is_safe=hers.voicemail,
        attempts_made=tuple(_made(work, attempt) for attempt in offer.attempts),
    )


def _hours(hers: Sheet, rules: "Contact") -> str:
    hours = hers.hours or f"Between {rules.hours_from:%H:%M} and {rules.hours_to:%H:%M}"
    return f"{hours}. To be left alone: {hers.leave_alone}" if hers.leave_alone else hours


def _made(work: "Work", attempt: ContactAttempt) -> Attempt:
    there: datetime = attempt.at.astimezone(work.policy.zone)
    who = "you" if attempt.by == work.actor.id else "a colleague"
    return Attempt(f"{there:%-d %B %Y}", f"{there:%H:%M}", who, OUTCOMES[attempt.outcome])
