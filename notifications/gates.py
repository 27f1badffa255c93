"""Whether an offer's step may be taken: consent, gates and the drop box, read again at every door (P1, R17).

Each gate raises RuleBroken with what to do. None of them changes anything.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from letterbank.db import Base
from letterbank.errors import RuleBroken
from letterbank.ids import Id
from letterbank.letters.model import LetterStage, Review, Verdict
from letterbank.policy import Policy
from letterbank.policy.model import Gate
from notifications import dropbox
from notifications.model import (
    OURS,
    ContactAttempt,
    Offer,
    OfferStage,
    Packet,
    Request,
    RequestStage,
    UnmatchedDrop,
)

if TYPE_CHECKING:
    from letterbank.work import Work


_UNTIL_THE_DOOR = (OfferStage.ACCEPTED, OfferStage.CLEARED, OfferStage.PACKED, OfferStage.CHECKED)
_FURTHEST = timedelta(days=3653)


class GateAnswer(Base):
    """What a person found out about one gate of the policy for one offer, and as of which day (R3)."""

    __tablename__ = "gate_answer"
    __table_args__ = (UniqueConstraint("offer_id", "key"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    offer_id: Mapped[Id] = mapped_column(ForeignKey("offer.id"), index=True)
    key: Mapped[str]
    bars: Mapped[bool]
    as_of: Mapped[date]
    answered_by: Mapped[Id]
    answered_at: Mapped[datetime]


def identity_is_clear(work: "Work", request: Request) -> None:
    if request.verification is None:
        raise RuleBroken("Write down first how you checked who this person is and that they are a victim of this case.")
    if request.offender_id is None or request.case_id is None:
        raise RuleBroken("Link the request to the offender and the case first.")


def why_not_wanted(offer: Offer) -> str | None:
    """Why nobody may go on with this offer: read now, not remembered (R2, R16)."""
    if offer.letter.stage is not LetterStage.BANKED:
        return "The letter is no longer in the bank. Nothing is sent and nobody is called."
    if offer.request.stage is not RequestStage.STANDING:
        return "The request is paused or withdrawn. Nothing is sent and nobody is called."
    return None


def still_wanted(work: "Work", offer: Offer) -> None:
    """The letter is in the bank and the request stands."""
    reason = why_not_wanted(offer)
    if reason:
        raise RuleBroken(reason)


def date_is_ahead(work: "Work", offer: Offer) -> None:
    if offer.wakes_on is None or offer.wakes_on <= work.today:
        raise RuleBroken("Choose a date after today. Nobody calls before it.")
    if offer.wakes_on > work.today + _FURTHEST:
        raise RuleBroken("Choose a date within ten years, or write down: not now. They may come back at any time.")


def date_has_come(work: "Work", offer: Offer) -> None:
    if offer.wakes_on is None or offer.wakes_on > work.today:
        raise RuleBroken("This person asked not to be called before the date they named.")
    still_wanted(work, offer)


def tried_enough(work: "Work", offer: Offer) -> None:
    if len(tries(offer)) < work.policy.contact.max_attempts and not came_back(offer):
        raise RuleBroken(f"Try {work.policy.contact.max_attempts} times before you give up.")


def tries(offer: Offer) -> list[ContactAttempt]:
    """How often we tried since contact began or began anew; what she did herself never counts."""
    return [attempt for attempt in offer.attempts if attempt.outcome in OURS and attempt.at >= offer.since]


def tries_left(work: "Work", offer: Offer) -> int:
    return max(0, work.policy.contact.max_attempts - len(tries(offer)))


def is_out(offer: Offer) -> bool:
    """Whether a letter was posted to her that has not come back."""
    outcomes = [attempt.outcome for attempt in offer.attempts]
    return outcomes.count("sent") > outcomes.count("came_back")


def came_back(offer: Offer) -> bool:
    """Whether a letter came back and she has not told us since how to reach her."""
    told = [attempt.outcome for attempt in offer.attempts if attempt.outcome in ("came_back", "new_way")]
    return told[-1:] == ["came_back"]


def packed_by_me(work: "Work", offer: Offer) -> bool:
    """Whether the copy that counts came from the person at work."""
    standing = _standing(offer)
    return standing is not None and standing.packed_by == work.actor.id


def second_person(work: "Work", offer: Offer) -> None:
    """P1: the person who packed does not check; the consent still stands."""
    packet = standing_packet(offer)
    if packed_by_me(work, offer):
        raise RuleBroken("You packed this envelope. A second person checks it.")
    packet_is_of_this_yes(offer, packet)
    may_leave(work, offer)


def checked_by_two(work: "Work", offer: Offer) -> None:
    """At the door: the standing copy was checked by somebody else than who packed it, and everything still holds."""
    packet = standing_packet(offer)
    if packet.checked_by is None or packet.checked_by == packet.packed_by:
        raise RuleBroken("A second person has not checked this envelope yet.")
    packet_is_of_this_yes(offer, packet)
    may_leave(work, offer)


def packet_is_of_this_yes(offer: Offer, packet: Packet) -> None:
    if packet.revision_id != offer.letter.newest.id:
        raise RuleBroken("The packet holds an earlier version of this letter. Destroy it and pack a new copy.")
    if offer.yes_at is None or packet.packed_at < offer.yes_at:
        raise RuleBroken("The packet was printed before the yes. Destroy it and pack a new copy.")


def standing_packet(offer: Offer) -> Packet:
    """The copy that counts. Raises RuleBroken when none was packed."""
    found = _standing(offer)
    if found is None:
        raise RuleBroken("There is no packet for this offer. Pack it first.")
    return found


def _standing(offer: Offer) -> Packet | None:
    return next((packet for packet in reversed(offer.packets) if not packet.void), None)


def may_leave(work: "Work", offer: Offer) -> None:
    """Everything that must be true at clearing, packing, checking and hand-over, read anew each time."""
    still_wanted(work, offer)
    reviews_are_whole(work, offer)
    consent_stands(work, offer)
    gates_are_open(work, offer)
    drop_box_is_empty(work)


def reviews_are_whole(work: "Work", offer: Offer) -> None:
    """P1: every review the policy asks for, of the very revision that would leave, each by a different person.

    The stage says so already; at the door it is counted once more from the reviews themselves.
    """
    passed = select(Review.step, Review.reviewer_id).where(
        Review.revision_id == offer.letter.newest.id, Review.verdict == Verdict.PASS
    )
    readers: dict[int, set[Id]] = {number: set() for number in range(len(work.policy.reviews))}
    for step, reviewer in work.session.execute(passed):
        readers.setdefault(step, set()).add(reviewer)
    enough = all(len(readers[number]) >= step.people for number, step in enumerate(work.policy.reviews))
    if not enough or len(set().union(*readers.values())) < sum(map(len, readers.values())):
        raise RuleBroken("This letter does not have every review, each by a different person. Nothing leaves.")


def consent_stands(work: "Work", offer: Offer) -> None:
    """Her yes was to this letter, in this revision, and not too long ago (P5, VC-02)."""
    if offer.yes_at is None:
        raise RuleBroken("Nobody has said yes to this letter yet.")
    if offer.revision_id != offer.letter.newest.id:
        raise RuleBroken("The yes was to an earlier version of this letter. Ask again.")
    if offer.yes_at < offer.request.since:
        raise RuleBroken("The request was paused after the yes. Ask again before anything leaves.")
    lease = timedelta(days=work.policy.contact.consent_lease_days)
    if work.now > offer.yes_at + lease:
        raise RuleBroken(f"The yes is older than {lease.days} days. Ask again before anything leaves.")


def why_ask_again(work: "Work", offer: Offer) -> str | None:
    """The sentence where a yes was given and counts no more; None where it stands, or where nobody has said yes."""
    if offer.yes_at is None or offer.stage not in _UNTIL_THE_DOOR:
        return None
    try:
        consent_stands(work, offer)
    except RuleBroken as stale:
        return stale.sentence
    return None


def gates_are_open(work: "Work", offer: Offer) -> None:
    """Every gate of release answered, none bars, none older than the policy allows."""
    shut = [f"{row.state}: {row.gate.fact}" for row in found(work, offer) if row.state is not GateState.OPEN]
    if shut:
        raise RuleBroken(" ".join(shut))


class GateState(StrEnum):
    """What is known of one gate today, in words."""

    OPEN = "Nothing in the way"
    UNKNOWN = "Not looked up yet"
    BARS = "This stands in the way"
    OLD = "Looked up too long ago"


@dataclass(frozen=True)
class GateFound:
    gate: Gate
    answer: GateAnswer | None
    state: GateState


def found(work: "Work", offer: Offer) -> list[GateFound]:
    """Every gate of release with what was last found of it."""
    query = select(GateAnswer).where(GateAnswer.offer_id == offer.id)
    answers = {row.key: row for row in work.session.scalars(query)}
    asked = [gate for gate in work.policy.gates if gate.bars_release]
    return [GateFound(gate, answers.get(gate.key), _state(work, gate, answers.get(gate.key))) for gate in asked]


def _state(work: "Work", gate: Gate, answer: GateAnswer | None) -> GateState:
    if answer is None:
        return GateState.UNKNOWN
    if answer.bars:
        return GateState.BARS
    too_old = answer.as_of < work.today - timedelta(days=gate.max_age_days)
    return GateState.OLD if too_old else GateState.OPEN


def of_release(policy: Policy, key: str) -> Gate | None:
    return next((gate for gate in policy.gates if gate.key == key and gate.bars_release), None)


def drop_box_is_empty(work: "Work") -> None:
    """R17: whatever she may have sent is opened before anything leaves; what nobody could match, a person has seen."""
    if work.office.dropbox is None:
        raise RuleBroken("The drop box cannot be reached from here. Nothing leaves until it can.")
    with work.office.dropbox.reading() as session:
        if dropbox.waiting(session):
            raise RuleBroken("Messages are waiting in the drop box. Take them in first.")
    unsettled = select(UnmatchedDrop.id).where(UnmatchedDrop.settled_at.is_(None)).limit(1)
    if work.session.scalar(unsettled) is not None:
        raise RuleBroken("A message waits under Messages. Look at it first: it may be a stop.")
