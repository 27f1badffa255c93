"""Whether we know a person already: nobody is asked twice, and a "never" outlives all else that was kept of her (R15).

Two requests are held against each other by keyed digests of telephone, address, and name with offender. Likeness says
nothing for sure, since a family shares a telephone: a person looks, and writes down what they found.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import aliased

from letterbank.audit import record
from letterbank.errors import RuleBroken
from letterbank.ids import Id
from letterbank.people.victims import DOMAIN
from letterbank.vault import VictimKey, opening_many
from letterbank.vault.sealed import MATCH
from notifications.likeness import words_of_name
from notifications.model import PersonDigest, Request, RequestStage

if TYPE_CHECKING:
    from letterbank.work import Work

FACTS: Mapping[str, str] = {
    "telephone": "the same telephone number",
    "address": "the same address",
    "name": "the same name, and the same person who did the harm",
}
_FEWEST_DIGITS, _OF_A_NUMBER = 7, 10
_SHORTEST_ADDRESS = 6
_AT_ONCE = 200


@dataclass(frozen=True)
class Known:
    """Another request that may be of the same person. `shares` are words of FACTS."""

    request_id: Id
    stage: RequestStage
    since: datetime
    shares: tuple[str, ...]

    @property
    def has_ended(self) -> bool:
        """She said that she wants to hear nothing any more: only her own new word begins anew."""
        return self.stage is RequestStage.WITHDRAWN


def others(work: "Work", request: Request) -> list[Known]:
    """The requests that share a fact with this one; those that ended by their own word first."""
    mine = aliased(PersonDigest)
    shared = (
        select(Request, PersonDigest.fact)
        .join(PersonDigest, PersonDigest.request_id == Request.id)
        .join(mine, (mine.digest == PersonDigest.digest) & (mine.request_id == request.id))
        .where(Request.id != request.id, Request.stage != RequestStage.REFUSED)
        .order_by(Request.since, Request.id, PersonDigest.fact)
    )
    found: dict[Id, tuple[Request, list[str]]] = {}
    for other, fact in work.session.execute(shared):
        found.setdefault(other.id, (other, []))[1].append(FACTS[fact])
    rows = [Known(other.id, other.stage, other.since, tuple(shares)) for other, shares in found.values()]
    return sorted(rows, key=lambda known: not known.has_ended)


def plainly_the_same(work: "Work", request: Request) -> list[Request]:
    """Open requests that are hers beyond doubt enough to keep still: by name and offender, or by two facts at once."""
    known = [one.request_id for one in others(work, request) if FACTS["name"] in one.shares or len(one.shares) > 1]
    still_open = (RequestStage.OPENED, RequestStage.STANDING)
    query = select(Request).where(Request.id.in_(known), Request.stage.in_(still_open)).order_by(Request.id)
    return list(work.session.scalars(query))


def must_be_told_apart(work: "Work", request: Request, found: str) -> None:
    """Raises RuleBroken while nobody has written down what they found about the person we know already."""
    known = others(work, request)
    if not known or found.strip():
        return
    if known[0].has_ended:
        raise RuleBroken(
            "Somebody we know by the same facts asked to hear nothing more. Write down how you know that this is their "
            "own new word."
        )
    raise RuleBroken("This may be a person we know already. Look at that request, and write down what you found.")


def note(work: "Work", request: Request, facts: Mapping[str, str]) -> None:
    """Keep the digests of what is known of her now, in the place of those of before."""
    work.session.execute(delete(PersonDigest).where(PersonDigest.request_id == request.id))
    for fact, value in _told(facts, request.offender_id).items():
        digest = work.vault.digest(DOMAIN, f"known by {fact}", value)
        work.session.add(PersonDigest(request_id=request.id, fact=fact, digest=digest))
    work.session.flush()


def forget(work: "Work", ended: Sequence[Request]) -> None:
    """Of a request that was refused nothing needs to be known again."""
    work.session.execute(delete(PersonDigest).where(PersonDigest.request_id.in_([request.id for request in ended])))


def catch_up(work: "Work") -> int:
    """Requests of before these digests were kept, a batch at a time; how many."""
    waiting = work.session.scalars(_without_digests().limit(_AT_ONCE)).all()
    people = opening_many(work, [request.victim for request in waiting], MATCH)
    for request, hers in zip(waiting, people, strict=True):
        note(work, request, {fact: getattr(hers, fact) for fact in FACTS})
    if waiting:
        record(work, "known persons: digests made", count=len(waiting))
    return len(waiting)


def _without_digests() -> Select[Request]:
    """Of those whose record can still be opened. Her own call gives neither number nor address: then she has none."""
    has = select(PersonDigest.request_id).where(PersonDigest.request_id == Request.id).exists()
    told = select(Request).join(VictimKey, VictimKey.record_id == Request.victim_id)
    return told.where(~has, Request.offender_id.is_not(None)).order_by(Request.id)


def _told(facts: Mapping[str, str], offender_id: Id | None) -> dict[str, str]:
    """Each fact as it is compared; what is too short to tell one person from another is left out."""
    digits = re.sub(r"\D", "", facts.get("telephone", ""))
    address = re.sub(r"[\W_]", "", facts.get("address", "").casefold())
    name = " ".join(sorted(words_of_name(facts.get("name", ""))))
    told = {
        "telephone": digits[-_OF_A_NUMBER:] if len(digits) >= _FEWEST_DIGITS else "",
        "address": address if len(address) >= _SHORTEST_ADDRESS else "",
        "name": f"{name} of {offender_id}" if name and offender_id else "",
    }
    return {fact: value for fact, value in told.items() if value}
