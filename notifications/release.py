"""From her yes to the letter box: gates looked up, packed, checked by a second person, handed over (P1, R17, R25).

The drop box is emptied before a packet is printed and before it leaves. The packet is composed between two units of
work, each of which reads consent and gates anew; it is never stored. Its digest and copy number stay.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from letterbank.audit import record
from letterbank.errors import RuleBroken, WrongStage
from letterbank.ids import Id, new_code
from letterbank.permissions import Actor, Permission, must
from letterbank.vault import Opened, opening, opening_all
from letterbank.vault.sealed import CHECK, PACK, PRINT
from letterbank.workflow import take
from notifications import envelope, gates, intake, offers, requests, where_not
from notifications.gates import GateAnswer
from notifications.large_print import words_of
from notifications.model import Offer, Packet
from notifications.workflow import OFFERS, Move

if TYPE_CHECKING:
    from letterbank.work import Office, Work


@dataclass(frozen=True, repr=False)
class Contents:
    """What goes into one packet. Lives only while it is being composed."""

    number: str
    copy_number: int
    recipient_name: str
    address: str
    sender: tuple[str, ...]
    writer_name: str
    cover_code: str
    recipient_code: str
    outer_code: str
    pages: tuple["PageOut", ...]
    large_print: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class PageOut:
    """One opened page: its picture, its media type, its size in pixels."""

    image: bytes
    kind: str
    width: int
    height: int


Compose = Callable[[Contents], bytes]


def answer_gate(work: "Work", offer: Offer, key: str, *, bars: bool, as_of: date) -> None:
    """Write down what was found about one gate and as of which day. A later answer replaces the earlier.

    What bars the release is lifted by somebody else than who found it. Raises NotAllowed, RuleBroken.
    """
    must(work.actor, Permission.PACKET_PACK)
    if gates.of_release(work.policy, key) is None:
        raise RuleBroken("This programme does not ask that.")
    if as_of > work.today:
        raise RuleBroken("The day you looked it up cannot be in the future.")
    known = work.session.scalar(select(GateAnswer).where(GateAnswer.offer_id == offer.id, GateAnswer.key == key))
    if known and known.bars and not bars and known.answered_by == work.actor.id:
        raise RuleBroken("You wrote down that this stands in the way. A colleague looks it up again and lifts it.")
    answer = known or GateAnswer(id=work.new_id(), offer_id=offer.id, key=key)
    answer.bars, answer.as_of = bars, as_of
    answer.answered_by, answer.answered_at = work.actor.id, work.now
    work.session.add(answer)
    record(work, "gate: looked up", offer.subject, gate=key, bars=bars, as_of=as_of.isoformat())


def clear(work: "Work", offer: Offer) -> None:
    take(work, OFFERS, Move.CLEAR, offer)


def pack(
    office: "Office", actor: Actor, compose: Compose, offer_id: Id, version: int, *, large_print: bool = False
) -> tuple[Packet, bytes]:
    """Empty the drop box (R17), then compose the packet for one offer; the packet's row and its PDF.

    `large_print` encloses the letter's typed words too (N12).

    Raises what the gates raise, in the first unit or, when something changed meanwhile, in the second.
    """
    intake.take_in(office, actor)
    with office.writing(actor) as work:
        contents = _open_contents(work, _as_seen(work, offer_id, version), large_print=large_print)
    pdf = compose(contents)
    with office.writing(actor) as work:
        offer = _as_seen(work, offer_id, version)
        _still_hers(work, offer, contents)
        return _packed(work, offer, contents, pdf), pdf


def _as_seen(work: "Work", offer_id: Id, version: int) -> Offer:
    offer = offers.find(work, offer_id)
    requests.same_page(offer.version, version)
    return offer


def _open_contents(work: "Work", offer: Offer, *, large_print: bool) -> Contents:
    """Everything the packet needs, opened once, after every gate."""
    must(work.actor, Permission.PACKET_PACK)
    _must_wait_for(Move.PACK, offer, "This offer is not cleared for packing now. No page of the letter was opened.")
    gates.may_leave(work, offer)
    hers = opening(work, offer.request.victim, PACK)
    if not hers.address:
        raise RuleBroken("There is no address they called safe. Ask them before anything is packed.")
    where_not.must_be_hers_alone(work, hers.address)
    revision = offer.letter.newest
    writer = _as_she_named_him(work, offer)
    pages = opening_all(work, revision.pages, PRINT)
    return Contents(
        number=offer.number,
        copy_number=len(offer.packets) + 1,
        recipient_name=hers.name,
        address=hers.address,
        sender=_sender(work, offer, hers, writer),
        writer_name=writer,
        cover_code=new_code(work.ids),
        recipient_code=new_code(work.ids),
        outer_code=new_code(work.ids),
        pages=tuple(
            PageOut(opened.raw("image"), page.kind, page.width, page.height)
            for page, opened in zip(revision.pages, pages, strict=True)
        ),
        large_print=words_of(work, revision) if large_print else (),
    )


def _must_wait_for(move: Move, offer: Offer, otherwise: str) -> None:
    """An old link opens nothing of hers."""
    if offer.stage not in OFFERS.rules[move].starts:
        raise WrongStage(otherwise)


def _as_she_named_him(work: "Work", offer: Offer) -> str:
    """The cover letter speaks of the writer by the name she knows, not by the register's."""
    return str(requests.sent(opening(work, offer.request, PACK)).get("writer") or offer.letter.offender.name)


