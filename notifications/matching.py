"""Which banked letters could be for which standing requests: a query over facts, right in both orders of arrival.

Two questions: is it the same offence (offender and case, by number)? and, given that, is it the same person? The
evidence is kept in words and a person confirms every match; names alone never decide.
"""

import json
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Select, and_, select, text
from sqlalchemy.orm import aliased

from letterbank.audit import record
from letterbank.ids import free_numbers
from letterbank.letters.bank import Deposit
from letterbank.letters.model import Letter, LetterStage
from letterbank.permissions import Permission, must
from letterbank.vault import VictimKey, opening_many
from letterbank.vault.sealed import MATCH
from notifications import offers
from notifications.likeness import ASKED, likeness
from notifications.model import Offer, OfferStage, Request, RequestStage

if TYPE_CHECKING:
    from letterbank.work import Work

BATCH = 200


def find_offers(work: "Work") -> int:
    """Make the offers that are due and not there yet; exactly one for each letter and request. How many were new.

    At most a batch at a time: ask again while there are any.
    """
    must(work.actor, Permission.MATCH_CONFIRM)
    _one_run_at_a_time(work)
    offers.stop_overtaken(work, BATCH)
    pairs = work.session.execute(_due().limit(BATCH)).all()
    deposits = opening_many(work, [deposit for deposit, _ in pairs], MATCH)
    requests = opening_many(work, [request for _, request in pairs], MATCH)
    numbers = free_numbers(work.ids, len(pairs), lambda drawn: _taken(work, drawn))
    for (deposit, request), letter, card, number in zip(pairs, deposits, requests, numbers, strict=True):
        alike = ASKED[likeness(letter.addressee, json.loads(card.match_card)["name"])]
        _offer(work, number, deposit, request, ["Same offender and same case, by number.", alike.words])
    if pairs:
        record(work, "match: found", count=len(pairs))
    return len(pairs)


def _one_run_at_a_time(work: "Work") -> None:
    """The worker and a person may look at once: the second sees what the first has made, as it does on SQLite."""
    if not work.office.database.embedded:
        work.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('matching', 9))"))


def _due() -> Select[Deposit, Request]:
    same_offence = and_(Request.offender_id == Deposit.offender_id, Request.case_id == Deposit.case_id)
    of_request, of_deposit = aliased(VictimKey), aliased(VictimKey)  # what was destroyed is never offered
    offered = and_(Offer.letter_id == Deposit.id, Offer.request_id == Request.id)
    return (
        select(Deposit, Request)
        .join(Request, same_offence)
        .join(Letter, Letter.id == Deposit.id)
        .join(of_request, of_request.record_id == Request.id)
        .join(of_deposit, of_deposit.record_id == Deposit.id)
        .outerjoin(Offer, offered)
        .where(Request.stage == RequestStage.STANDING, Letter.stage == LetterStage.BANKED, Offer.id.is_(None))
        .order_by(Request.since, Request.id, Deposit.id)
    )


def _taken(work: "Work", drawn: Collection[str]) -> Iterable[str]:
    return work.session.scalars(select(Offer.number).where(Offer.number.in_(drawn)))


def _offer(work: "Work", number: str, deposit: Deposit, request: Request, sentences: list[str]) -> None:
    offer = Offer(
        id=work.new_id(), number=number, letter_id=deposit.id, request_id=request.id,
        stage=OfferStage.FOUND, since=work.now,
    )  # fmt: skip
    work.vault.seal(work, offer, evidence=json.dumps(sentences), disclosure="[]")
    work.session.add(offer)
    record(work, "offer: found", offer.subject, f"letter/{deposit.id}", request.subject)
