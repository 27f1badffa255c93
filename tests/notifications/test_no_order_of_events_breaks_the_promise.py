"""P1, P5, R17: whatever anybody does, in whatever order, what was handed over had every right to leave."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from letterbank.errors import Refusal
from letterbank.letters import workflow as letters
from letterbank.letters.model import Letter, LetterStage, Review, Verdict
from notifications import answers, dropbox, gates, intake, matching, messages, offers, release, requests
from notifications.answers import Answer
from notifications.model import OfferStage, OfferStep, RequestStage, UnmatchedDrop
from notifications.workflow import Move
from tests.notifications.walks import a_found_offer, answer_every_gate, check, drop_a_stop, hand_over, pack
from tests.worlds import ASSISTANT, SCREENER, SECOND_ASSISTANT

WALKS, STEPS = 50, 22


class World:
    """One offer and everything that may happen around it."""

    def __init__(self, department, seed):
        department = replace(department, policy=replace(department.policy, deposits_per_addressee=WALKS))
        self.department, self.random, self.key = department, random.Random(seed), a_found_offer(department)
        self.handed_over = False

    def on_offer(self, deed, by=None):
        by = by or self.random.choice([ASSISTANT, SECOND_ASSISTANT])
        with self.department.writing(by) as work:
            deed(work, offers.find(work, self.key))

    def on_request(self, deed):
        self.on_offer(lambda work, offer: deed(work, offer.request))

    def answer(self, word):
        self.on_offer(lambda work, offer: answers.take_down(work, offer, Answer(answer=word, how="she_called")))

    def pack(self):
        pack(self.department, self.key, self.random.choice([ASSISTANT, SECOND_ASSISTANT]))

    def time_passes(self):
        self.department.clock.forward(timedelta(days=self.random.choice([1, 8, 16, 31])))

    def a_gate_changes(self):
        bars = self.random.random() < 0.5
        self.on_offer(
            lambda work, offer: release.answer_gate(
                work, offer, "minor_addressee", bars=bars, as_of=work.today
            )
        )

    def writer_withdraws(self):
        with self.department.reading(ASSISTANT) as work:
            letter_id = offers.find(work, self.key).letter_id
        with self.department.writing(SCREENER) as work:
            letters.advance(work, letters.Step.WITHDRAW, work.session.get_one(Letter, letter_id))

    def a_strange_message(self):
        office = self.department.office("public")
        with office.database.writing() as session:
            drop_id = self.department.ids.random(13).hex()
            dropbox.drop(session, drop_id, dropbox.seal_message(office.vault, drop_id, {"kind": "?"}))

    def somebody_looks(self):
        with self.department.writing(ASSISTANT) as work:
            for message in work.session.query(UnmatchedDrop).filter(UnmatchedDrop.settled_at.is_(None)):
                messages.settle(work, message.id, "not_ours", "It says nothing we could read.")

    def somebody_matches(self):
        with self.department.writing(ASSISTANT) as work:
            matching.find_offers(work)

    def hand_over(self):
        hand_over(self.department, self.key, self.random.choice([ASSISTANT, SECOND_ASSISTANT]))
        self.handed_over = True

    def onward(self):
        """The next step of a careful office: most walks get somewhere."""
        with self.department.reading(ASSISTANT) as work:
            stage = offers.find(work, self.key).stage
        nexts = {
            OfferStage.FOUND: lambda: self.on_offer(offers.confirm),
            OfferStage.VERIFIED: lambda: self.on_offer(offers.begin_contact),
            OfferStage.CONTACTING: lambda: self.answer("yes"),
            OfferStage.ACCEPTED: lambda: (self.on_offer(answer_every_gate), self.on_offer(release.clear)),
            OfferStage.CLEARED: self.pack,
            OfferStage.PACKED: lambda: self.on_offer(check),
            OfferStage.CHECKED: self.hand_over,
        }
        nexts.get(stage, lambda: None)()

    def events(self):
        rare = [
            lambda: self.on_request(requests.pause),
            lambda: self.on_request(lambda work, request: requests.resume(work, request, "Called back.")),
            lambda: self.on_request(requests.withdraw),
            lambda: self.on_offer(offers.take_back),
            lambda: self.on_offer(offers.ask_again),
            lambda: self.on_offer(offers.reopen),
            lambda: self.on_offer(release.spoil),
            lambda: self.on_offer(lambda work, offer: release.say(work, offer, Move.CAME_BACK)),
            lambda: self.answer(self.random.choice(["not_now", "no"])),
            self.somebody_matches,
            lambda: drop_a_stop(self.department, self.key),
            self.time_passes, self.a_gate_changes, self.writer_withdraws, self.a_strange_message,
        ]  # fmt: skip
        healing = [
            lambda: intake.take_in(self.department.office("central"), ASSISTANT),
            self.somebody_looks,
            lambda: self.on_offer(answer_every_gate),
            self.hand_over,
        ]
        return [self.onward] * 8 + [self.random.choice(rare)] * 2 + [self.random.choice(healing)] * 2

    def end(self):
        """Leave nothing behind that another walk could meet."""
        for last in (lambda: self.on_request(requests.withdraw), self.writer_withdraws):
            with suppress(Refusal):
                last()
        intake.take_in(self.department.office("central"), ASSISTANT)
        self.somebody_looks()

    def had_every_right(self):
        """Counted from the rows themselves, not by the gates."""
        with self.department.reading(ASSISTANT) as work:
            offer = offers.find(work, self.key)
            reviews = work.session.query(Review).filter_by(revision_id=offer.letter.newest.id, verdict=Verdict.PASS)
            packet = [one for one in offer.packets if not one.void][-1]
            answered = {row.key: row for row in work.session.query(gates.GateAnswer).filter_by(offer_id=offer.id)}
            with self.department.office("central").dropbox.reading() as box:
                assert dropbox.waiting(box) == []
            assert work.session.query(UnmatchedDrop).filter(UnmatchedDrop.settled_at.is_(None)).count() == 0
            assert offer.letter.stage is LetterStage.BANKED and offer.request.stage is RequestStage.STANDING
            assert len({review.reviewer_id for review in reviews}) == 3
            assert offer.revision_id == packet.revision_id == offer.letter.newest.id
            assert offer.yes_at <= packet.packed_at <= packet.checked_at
            assert work.now - offer.yes_at <= timedelta(days=30)
            assert None is not packet.checked_by != packet.packed_by
            for gate in (gate for gate in work.policy.gates if gate.bars_release):
                assert not answered[gate.key].bars
                assert (work.today - answered[gate.key].as_of).days <= gate.max_age_days
            yes = work.session.query(OfferStep).filter_by(record_id=offer.id, step="say_yes").all()
            assert any(step.at == offer.yes_at for step in yes)


@pytest.mark.parametrize("seed", range(2))
def test_p1_p5_whatever_was_handed_over_had_every_right_to_leave(department, seed):
    arrived = 0
    for walk in range(WALKS):
        world = World(department, f"{seed}-{walk}")
        for _ in range(STEPS):
            try:
                world.random.choice(world.events())()
            except Refusal:
                continue
            if world.handed_over:
                world.had_every_right()
                arrived += 1
                break
        world.end()

    assert arrived >= WALKS // 8
