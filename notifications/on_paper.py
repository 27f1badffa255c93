"""What is printed for reaching her, for each way that has a paper."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from letterbank.documents.compose import Document
from letterbank.errors import RuleBroken
from notifications import call_paper, contact, mail_paper
from notifications.contact import Sheet
from notifications.model import Offer

if TYPE_CHECKING:
    from letterbank.work import Work

PAPERS: Mapping[str, Callable[["Work", Offer, Sheet], Document]] = {
    "telephone": call_paper.document,
    "letter": mail_paper.document,
}


def document(work: "Work", offer: Offer) -> Document:
    """Opens her record. Raises RuleBroken when nobody may reach her at all, or her way needs no paper."""
    hers = contact.sheet(work, offer)
    if hers.safe_way not in PAPERS:
        raise RuleBroken("The way they called safe needs nothing printed.")
    return PAPERS[hers.safe_way](work, offer, hers)
