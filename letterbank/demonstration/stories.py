"""How far each letter and each request of the demonstration goes, one step after another, by the real rules."""

from datetime import timedelta

from letterbank.demonstration import paper_side, papers, victim_side
from letterbank.demonstration.handwriting import LETTERS
from letterbank.demonstration.lives import Life, Told
from letterbank.demonstration.place import Place
from letterbank.ids import Id
from letterbank.vod import referral
from notifications import requests, wishes
from notifications.answers import Answer
from notifications.receipts import new_receipt
from notifications.workflow import Move
from screening.scanning import CleanPage

Letters = dict[str, Id]
JUST_SENT = {
    "name": "Opal Renner", "relation": "direct_victim", "county": "Hinds", "year": "2011", "safe_way": "telephone",
    "telephone": "601 555 0188", "voicemail": "no", "hours": "Tuesdays", "word_first": "marigold", "may_tell": [],
}  # fmt: skip
_WITHOUT_LETTER = ("standing", "referred", "paused", "ended")
_SHORT_ANSWERS = {
    "later": "later", "not_now": "not_now", "no": "no", "never": "never", "wrong_person": "wrong_person",
    "deceased": "died",
}  # fmt: skip
_LAST_WORDS = {"received": Move.RECEIVED, "read": Move.HAS_READ, "came_back": Move.CAME_BACK}
_NOTE = "The writer names a street and a place of work of today. Speak of it before any call."
_MENDED = "I did it, and nobody else.\n\nI have written this letter a second time, after I was told what it lacked."


def letter(place: Place, told: Told, known: Letters) -> Life:
    """From the desk to where it goes. `known` learns its id by the case's number."""
    yield told.began
    found = known[told.writer.case] = paper_side.register(
        place, told.clerk, told.writer, told.addressee, _scan(place, told)
    )
    if told.goes == "registered":
        return
    yield told.began - 1
    paper_side.submit(place, told.clerk, found)
    day = told.began - 1
    for number, reader in enumerate(told.readers):
        if told.goes == f"waits {number}":
            return
        day -= told.pace
        yield day
        if told.goes == f"stops {number}":
            yield from _stopped(place, told, reader, found, day)
            return
        paper_side.pass_on(place, reader, found)
    if told.goes == "withdrawn":
        yield day - 60
        paper_side.withdraw(place, told.clerk, found)


def _stopped(place: Place, told: Told, reader: str, found: Id, day: float) -> Life:
    """Returned, returned and brought again, or put before a second person, as its text deserves."""
    if told.text == "knows-too-much":
        paper_side.ask_for_another(place, reader, found, ["life_today"], _NOTE)
        if told.ends == "refused":
            yield day - 3
            paper_side.refuse_as_second(place, "coordinator", found, "could_hurt")
        return
    paper_side.send_back(place, reader, found, ["blame"] if told.text == "blames" else ["asks_forgiveness"])
    if told.text == "blames":
        yield day - 2
        again = papers.plain_letter(place.sandbox, place.central.policy, _MENDED, "round")
        paper_side.scan_again(place, told.clerk, found, again)
        paper_side.submit(place, told.clerk, found)


def _scan(place: Place, told: Told) -> list[CleanPage]:
    if told.text in LETTERS:
        return papers.known_letter(place.sandbox, place.central.policy, told.text)
    return papers.plain_letter(place.sandbox, place.central.policy, told.text, told.hand)


