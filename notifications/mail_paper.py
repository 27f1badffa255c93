"""The first letter on paper: it asks whether she wants to hear more, and names nothing and nobody (R21)."""

from typing import TYPE_CHECKING

from letterbank.documents.first_letter import FirstLetter
from letterbank.errors import RuleBroken
from notifications import contact, envelope, gates, where_not
from notifications.contact import Sheet
from notifications.model import Offer

if TYPE_CHECKING:
    from letterbank.work import Work


def document(work: "Work", offer: Offer, hers: Sheet) -> FirstLetter:
    """Raises RuleBroken when nobody may write now: what is printed may be posted by the next who comes by."""
    refusal = contact.why_not_now(work, offer, hers.safe_way)
    if refusal:
        raise RuleBroken(refusal)
    if not hers.address:
        raise RuleBroken("There is no address they called safe. Nothing is posted until they name one.")
    where_not.must_be_hers_alone(work, hers.address)
    programme = work.policy.programme
    return FirstLetter(
        recipient_name=hers.name,
        address_lines=envelope.lines(hers.address),
        sender_lines=hers.sender,
        name_we_use=hers.we_are,
        word_we_say_first=hers.say_first,
        call_back_number=programme.telephone,
        call_back_hours=programme.call_back_hours,
        letters_left=gates.tries_left(work, offer) - 1,
        date_words=f"{work.local_now:%-d %B %Y}",
    )
