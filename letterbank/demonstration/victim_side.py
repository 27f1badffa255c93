"""What a victim sends and what victim assistance does for her, through the functions behind the public and central
pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from letterbank import rounds
from letterbank.demonstration.place import Place
from letterbank.demonstration.register import Writer, find
from letterbank.documents.compose import printed
from letterbank.ids import Id, new_id
from notifications import (
    answers,
    contact,
    gates,
    intake,
    messages,
    offers,
    packet,
    receipts,
    release,
    requests,
    safe_way,
)
from notifications.answers import Answer
from notifications.model import Offer, UnmatchedDrop
from notifications.public.sending import send
from notifications.public.steps import request_message
from notifications.workflow import Move

FIRST, SECOND = "assistance", "assistance.second"


@dataclass(frozen=True)
class Asked:
    """One request on its way: what she typed, her receipt, and what became of it here."""

    writer: Writer
    said: Mapping[str, object]
    receipt: str
    ids: dict[str, Id] = field(default_factory=dict)

    @property
    def request(self) -> Id:
        return self.ids["request"]

    @property
    def offer(self) -> Id:
        return self.ids["offer"]


def ask(place: Place, writer: Writer, said: Mapping[str, object]) -> Asked:
    """She sends the form: the public office seals it and can read it no more."""
    asked = Asked(writer, said, receipts.new_receipt(place.public.ids))
    asked.ids["drop"] = new_id(place.public.ids)
    message = request_message(asked.receipt, {**said, "writer": writer.name})
    send(place.public, asked.ids["drop"], message)
    return asked


def write(place: Place, message: Mapping[str, object]) -> None:
    """Any other message of the public form."""
    send(place.public, new_id(place.public.ids), message)


def take_in(place: Place) -> None:
    rounds.go(place.central)


def recognise(place: Place, asked: Asked) -> None:
    """Find the request again that the intake made of her message."""
    with place.as_(FIRST) as work:
        found = intake.find_by_receipt(work, asked.receipt)
        if found is None:
            raise RuntimeError("the intake has not filed this request")
        asked.ids["request"] = found.id


def link(place: Place, asked: Asked) -> None:
    with place.as_(FIRST) as work:
        requests.link(work, requests.find(work, asked.request), *find(work, asked.writer))


def verify(place: Place, asked: Asked) -> None:
    how = "Called back on the number given; the court's papers of the case were seen."
    told_apart = "The earlier request was looked at. This one is their own new word."
    with place.as_(FIRST) as work:
        request = requests.find(work, asked.request)
        requests.verify(work, request, how, str(asked.said["relation"]), known_already=told_apart)


def refuse(place: Place, asked: Asked) -> None:
    with place.as_(FIRST) as work:
        requests.refuse(work, requests.find(work, asked.request), "The court's papers name nobody of this name.")


def pause(place: Place, asked: Asked) -> None:
    """By her receipt number alone (R16)."""
    write(place, {"kind": "pause", "receipt": asked.receipt})
    take_in(place)


def stop(place: Place, asked: Asked) -> None:
    """By her receipt number alone: every open offer and wish ends with it (R15)."""
    write(place, {"kind": "stop", "receipt": asked.receipt})
    take_in(place)


def match(place: Place, asked: Asked, letter_id: Id) -> None:
    rounds.go(place.central)
    query = select(Offer.id).where(Offer.request_id == asked.request, Offer.letter_id == letter_id)
    with place.as_(FIRST) as work:
        asked.ids["offer"] = work.session.scalars(query).one()


def confirm(place: Place, asked: Asked) -> None:
    with place.as_(FIRST) as work:
        offers.confirm(work, offers.find(work, asked.offer))


def not_a_match(place: Place, asked: Asked) -> None:
    with place.as_(FIRST) as work:
        offers.not_a_match(work, offers.find(work, asked.offer))


def begin_contact(place: Place, asked: Asked) -> None:
    with place.as_(FIRST) as work:
        offers.begin_contact(work, offers.find(work, asked.offer))


def try_her(place: Place, asked: Asked, outcome: str, note: str = "") -> None:
    with place.as_(FIRST) as work:
        contact.log_attempt(work, offers.find(work, asked.offer), outcome, note)


def write_first(place: Place, asked: Asked) -> None:
    """The first letter to her safe address; a call would be bound to its hours."""
    begin_contact(place, asked)
    try_her(place, asked, "sent")


def give_up(place: Place, asked: Asked) -> None:
    with place.as_(FIRST) as work:
        offers.say(work, offers.find(work, asked.offer), Move.GIVE_UP)


def answer(place: Place, asked: Asked, given: Answer) -> None:
    with place.as_(FIRST) as work:
        answers.take_down(work, offers.find(work, asked.offer), given)


def give_address(place: Place, asked: Asked, address: str) -> None:
    with place.as_(FIRST) as work:
        request = requests.find(work, asked.request)
        safe_way.change(work, request, "Confirmed in the call to the number given.", address=address)


def look_up_gates(place: Place, asked: Asked) -> None:
    with place.as_(FIRST) as work:
        offer = offers.find(work, asked.offer)
        for gate in work.policy.gates:
            if gate.bars_release:
                release.answer_gate(work, offer, gate.key, bars=False, as_of=work.today)


def clear(place: Place, asked: Asked) -> None:
    with place.as_(FIRST) as work:
        release.clear(work, offers.find(work, asked.offer))


def pack(place: Place, asked: Asked) -> bytes:
    """The packet's PDF, composed behind the walls; the copy and its codes stay with the offer."""
    office = place.central

    def compose(contents: release.Contents) -> bytes:
        return printed(packet.document(office.policy, contents, office.clock.now()), place.sandbox)

    actor = place.staff[FIRST]
    _packet, pdf = release.pack(office, actor, compose, asked.offer, _version(place, asked))
    return pdf


def check(place: Place, asked: Asked) -> None:
    """The second person reads the codes off the papers and the envelopes."""
    with place.as_(SECOND) as work:
        offer = offers.find(work, asked.offer)
        copy = gates.standing_packet(offer)
        release.check(work, offer, cover=copy.cover_code, recipient=copy.recipient_code, outer=copy.outer_code or "")


def hand_over(place: Place, asked: Asked) -> None:
    release.hand_over(place.central, place.staff[FIRST], asked.offer, _version(place, asked))


def _version(place: Place, asked: Asked) -> int:
    """What a page would show of the offer now."""
    with place.central.reading(place.staff[FIRST]) as work:
        return offers.find(work, asked.offer).version


def say(place: Place, asked: Asked, what: Move) -> None:
    """Her own word after the hand-over, or the envelope that came back (R14)."""
    with place.as_(FIRST) as work:
        release.say(work, offers.find(work, asked.offer), what)


def unsettled(place: Place) -> list[Id]:
    """Messages nobody has looked at: each may be hers (R17)."""
    with place.as_(FIRST) as work:
        return list(work.session.scalars(select(UnmatchedDrop.id).where(UnmatchedDrop.settled_at.is_(None))))


def settle(place: Place, message_id: Id) -> None:
    with place.as_(FIRST) as work:
        messages.settle(work, message_id, "called", "No request here has its number; looked for by telephone.")
