"""P1, P5, R17: every door on the way out reads everything again. Each event, before each door, keeps the letter in."""

import os

import pytest

from letterbank.errors import RuleBroken, WrongStage
from letterbank.letters import workflow as letters
from letterbank.letters.model import Letter, Review, Verdict
from notifications import dropbox, offers, release, requests, safe_way
from notifications.model import OfferStage, UnmatchedDrop
from tests.notifications.walks import a_request, an_offer, check, days_later, drop_a_stop, pack, stage_of, step
from tests.worlds import ASSISTANT, SCREENER, SECOND_ASSISTANT, revise

S = OfferStage
DOORS = {S.CLEARED: S.ACCEPTED, S.PACKED: S.CLEARED, S.CHECKED: S.PACKED, S.HANDED_OVER: S.CHECKED}


def _on_her_side(deed):
    def happen(department, key):
        with department.writing(ASSISTANT) as work:
            deed(work, offers.find(work, key))

    return happen


def _bar_a_gate(work, offer):
    release.answer_gate(work, offer, "protection_order", bars=True, as_of=work.today)


def _drop_a_message(department, key):
    office = department.office("public")
    with office.database.writing() as session:
        drop_id = os.urandom(13).hex()
        dropbox.drop(session, drop_id, dropbox.seal_message(office.vault, drop_id, {"kind": "stop"}))


def _leave_one_unmatched(department, key):
    with department.arranging(ASSISTANT) as work:
        work.session.add(UnmatchedDrop(id=work.new_id(), drop_id=work.new_id(), opened_at=work.now))


def _writer_withdraws(department, key):
    with department.reading(ASSISTANT) as work:
        letter_id = offers.find(work, key).letter_id
    with department.writing(SCREENER) as work:
        letters.advance(work, letters.Step.WITHDRAW, work.session.get_one(Letter, letter_id))


def _a_review_is_taken_back(department, key):
    with department.arranging(ASSISTANT) as work:
        revision = offers.find(work, key).letter.newest.id
        given = work.session.query(Review).filter_by(revision_id=revision, step=1).one()
        given.verdict = Verdict.RETURN


def _one_person_gave_two_reviews(department, key):
    with department.arranging(ASSISTANT) as work:
        revision = offers.find(work, key).letter.newest.id
        first, second = work.session.query(Review).filter_by(revision_id=revision).order_by(Review.step)[:2]
        second.reviewer_id = first.reviewer_id


def _a_newer_revision_appears(department, key):
    """The facility's own role may not add one to a banked letter any more; the doors do not rely on it."""
    with department.writing(ASSISTANT) as work:
        revise(work, offers.find(work, key).letter)


EVENTS = {
    "she takes her yes back": _on_her_side(offers.take_back),
    "she pauses": _on_her_side(lambda work, offer: requests.pause(work, offer.request)),
    "she withdraws": _on_her_side(lambda work, offer: requests.withdraw(work, offer.request)),
    "the yes has run out": lambda department, key: days_later(department, 31),
    "a gate bars": _on_her_side(_bar_a_gate),
    "a gate was looked up too long ago": lambda department, key: days_later(department, 15),
    "a message waits in the drop box": _drop_a_message,
    "a message could not be matched": _leave_one_unmatched,
    "the writer withdraws the letter": _writer_withdraws,
    "a review was no pass": _a_review_is_taken_back,
    "two reviews by one person": _one_person_gave_two_reviews,
    "a newer revision": _a_newer_revision_appears,
}


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("door", DOORS)
def test_p1_p5_nothing_passes_a_door_after_what_should_stop_it(department, door, event):
    key = an_offer(department, DOORS[door])

    EVENTS[event](department, key)

    with pytest.raises((RuleBroken, WrongStage)):
        step(department, key, door)
    assert stage_of(department, key) is not door


def test_without_any_of_these_it_is_handed_over(department):
    key = an_offer(department, S.HANDED_OVER)

    assert stage_of(department, key) is S.HANDED_OVER


def test_a_yes_from_before_a_pause_is_asked_for_again(department):
    key = an_offer(department, S.CHECKED)
    _on_her_side(lambda work, offer: requests.pause(work, offer.request))(department, key)
    days_later(department, 1)
    _on_her_side(lambda work, offer: requests.resume(work, offer.request, "She called; called her back."))(
        department, key
    )

    with pytest.raises(RuleBroken, match="paused after the yes"):
        step(department, key, S.HANDED_OVER)