def request(place: Place, told: Told, known: Letters) -> Life:
    """From the public form to where it goes; `wish` says when she asked and how she wants to be reached."""
    wish = dict(told.wish)
    asked_at, goes = wish.pop("asked"), wish.pop("goes")
    yield asked_at
    asked = victim_side.ask(place, told.writer, wish)
    yield asked_at - 1
    victim_side.take_in(place)
    victim_side.recognise(place, asked)
    if goes == "opened":
        return
    yield asked_at - 4
    victim_side.link(place, asked)
    if goes == "refused":
        victim_side.refuse(place, asked)
        return
    victim_side.verify(place, asked)
    if goes == "referred":
        _refer(place, asked)
    if goes == "paused":
        yield asked_at - 30
        victim_side.pause(place, asked)
    if goes == "ended":
        yield 3
        victim_side.stop(place, asked)
    if goes in _WITHOUT_LETTER:
        return
    day = min(asked_at - 4, told.banked) - 1
    yield day
    victim_side.match(place, asked, known[told.writer.case])
    yield from _offer(place, asked, goes, day)


def _refer(place: Place, asked: victim_side.Asked) -> None:
    """R8: a wish stays with victim assistance; only her yes to that step lets the planner see it."""
    with place.as_(victim_side.FIRST) as work:
        hers = requests.find(work, asked.request)
        for noted in referral.of_victim(work, hers.victim_id):
            wishes.refer(work, hers, noted)


def _offer(place: Place, asked: victim_side.Asked, goes: str, day: float) -> Life:
    if goes == "found":
        return
    yield day - 2
    if goes == "not_a_match":
        victim_side.not_a_match(place, asked)
        return
    victim_side.confirm(place, asked)
    if goes == "verified":
        return
    yield day - 4
    victim_side.begin_contact(place, asked)
    by_post = asked.said["safe_way"] == "letter"
    victim_side.try_her(place, asked, "sent" if by_post else "no_answer")
    if goes == "contacting":
        return
    yield day - 14
    if goes in ("trying", "unreachable"):
        victim_side.try_her(place, asked, "busy")
        yield from _given_up(place, asked, goes, day - 14)
        return
    how = "she_wrote" if by_post else "reached"
    if goes in _SHORT_ANSWERS:
        on = (place.central.clock.now() + timedelta(days=120)).date() if goes == "later" else None
        victim_side.answer(place, asked, Answer(answer=_SHORT_ANSWERS[goes], how=how, on=on))
        return
    victim_side.answer(place, asked, Answer(answer="yes", how=how, facts=_facts(asked), call_after=not by_post))
    if not by_post:
        victim_side.give_address(place, asked, "48 Larch Street\nOxford, MS 38655")
    yield from _release(place, asked, goes, day - 14)


def _given_up(place: Place, asked: victim_side.Asked, goes: str, day: float) -> Life:
    """The last try the policy allows, and the way ends; or it still goes on."""
    if goes == "unreachable":
        yield day - 10
        victim_side.try_her(place, asked, "no_answer")
        victim_side.give_up(place, asked)


def _facts(asked: victim_side.Asked) -> tuple[str, ...]:
    """What she ticked on the form that the writer may be told."""
    ticked = asked.said.get("may_tell")
    return tuple(map(str, ticked)) if isinstance(ticked, list) else ()


def _release(place: Place, asked: victim_side.Asked, goes: str, day: float) -> Life:
    if goes == "accepted":
        return
    if goes == "stopped":
        yield day - 1
        victim_side.stop(place, asked)
        return
    yield day - 1
    victim_side.look_up_gates(place, asked)
    victim_side.clear(place, asked)
    if goes == "cleared":
        return
    yield day - 2
    victim_side.pack(place, asked)
    if goes == "packed":
        return
    yield day - 3
    victim_side.check(place, asked)
    if goes == "checked":
        return
    yield day - 4
    victim_side.hand_over(place, asked)
    if goes in _LAST_WORDS:
        yield day - 20
        victim_side.say(place, asked, _LAST_WORDS[goes])


def this_morning(place: Place, told: Told, unread: Id) -> None:
    """What nobody has dealt with yet: a letter just taken to read, a message without a match, a drop in the box."""
    paper_side.claim(place, "planner", unread)
    victim_side.write(place, {"kind": "pause", "receipt": new_receipt(place.public.ids)})
    victim_side.take_in(place)
    victim_side.ask(place, told.writer, JUST_SENT)
