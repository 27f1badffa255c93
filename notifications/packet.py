"""The packet's words: what the policy and the letter give to the printed document, and nothing of its text (R25)."""

from datetime import datetime

from letterbank.documents.packet import Packet
from letterbank.documents.pictures import PageImage
from letterbank.policy import Policy
from notifications import envelope
from notifications.release import Contents


def document(policy: Policy, contents: Contents, now: datetime) -> Packet:
    """Cover letter, inner and outer label, the letter's pages."""
    programme = policy.programme
    day = now.astimezone(policy.zone)
    return Packet(
        recipient_name=contents.recipient_name,
        address_lines=envelope.lines(contents.address),
        sender_lines=contents.sender,
        recipient_code=contents.recipient_code,
        cover_code=contents.cover_code,
        outer_code=contents.outer_code,
        writer_name_as_she_gave=contents.writer_name,
        pages=tuple(PageImage(page.image, page.width, page.height) for page in contents.pages),
        large_print=contents.large_print,
        letter_word=programme.letter_word,
        programme_name=programme.name,
        signed_by=programme.office,
        telephone=programme.telephone,
        hours=programme.call_back_hours,
        date_words=f"{day:%-d %B %Y}",
    )