def _sender(work: "Work", offer: Offer, hers: Opened, writer: str) -> tuple[str, ...]:
    return envelope.sender(work.policy, hers.call_us, (writer, offer.letter.offender.name))


def _still_hers(work: "Work", offer: Offer, contents: Contents) -> None:
    """What stands on the envelope may have changed while the packet was being composed."""
    hers = opening(work, offer.request.victim, PACK)
    sender = _sender(work, offer, hers, contents.writer_name)
    if (hers.name, hers.address, sender) != (contents.recipient_name, contents.address, contents.sender):
        raise RuleBroken("What stands on the envelope changed while this was being printed. Print it again.")


def _packed(work: "Work", offer: Offer, contents: Contents, pdf: bytes) -> Packet:
    packet = Packet(
        id=work.new_id(),
        offer_id=offer.id,
        copy_number=contents.copy_number,
        revision_id=offer.letter.newest.id,
        cover_code=contents.cover_code,
        recipient_code=contents.recipient_code,
        outer_code=contents.outer_code,
        sha256=hashlib.sha256(pdf).hexdigest(),
        packed_at=work.now,
        packed_by=work.actor.id,
        void=False,
    )
    take(work, OFFERS, Move.PACK, offer)
    offer.packets.append(packet)
    large = bool(contents.large_print)
    record(work, "packet: printed", offer.subject, copy=packet.copy_number, sha256=packet.sha256, large_print=large)
    return packet


def spoil(work: "Work", offer: Offer) -> None:
    """The printed copy may not leave; the next is a new copy with new codes."""
    take(work, OFFERS, Move.SPOIL, offer)
    for packet in offer.packets:
        packet.void = True


def left_alone(work: "Work", offer: Offer) -> str:
    """The days, in her words, on which nothing of ours should reach her (R26). For an envelope about to leave."""
    must(work.actor, Permission.PACKET_PACK)
    _must_wait_for(Move.HAND_OVER, offer, "No envelope of this offer waits to be handed over.")
    return opening(work, offer.request.victim, PACK).leave_alone


@dataclass(frozen=True, repr=False)
class OnTheEnvelope:
    """What the second person compares with the paper: where it goes, and how many pages of the letter it holds."""

    name: str
    address: tuple[str, ...]
    pages: int


def on_the_envelope(work: "Work", offer: Offer) -> OnTheEnvelope:
    """Raises NotAllowed, or WrongStage when no copy waits to be checked."""
    must(work.actor, Permission.PACKET_CHECK)
    _must_wait_for(Move.CHECK, offer, "No envelope of this offer waits to be checked.")
    hers = opening(work, offer.request.victim, CHECK)
    where_not.must_be_hers_alone(work, hers.address)
    return OnTheEnvelope(hers.name, envelope.lines(hers.address), len(offer.letter.newest.pages))


def check(work: "Work", offer: Offer, *, cover: str, recipient: str, outer: str) -> None:
    """A second person reads the three codes off the cover letter, the sealed envelope and the outer one (NT-08, R25).

    Any difference blocks it.
    """
    must(work.actor, Permission.PACKET_CHECK)
    packet = gates.standing_packet(offer)
    if packet.outer_code is None:
        raise RuleBroken("This copy was printed without a code on its outer envelope. Destroy it and pack a new copy.")
    printed = (packet.cover_code, packet.recipient_code, packet.outer_code)
    same = [
        hmac.compare_digest(_plain(read).encode(), _plain(known).encode())
        for read, known in zip((cover, recipient, outer), printed, strict=True)
    ]
    if not all(same):
        raise WrongEnvelope(offer.subject)
    take(work, OFFERS, Move.CHECK, offer)
    packet.checked_at, packet.checked_by = work.now, work.actor.id


class WrongEnvelope(RuleBroken):
    """The codes do not belong together."""

    heading = "Stop: this is not the right envelope"
    audited = "wrong envelope"

    def __init__(self, subject: str) -> None:
        super().__init__(
            "The codes do not belong to this packet. Do not send it. Put the envelope aside and look at it together."
        )
        self.subject = subject


def hand_over(office: "Office", actor: Actor, offer_id: Id, version: int) -> None:
    """It leaves the building now: the drop box is emptied (R17), then consent, gates and the second person's check
    are read for the last time."""
    intake.take_in(office, actor)
    with office.writing(actor) as work:
        take(work, OFFERS, Move.HAND_OVER, _as_seen(work, offer_id, version))


def say(work: "Work", offer: Offer, what: Move) -> None:
    """Received, read, came back or sent back: her own statement, or the envelope itself (R14)."""
    if what not in (Move.RECEIVED, Move.HAS_READ, Move.CAME_BACK, Move.SENT_BACK):
        raise RuleBroken("Choose what happened.")
    take(work, OFFERS, what, offer)
    if what is Move.SENT_BACK:
        offers.forget_yes(work, offer)


def _plain(code: str) -> str:
    return "".join(code.upper().split()).replace("-", "")
