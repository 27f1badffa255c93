"""R26: one call afterwards for who wants it, made once; days she wants left alone are kept, and said at every door."""

from datetime import timedelta

import pytest

from letterbank.errors import Missing, RuleBroken
from letterbank.vault import opening
from letterbank.vault.sealed import CONTACT
from notifications import after_care, answers, offers, requests
from notifications.after_care import AfterCare
from notifications.answers import Answer
from notifications.model import OfferStage
from tests.notifications.test_the_way_by_pages import do
from tests.notifications.walks import an_offer, answer_every_gate, go_on
from tests.worlds import ASSISTANT

S = OfferStage
WEEK = timedelta(days=7)


def said_yes(department, **more):
    """Her yes taken down as the page does it; the offer's id."""
    key = an_offer(department, S.CONTACTING)
    with department.writing(ASSISTANT) as work:
        offer = offers.find(work, key)
        answers.take_down(work, offer, Answer(answer="yes", how="reached", **more))
        answer_every_gate(work, offer)
    return key


def sent(department, **more):
    key = said_yes(department, **more)
    go_on(department, key, S.HANDED_OVER)
    return key


def due(department):
    with department.reading(ASSISTANT) as work:
        return [wanted.id for wanted in work.session.scalars(after_care.due(work))]


def write_down(department, key, outcome):
    with department.writing(ASSISTANT) as work:
        after_care.write_down(work, after_care.find(work, key), outcome, "She is well.")


def test_who_wants_a_call_is_called_a_week_after_it_left(department):
    key = sent(department, call_after=True)

    at_once = due(department)
    department.clock.forward(WEEK)

    assert (at_once, due(department)) == ([], [key])


def test_who_says_that_it_came_is_called_then(department):
    key = sent(department, call_after=True)

    with department.writing(ASSISTANT) as work:
        offers.take(work, offers.OFFERS, offers.Move.RECEIVED, offers.find(work, key))

    assert due(department) == [key]


def test_nobody_calls_who_did_not_ask_for_it(department):
    sent(department)
    department.clock.forward(WEEK)

    assert due(department) == []


def test_the_call_is_made_once(department):
    key = sent(department, call_after=True)
    department.clock.forward(WEEK)

    write_down(department, key, "spoke")

    assert due(department) == []
    with pytest.raises(Missing):
        write_down(department, key, "spoke")


def test_without_an_answer_there_is_one_more_try_on_another_day(department):
    key = sent(department, call_after=True)
    department.clock.forward(WEEK)

    write_down(department, key, "no_answer")
    with pytest.raises(RuleBroken, match="days between two tries"):
        write_down(department, key, "no_answer")
    department.clock.forward(WEEK)
    write_down(department, key, "no_answer")

    assert due(department) == []


def test_it_is_made_in_the_hours_of_calls_only(department):
    key = sent(department, call_after=True)
    department.clock.forward(WEEK + timedelta(hours=12))

    with pytest.raises(RuleBroken, match="Calls are made between"):
        write_down(department, key, "spoke")
    write_down(department, key, "not_wanted")

    assert due(department) == []


def test_no_message_is_left_where_none_may_be(department):
    key = sent(department, call_after=True)
    department.clock.forward(WEEK)

    with pytest.raises(RuleBroken, match="did not allow a message"):
        write_down(department, key, "message_left")


def test_a_request_that_pauses_stops_the_call(department):
    key = sent(department, call_after=True)
    department.clock.forward(WEEK)

    with department.writing(ASSISTANT) as work:
        requests.pause(work, offers.find(work, key).request)

    assert due(department) == []


def test_a_yes_taken_back_takes_the_call_with_it(department):
    key = said_yes(department, call_after=True)

    with department.writing(ASSISTANT) as work:
        offers.take_back(work, offers.find(work, key))

    with department.reading(ASSISTANT) as work:
        assert work.session.get_one(AfterCare, key).outcome == "not_wanted"


def test_a_call_wanted_again_with_a_new_yes_is_made(department):
    key = said_yes(department, call_after=True)
    with department.writing(ASSISTANT) as work:
        offers.take_back(work, offers.find(work, key))
        offers.reopen(work, offers.find(work, key))
        answers.take_down(work, offers.find(work, key), Answer(answer="yes", how="she_called", call_after=True))
        answer_every_gate(work, offers.find(work, key))
    go_on(department, key, S.HANDED_OVER)
    department.clock.forward(WEEK)

    assert due(department) == [key]


def test_nobody_calls_who_named_another_way(department):
    key = an_offer(department, S.CONTACTING, safe_way="letter")

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken, match="named another way"):
        answers.take_down(work, offers.find(work, key), Answer(answer="yes", how="she_wrote", call_after=True))


def test_by_the_pages(department, browser_of):
    key = an_offer(department, S.CONTACTING)
    browser = browser_of(ASSISTANT)
    said = do(browser, f"/contact/{key}/answer", how="she_called", answer="yes", call_after="y", leave_alone=" 12 May ")
    with department.writing(ASSISTANT) as work:
        answer_every_gate(work, offers.find(work, key))
    go_on(department, key, S.HANDED_OVER)
    department.clock.forward(WEEK)
    browser = browser_of(ASSISTANT)
    home, page = browser.get("/").text, browser.get(f"/after-care/{key}").text

    unsaid, done = do(browser, f"/after-care/{key}"), do(browser, f"/after-care/{key}", outcome="spoke", note="Well.")

    assert said.status_code == 302 and "Calls afterwards" in home
    assert "601 555 0142" in page and "12 May" in page and "Never ask whether they read it" in page
    assert (unsaid.status_code, done.status_code) == (422, 302)
    assert "No call is due." in browser.get("/after-care").text


def test_days_to_be_left_alone_are_sealed_and_said_before_every_call_and_posting(department, browser_of):
    key = an_offer(department, S.CONTACTING)
    with department.writing(ASSISTANT) as work:
        answers.take_down(work, offers.find(work, key), Answer(answer="not_now", how="reached", leave_alone="December"))
        offers.reopen(work, offers.find(work, key))
        assert b"December" not in (offers.find(work, key).request.victim.leave_alone or b"")
        assert opening(work, offers.find(work, key).request.victim, CONTACT).leave_alone == "December"
    sheet = browser_of(ASSISTANT).get(f"/contact/{key}").text
    go_on(department, key, S.CHECKED)

    assert "December" in sheet
    assert "December" in browser_of(ASSISTANT).get(f"/offers/{key}/hand-over").text


def test_an_answer_that_names_no_days_leaves_those_of_before(department):
    key = an_offer(department, S.CONTACTING)
    with department.writing(ASSISTANT) as work:
        answers.take_down(work, offers.find(work, key), Answer(answer="no", how="reached", leave_alone="December"))
        offers.reopen(work, offers.find(work, key))
        answers.take_down(work, offers.find(work, key), Answer(answer="no", how="she_called"))

        assert opening(work, offers.find(work, key).request.victim, CONTACT).leave_alone == "December"
