"""P6: a printed copy that may not leave any more waits, in front of somebody, until it is destroyed."""

from datetime import timedelta

import pytest

from letterbank.errors import NotAllowed, RuleBroken, WrongStage
from letterbank.letters import workflow as letters
from letterbank.letters.model import Letter
from notifications import copies, offers, release, requests, safe_way
from notifications.model import OfferStage
from tests.notifications.test_the_way_by_pages import do
from tests.notifications.walks import an_offer, go_on, stage_of
from tests.worlds import ASSISTANT, COORDINATOR, SCREENER, SECOND_ASSISTANT

S = OfferStage


def waiting(department):
    with department.reading(ASSISTANT) as work:
        return [(packet.offer_id, packet.copy_number) for packet in work.session.scalars(copies.to_destroy())]


def on_her_side(deed):
    def happen(department, key):
        with department.writing(ASSISTANT) as work:
            deed(work, offers.find(work, key))

    return happen


def the_writer_withdraws(department, key):
    with department.reading(ASSISTANT) as work:
        letter_id = offers.find(work, key).letter_id
    with department.writing(SCREENER) as work:
        letters.advance(work, letters.Step.WITHDRAW, work.session.get_one(Letter, letter_id))


EVENTS = {
    "paused": on_her_side(lambda work, offer: requests.pause(work, offer.request)),
    "withdrawn": on_her_side(lambda work, offer: requests.withdraw(work, offer.request)),
    "taken back": on_her_side(offers.take_back),
    "asked again": on_her_side(offers.ask_again),
    "moved": on_her_side(lambda work, offer: safe_way.change(work, offer.request, "Called back.", address="Box 9")),
    "letter withdrawn": the_writer_withdraws,
}


@pytest.mark.parametrize("event", EVENTS)
def test_whatever_keeps_it_in_the_house_puts_it_on_the_list(department, event):
    key = an_offer(department, S.CHECKED)
    before = waiting(department)

    EVENTS[event](department, key)

    assert (before, waiting(department)) == ([], [(key, 1)])


def test_a_copy_from_before_a_pause_waits_on_when_they_go_on(department):
    key = an_offer(department, S.CHECKED)
    EVENTS["paused"](department, key)
    department.clock.forward(timedelta(days=1))

    on_her_side(lambda work, offer: requests.resume(work, offer.request, "Called back."))(department, key)

    assert waiting(department) == [(key, 1)]


def test_what_has_left_waits_for_nobody_until_it_comes_back(department):
    key = an_offer(department, S.HANDED_OVER)
    away = waiting(department)

    on_her_side(lambda work, offer: release.say(work, offer, release.Move.CAME_BACK))(department, key)

    assert (away, waiting(department)) == ([], [(key, 1)])


def test_a_person_destroys_it_by_the_page_and_it_is_written_down(department, browser_of):
    key = an_offer(department, S.PACKED)
    EVENTS["taken back"](department, key)
    browser = browser_of(SECOND_ASSISTANT)
    home = browser.get("/").text

    done = do(browser, f"/copies/{key}/1")

    assert "Printed copies to destroy" in home
    assert done.status_code == 302
    assert "No printed copy waits to be destroyed." in browser.get("/copies").text
    assert "This copy was destroyed before." in do(browser, f"/copies/{key}/1").text


def test_a_copy_destroyed_while_she_has_paused_is_packed_anew_afterwards(department):
    key = an_offer(department, S.PACKED)
    EVENTS["paused"](department, key)

    on_her_side(lambda work, offer: copies.destroy(work, copies.find(offer, 1)))(department, key)

    assert stage_of(department, key) is S.CLEARED
    assert waiting(department) == []


def test_a_copy_on_its_way_to_her_is_not_destroyed_by_a_click(department):
    key = an_offer(department, S.HANDED_OVER)

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken, match="left the house"):
        copies.destroy(work, copies.find(offers.find(work, key), 1))


def test_a_spoiled_copy_is_destroyed_at_once_and_only_once(department):
    key = an_offer(department, S.PACKED)
    on_her_side(copies.destroy_standing)(department, key)
    go_on(department, key, S.PACKED)

    assert waiting(department) == []
    with department.writing(ASSISTANT) as work, pytest.raises(WrongStage):
        copies.destroy(work, copies.find(offers.find(work, key), 1))


def test_nobody_else_destroys_one(department):
    key = an_offer(department, S.PACKED)

    with department.writing(COORDINATOR) as work, pytest.raises(NotAllowed):
        copies.destroy(work, copies.find(offers.find(work, key), 1))


@pytest.mark.parametrize("word", [None, offers.Move.RECEIVED, offers.Move.HAS_READ])
def test_what_she_sends_back_is_a_no_and_the_copy_waits_to_be_destroyed(department, browser_of, word):
    key = an_offer(department, S.HANDED_OVER)
    if word:
        on_her_side(lambda work, offer: release.say(work, offer, word))(department, key)

    sent = do(browser_of(ASSISTANT), f"/offers/{key}/sent-back")

    assert sent.status_code == 302
    assert (stage_of(department, key), waiting(department)) == (S.DECLINED, [(key, 1)])
    on_her_side(lambda work, offer: copies.destroy(work, copies.find(offer, 1)))(department, key)
    assert waiting(department) == []


def test_who_sent_it_back_may_ask_for_it_again(department):
    key = an_offer(department, S.HANDED_OVER)

    on_her_side(lambda work, offer: release.say(work, offer, offers.Move.SENT_BACK))(department, key)
    on_her_side(offers.reopen)(department, key)

    assert stage_of(department, key) is S.CONTACTING