def test_an_old_yes_can_be_asked_for_again_and_the_old_paper_is_void(department):
    key = an_offer(department, S.CHECKED)
    days_later(department, 31)

    _on_her_side(offers.ask_again)(department, key)

    with department.reading(ASSISTANT) as work:
        offer = offers.find(work, key)
        assert (offer.stage, offer.yes_at) == (S.CONTACTING, None)
        assert all(packet.void for packet in offer.packets)


def test_a_changed_address_spoils_what_was_printed(department):
    key = an_offer(department, S.CHECKED)

    _on_her_side(lambda work, offer: safe_way.change(work, offer.request, "Called her back.", address="Box 9"))(
        department, key
    )

    assert stage_of(department, key) is S.CLEARED


def test_an_address_that_changes_while_the_packet_is_printed_keeps_it_in(department):
    key = an_offer(department, S.CLEARED)
    with department.reading(ASSISTANT) as work:
        version = offers.find(work, key).version

    def compose(contents):
        _on_her_side(lambda work, offer: safe_way.change(work, offer.request, "Called back.", address="Box 9"))(
            department, key
        )
        return b"%PDF"

    with pytest.raises(RuleBroken, match="changed while"):
        release.pack(department.office("central"), ASSISTANT, compose, key, version)


def test_a_yes_taken_back_while_the_packet_is_printed_keeps_it_in(department):
    key = an_offer(department, S.CLEARED)
    with department.reading(ASSISTANT) as work:
        version = offers.find(work, key).version

    def compose(contents):
        _on_her_side(offers.take_back)(department, key)
        return b"%PDF"

    with pytest.raises(WrongStage):
        release.pack(department.office("central"), ASSISTANT, compose, key, version)


@pytest.mark.parametrize("door", [S.PACKED, S.HANDED_OVER])
def test_r17_a_stop_in_the_drop_box_acts_before_anything_is_printed_or_leaves(department, door):
    key = an_offer(department, DOORS[door])
    drop_a_stop(department, key)

    with pytest.raises(WrongStage):
        step(department, key, door)

    assert stage_of(department, key) is S.WITHDRAWN


@pytest.mark.parametrize("stage", [S.ACCEPTED, S.PACKED, S.HANDED_OVER])
def test_no_page_of_the_letter_is_opened_for_an_offer_that_is_not_to_be_packed(department, stage):
    key = an_offer(department, stage)
    composed = []
    with department.reading(ASSISTANT) as work:
        version = offers.find(work, key).version

    with pytest.raises(WrongStage):
        release.pack(department.office("central"), ASSISTANT, composed.append, key, version)
    assert composed == []


def test_the_one_who_packed_cannot_check(department):
    key = an_offer(department, S.PACKED)

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken, match="second person"):
        offer = offers.find(work, key)
        check(work, offer)


@pytest.mark.parametrize("wrong", ["cover", "recipient", "outer"])
def test_nt_08_codes_of_another_envelope_block(department, wrong):
    key = an_offer(department, S.CLEARED)
    codes = pack(department, key) | {wrong: "AAAAAAAAAA"}

    with department.writing(ASSISTANT) as work, pytest.raises(release.WrongEnvelope):
        release.check(work, offers.find(work, key), **codes)


def test_p5_another_victims_yes_opens_no_door(department):
    hers = an_offer(department, S.CHECKED)
    other = a_request(department, name="Ann Birch")

    with department.writing(ASSISTANT) as work:
        requests.withdraw(work, requests.find(work, other))

    step(department, hers, S.HANDED_OVER)
    assert stage_of(department, hers) is S.HANDED_OVER


def test_what_stands_in_the_way_is_lifted_by_somebody_else_than_who_found_it(department):
    key = an_offer(department, S.ACCEPTED)

    def find(who, *, bars):
        with department.writing(who) as work:
            release.answer_gate(work, offers.find(work, key), "protection_order", bars=bars, as_of=work.today)

    find(ASSISTANT, bars=True)
    with pytest.raises(RuleBroken, match="A colleague looks it up again"):
        find(ASSISTANT, bars=False)
    find(ASSISTANT, bars=True)
    find(SECOND_ASSISTANT, bars=False)
    find(SECOND_ASSISTANT, bars=False)
