"""Requests and offers. What a victim told us is sealed; no facility role can see these tables exist (R37)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from letterbank.db import Base, words
from letterbank.ids import Id
from letterbank.letters.model import Letter
from letterbank.people.victims import Victim
from letterbank.vault import Sealed, SealedRecord, VictimKey
from letterbank.vault.sealed import CHECK, CONTACT, MATCH, PACK, READ_VICTIM, VERIFY


class RequestStage(StrEnum):
    OPENED = "opened"
    STANDING = "standing"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class Request(SealedRecord, Base):
    """A standing wish to be told. `content` is what she sent, as JSON; `match_card` what matching may see of it.

    `offender_id` and `case_id` are empty until victim assistance has linked the request to the register.
    """

    __tablename__ = "request"
    key_table = VictimKey
    purposes = frozenset({VERIFY, MATCH, READ_VICTIM, CONTACT, PACK})

    id: Mapped[Id] = mapped_column(primary_key=True)
    drop_id: Mapped[Id] = mapped_column(unique=True)
    victim_id: Mapped[Id] = mapped_column(ForeignKey("victim.id"), index=True)
    stage: Mapped[RequestStage] = mapped_column(words(RequestStage), default=RequestStage.OPENED, index=True)
    since: Mapped[datetime]
    opened_at: Mapped[datetime]
    offender_id: Mapped[Id | None] = mapped_column(ForeignKey("offender.id"), index=True)
    case_id: Mapped[Id | None] = mapped_column(ForeignKey("court_case.id"))
    version: Mapped[int] = mapped_column()
    content: Mapped[bytes | None] = mapped_column(Sealed())
    match_card: Mapped[bytes | None] = mapped_column(Sealed())
    verification: Mapped[bytes | None] = mapped_column(Sealed())

    victim: Mapped[Victim] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def key_id(self) -> Id:
        return self.id

    @property
    def place(self) -> str:
        return f"request/{self.id}"

    subject = place


class RequestStep(Base):
    __tablename__ = "request_step"

    id: Mapped[Id] = mapped_column(primary_key=True)
    record_id: Mapped[Id] = mapped_column(ForeignKey("request.id"), index=True)
    step: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    actor_id: Mapped[Id]
    at: Mapped[datetime]


class OfferStage(StrEnum):
    FOUND = "found"
    NOT_A_MATCH = "not_a_match"
    VERIFIED = "verified"
    CONTACTING = "contacting"
    ACCEPTED = "accepted"
    LATER = "later"
    NOT_NOW = "not_now"
    DECLINED = "declined"
    NEVER = "never"
    WRONG_PERSON = "wrong_person"
    UNREACHABLE = "unreachable"
    DECEASED = "deceased"
    CLEARED = "cleared"
    PACKED = "packed"
    CHECKED = "checked"
    HANDED_OVER = "handed_over"
    RECEIVED = "received"
    READ = "read"
    CAME_BACK = "came_back"
    WITHDRAWN = "withdrawn"


class Offer(SealedRecord, Base):
    """One banked letter for one request. Everything on the victim's side happens here, never on the letter (R1).

    `revision_id` is the revision her yes was given for. `disclosure` is JSON of three facts; empty means none. `looks`
    is JSON of who compared the names, and why they were sure.
    """

    __tablename__ = "offer"
    __table_args__ = (UniqueConstraint("letter_id", "request_id"),)
    key_table = VictimKey
    purposes = frozenset({MATCH, CONTACT, PACK, CHECK, READ_VICTIM})

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str]
    letter_id: Mapped[Id] = mapped_column(ForeignKey("letter.id"), index=True)
    request_id: Mapped[Id] = mapped_column(ForeignKey("request.id"), index=True)
    stage: Mapped[OfferStage] = mapped_column(words(OfferStage), default=OfferStage.FOUND, index=True)
    since: Mapped[datetime]
    wakes_on: Mapped[date | None]
    revision_id: Mapped[Id | None]
    yes_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    evidence: Mapped[bytes | None] = mapped_column(Sealed())
    looks: Mapped[bytes | None] = mapped_column(Sealed())
    disclosure: Mapped[bytes | None] = mapped_column(Sealed())

    letter: Mapped[Letter] = relationship()
    request: Mapped[Request] = relationship()
    attempts: Mapped[list["ContactAttempt"]] = relationship(back_populates="offer", order_by="ContactAttempt.at")
    packets: Mapped[list["Packet"]] = relationship(back_populates="offer", order_by="Packet.copy_number")

    __mapper_args__ = {"version_id_col": version}

    @property
    def key_id(self) -> Id:
        return self.request_id

    @property
    def place(self) -> str:
        return f"offer/{self.id}"

    subject = place


class OfferStep(Base):
    __tablename__ = "offer_step"

    id: Mapped[Id] = mapped_column(primary_key=True)
    record_id: Mapped[Id] = mapped_column(ForeignKey("offer.id"), index=True)
    step: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    actor_id: Mapped[Id]
    at: Mapped[datetime]


# What a try of ours came to, and what happened without one: those are always written down and never counted.
_TRIES = {
    "reached": "We spoke",
    "no_answer": "No answer",
    "busy": "Busy",
    "message_left": "Left a message",
    "message_against": "A message was left, though they did not allow one",
    "someone_else": "Someone else answered; nothing was said",
    "sent": "Letter posted",
}
OUTCOMES = {
    **_TRIES,
    "came_back": "The letter came back",
    "she_called": "They called us",
    "she_wrote": "They wrote to us",
    "others_said": "Somebody told us that they have died",
    "new_way": "They told us anew how to reach them",
}
OURS = frozenset(_TRIES)


class ContactAttempt(SealedRecord, Base):
    """One try to reach her, in the way and at the hour she called safe. `outcome` is one of OUTCOMES."""

    __tablename__ = "contact_attempt"
    key_table = VictimKey
    purposes = frozenset({CONTACT, READ_VICTIM})

    id: Mapped[Id] = mapped_column(primary_key=True)
    offer_id: Mapped[Id] = mapped_column(ForeignKey("offer.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[Id]
    way: Mapped[str]
    outcome: Mapped[str]
    note: Mapped[bytes | None] = mapped_column(Sealed())

    offer: Mapped[Offer] = relationship(back_populates="attempts")

    @property
    def key_id(self) -> Id:
        return self.offer.request_id

    @property
    def place(self) -> str:
        return f"offer/{self.offer_id}/attempt/{self.id}"


class Packet(Base):
    """One printed copy. The PDF is never stored; its digest, copy number and codes are (R36, NT-08).

    `void`: it may not leave any more; it lies in the house until a person has destroyed it. A copy printed before outer
    envelopes bore a code has none.
    """

    __tablename__ = "packet"

    id: Mapped[Id] = mapped_column(primary_key=True)
    offer_id: Mapped[Id] = mapped_column(ForeignKey("offer.id"), index=True)
    copy_number: Mapped[int]
    revision_id: Mapped[Id]
    cover_code: Mapped[str]
    recipient_code: Mapped[str]
    outer_code: Mapped[str | None]
    sha256: Mapped[str]
    packed_at: Mapped[datetime]
    packed_by: Mapped[Id]
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[Id | None]
    void: Mapped[bool] = mapped_column(default=False)
    destroyed_at: Mapped[datetime | None]
    destroyed_by: Mapped[Id | None]

    offer: Mapped[Offer] = relationship(back_populates="packets")


class UnmatchedDrop(SealedRecord, Base):
    """A message from the public form that no machine may act on: it waits for a person (R17, P6).

    `request_id` is the request its number belongs to, if we know one. `settlement` is what a person did, as JSON.
    """

    __tablename__ = "unmatched_drop"
    key_table = VictimKey
    purposes = frozenset({VERIFY, READ_VICTIM})

    id: Mapped[Id] = mapped_column(primary_key=True)
    drop_id: Mapped[Id] = mapped_column(unique=True)
    opened_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[Id | None]
    request_id: Mapped[Id | None] = mapped_column(ForeignKey("request.id"), index=True)
    content: Mapped[bytes | None] = mapped_column(Sealed())
    settlement: Mapped[bytes | None] = mapped_column(Sealed())

    @property
    def key_id(self) -> Id:
        return self.id

    @property
    def place(self) -> str:
        return f"unmatched/{self.id}"


class PersonDigest(Base):
    """One fact about a person as a keyed digest: says that we know somebody, and nothing of whom (R15).

    It outlives what it was made of: who asked never to be contacted again is still known when all else is destroyed.
    """

    __tablename__ = "person_digest"

    request_id: Mapped[Id] = mapped_column(ForeignKey("request.id"), primary_key=True)
    fact: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(index=True)


class ReceiptDigest(Base):
    """A receipt number as a keyed digest: finds a request again, is in no backup, is rebuilt by restore."""

    __tablename__ = "receipt_digest"
    __table_args__ = {"info": {"backup": "never"}}

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    request_id: Mapped[Id] = mapped_column(ForeignKey("request.id"), index=True)
