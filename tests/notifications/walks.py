"""Requests and offers walked to where a test begins, by the real rules and as real people."""

import json
from collections.abc import Callable
from datetime import timedelta

from letterbank.ids import new_id
from letterbank.letters.model import Letter
from letterbank.people.victims import Victim
from letterbank.vault import VictimKey
from notifications import contact, dropbox, drops, gates, matching, offers, release, requests
from notifications.model import Offer, OfferStage, Packet, ReceiptDigest, Request, RequestStage
from notifications.receipts import new_receipt
from tests.worlds import ASSISTANT, SECOND_ASSISTANT, Department, bank_a_letter, offender_of

S = OfferStage
HERS = {
    "name": "Ruth Alder", "safe_way": "telephone", "telephone": "601 555 0142", "voicemail": "no",
    "hours": "mornings", "address": "Box 12\nJackson, MS 39201", "call_us": "", "word_first": "bluebird",
}  # fmt: skip


def a_request(department: Department, **hers: str) -> str:
    """A request as intake leaves it: opened, not yet verified. Its id."""
    facts = {**HERS, **hers}
    with department.arranging(ASSISTANT) as work:
        victim = Victim(id=work.new_id(), since=work.now)
        request = Request(
            id=work.new_id(), drop_id=new_id(work.ids), victim=victim, victim_id=victim.id,
            stage=RequestStage.OPENED, since=work.now, opened_at=work.now,
        )  # fmt: skip
        for key in (victim.id, request.id):
            work.vault.new_key(work, VictimKey, key, "victims")
        work.vault.seal(work, victim, **facts)
        work.vault.seal(work, request, content=json.dumps({"kind": "request", "writer": "Dale North", **facts}))
        work.session.add_all([victim, request])
    return request.id


def a_standing_request(department: Department, **hers: str) -> str:
    key = a_request(department, **hers)
    with department.writing(ASSISTANT) as work:
        request = requests.find(work, key)
        offender = offender_of(work)
        requests.link(work, request, offender.id, offender.cases[0].id)
        how = "Called back on the number given; court papers seen."
        requests.verify(work, request, how, "direct_victim", known_already="Somebody else.")
    return key


def a_found_offer(department: Department, **hers: str) -> str:
    bank_a_letter(department)
    a_standing_request(department, **hers)
    with department.writing(ASSISTANT) as work:
        matching.find_offers(work)
        return work.session.query(Offer.id).filter(Offer.stage == S.FOUND).scalar()


def answer_every_gate(work, offer) -> None:
    for gate in work.policy.gates:
        if gate.bars_release:
            release.answer_gate(work, offer, gate.key, bars=False, as_of=work.today)


def pack(department: Department, key: str, by=ASSISTANT) -> dict[str, str]:
    """Packed with a stand-in for the printed page; the codes on the papers and the envelopes."""
    version = version_of(department, key)
    packet, _ = release.pack(department.office("central"), by, lambda contents: b"%PDF", key, version)
    return codes_of(packet)


def hand_over(department: Department, key: str, by=ASSISTANT) -> None:
    release.hand_over(department.office("central"), by, key, version_of(department, key))


def version_of(department: Department, key: str) -> int:
    with department.reading(ASSISTANT) as work:
        return offers.find(work, key).version


def say_yes(work, offer) -> None:
    contact.log_attempt(work, offer, "reached")
    offers.say_yes(work, offer)
    answer_every_gate(work, offer)


def check(work, offer) -> None:
    release.check(work, offer, **codes_of(gates.standing_packet(offer)))


def codes_of(packet: Packet) -> dict[str, str]:
    return {paper: getattr(packet, f"{paper}_code") for paper in ("cover", "recipient", "outer")}


DEEDS: dict[OfferStage, Callable] = {
    S.VERIFIED: offers.confirm,
    S.CONTACTING: offers.begin_contact,
    S.ACCEPTED: say_yes,
    S.CLEARED: release.clear,
    S.PACKED: None,
    S.CHECKED: check,
    S.HANDED_OVER: None,
}


def an_offer(department: Department, stage: OfferStage, **hers: str) -> str:
    """An offer walked to `stage` along the way to hand-over; its id."""
    key = a_found_offer(department, **hers)
    go_on(department, key, stage)
    return key


def go_on(department: Department, key: str, to: OfferStage) -> None:
    """Every step from where the offer stands to `to`."""
    way = [S.FOUND, *DEEDS]
    with department.reading(ASSISTANT) as work:
        start = way.index(offers.find(work, key).stage)
    for stage in way[start + 1 : way.index(to) + 1]:
        step(department, key, stage)


def step(department: Department, key: str, stage: OfferStage) -> None:
    if stage in (S.PACKED, S.HANDED_OVER):
        (pack if stage is S.PACKED else hand_over)(department, key)
        return
    with department.writing(SECOND_ASSISTANT if stage is S.CHECKED else ASSISTANT) as work:
        DEEDS[stage](work, offers.find(work, key))


def stage_of(department: Department, key: str) -> OfferStage:
    with department.reading(ASSISTANT) as work:
        return offers.find(work, key).stage


def letter_of(work, key: str) -> Letter:
    return offers.find(work, key).letter


def days_later(department: Department, days: int) -> None:
    department.clock.forward(timedelta(days=days))



def give_receipt(department: Department, request_id: str) -> str:
    """A receipt number by which this request is found, as if it had come by the public form."""
    receipt = new_receipt(department.ids)
    with department.arranging(ASSISTANT) as work:
        work.session.add(ReceiptDigest(digest=work.vault.digest("victims", "receipt", receipt), request_id=request_id))
    return receipt


def send_by_form(department: Department, message: dict[str, object]) -> None:
    office = department.office("public")
    with office.database.writing() as session:
        drop_id = new_id(department.ids)
        dropbox.drop(session, drop_id, dropbox.seal_message(office.vault, drop_id, message))


def drop_a_stop(department: Department, key: str) -> None:
    """She sends "stop" by the public form, with the number she was given."""
    with department.reading(ASSISTANT) as work:
        request_id = offers.find(work, key).request_id
    send_by_form(department, {"kind": drops.STOP, "receipt": give_receipt(department, request_id)})
