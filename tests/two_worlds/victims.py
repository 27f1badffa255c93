"""The other script: everything a victim and victim assistance may do about a letter, unseen by the watchers.

Steps are taken by the real rules; one that cannot be taken now is refused and nothing happens.
"""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from letterbank.errors import Refusal
from letterbank.rounds import WORKER
from letterbank.vod import referral
from notifications import contact, disclosure, dropbox, intake, matching, offers, release, requests, safe_way
from notifications.model import Offer, Request, UnmatchedDrop
from notifications.workflow import Move
from tests.notifications.walks import HERS, answer_every_gate, check, hand_over, pack
from tests.two_worlds.watchers import RECEIPT
from tests.two_worlds.world import World
from tests.worlds import ASSISTANT, SECOND_ASSISTANT, offender_of

ASKED = {key: value for key, value in HERS.items() if value}


class VictimsSide:
    """Ruth Alder, and those who work for her. `the offer` is the newest there is."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.department = world.victims_side

    def _drops(self, **message: object) -> None:
        office = self.department.office("public")
        drop_id = office.ids.random(13).hex()
        sealed = dropbox.seal_message(office.vault, drop_id, {"receipt": RECEIPT, **message})
        with office.database.writing() as session:
            dropbox.drop(session, drop_id, sealed)

    def _takes_in(self) -> None:
        intake.take_in(self.department.office("central"), WORKER)

    def _with_the_request(self, deed: Callable) -> None:
        with self.department.writing(ASSISTANT) as work:
            for request in work.session.query(Request).order_by(Request.id):
                deed(work, request)

    def _with_the_offer(self, deed: Callable, by=ASSISTANT) -> None:
        with self.department.writing(by) as work:
            for offer in work.session.query(Offer).order_by(Offer.since.desc(), Offer.id).limit(1):
                deed(work, offer)

    def _past_the_box(self, deed: Callable) -> None:
        """Printing and handing over empty the drop box first, in units of their own."""
        with self.department.reading(ASSISTANT) as work:
            keys = work.session.scalars(select(Offer.id).order_by(Offer.since.desc(), Offer.id).limit(1)).all()
        for key in keys:
            deed(self.department, key)

    def asks(self) -> None:
        self._drops(kind="request", writer="Dale North", may_tell=[], **ASKED)
        self._takes_in()

    def is_verified(self) -> None:
        def verify(work, request):
            offender = offender_of(work)
            requests.link(work, request, offender.id, offender.cases[0].id)
            requests.verify(work, request, "Called back; court papers seen.", "direct_victim")

        self._with_the_request(verify)

    def is_matched(self) -> None:
        with self.department.writing(ASSISTANT) as work:
            matching.find_offers(work)
        self._with_the_offer(offers.confirm)

    def is_called(self) -> None:
        self._with_the_offer(offers.begin_contact)
        self._with_the_offer(lambda work, offer: contact.log_attempt(work, offer, "reached", "She was glad."))

    def says_yes(self) -> None:
        def yes(work, offer):
            offers.say_yes(work, offer, ())
            self.world.leak.when_she_answers(work, offer)

        self._with_the_offer(yes)

    def says_later(self) -> None:
        self._with_the_offer(lambda work, offer: offers.say_later(work, offer, work.today + timedelta(days=30)))

    def says_not_now(self) -> None:
        self._with_the_offer(lambda work, offer: offers.say(work, offer, Move.SAY_NOT_NOW))

    def says_never(self) -> None:
        self._with_the_offer(lambda work, offer: offers.say(work, offer, Move.SAY_NEVER))

    def takes_it_back(self) -> None:
        self._with_the_offer(offers.take_back)

    def wants_nothing_told(self) -> None:
        self._with_the_offer(lambda work, offer: disclosure.choose(work, offer, ()))

    def wishes_for_a_dialogue(self) -> None:
        """A wish alone: nobody but victim assistance may know of it (R8)."""
        self._with_the_request(lambda work, hers: referral.note_wish(work, hers.victim_id, "To ask why.", None, None))

    def agrees_to_a_dialogue(self) -> None:
        """She was told that the planner will learn of it, and said yes: the one thing here that somebody may see."""
        with self.department.writing(ASSISTANT) as work:
            for wish in referral.shown_to(work):
                referral.refer(work, wish)

    def moves_house(self) -> None:
        moved = {"address": "Box 99\nJackson, MS 39205"}
        self._with_the_request(lambda work, request: safe_way.change(work, request, "By the old number.", **moved))

    def is_packed(self) -> None:
        self._settle_messages()
        self._with_the_offer(answer_every_gate)
        self._with_the_offer(release.clear)
        self._past_the_box(pack)

    def is_checked(self) -> None:
        self._settle_messages()
        self._with_the_offer(check, by=SECOND_ASSISTANT)

    def is_handed_over(self) -> None:
        self._settle_messages()
        self._past_the_box(hand_over)

    def has_read(self) -> None:
        self._with_the_offer(lambda work, offer: release.say(work, offer, Move.HAS_READ))

    def pauses(self) -> None:
        self._drops(kind="pause")
        self._takes_in()

    def withdraws(self) -> None:
        self._drops(kind="stop")
        self._takes_in()

    def _settle_messages(self) -> None:
        """A person has looked at what could not be matched (R17)."""
        self._takes_in()
        with self.department.arranging(ASSISTANT) as work:
            for message in work.session.query(UnmatchedDrop).filter(UnmatchedDrop.settled_at.is_(None)):
                message.settled_at, message.settled_by = work.now, ASSISTANT.id


HAPPENINGS: dict[str, Callable[[VictimsSide], None]] = {
    name: getattr(VictimsSide, name)
    for name in (
        "asks", "is_verified", "is_matched", "is_called", "says_yes", "says_later", "says_not_now", "says_never",
        "takes_it_back", "wants_nothing_told", "wishes_for_a_dialogue", "agrees_to_a_dialogue", "moves_house",
        "is_packed", "is_checked", "is_handed_over", "has_read", "pauses", "withdraws",
    )
}  # fmt: skip

ALLOWED = "agrees_to_a_dialogue"
UNSEEN = sorted(set(HAPPENINGS) - {ALLOWED})


def happen(side: VictimsSide, name: str) -> bool:
    """Whether it could happen now."""
    try:
        HAPPENINGS[name](side)
    except Refusal:
        return False
    return True
