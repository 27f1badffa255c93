"""R7: what the writer may be told is shown to victim assistance, and changed on their word until a slip is printed."""

import pytest

from letterbank.audit.model import CentralEntry
from letterbank.errors import NotAllowed, RuleBroken, WrongStage
from notifications import disclosure, offers, requests
from notifications.model import OfferStage
from tests.notifications.test_the_way_by_pages import do, version_of
from tests.notifications.walks import an_offer
from tests.worlds import ASSISTANT, PLANNER

S = OfferStage
LINK = "Change what the writer may be told"


def change(department, key, *facts):
    with department.writing(ASSISTANT) as work:
        disclosure.change(work, offers.find(work, key), facts)


def told(department, key):
    with department.writing(ASSISTANT) as work:
        return disclosure.kept(work, offers.find(work, key))


def entries_with(department, words):
    with department.reading(ASSISTANT) as work:
        return [entry.written for entry in work.session.query(CentralEntry) if words.encode() in entry.written]


@pytest.mark.parametrize("stage", [S.ACCEPTED, S.CHECKED, S.HANDED_OVER])
def test_the_offer_shows_what_was_chosen_and_a_new_word_changes_it(department, browser_of, stage):
    key = an_offer(department, stage)
    browser = browser_of(ASSISTANT)
    assert "Nothing." in browser.get(f"/offers/{key}").text

    assert do(browser, f"/contact/{key}/facts", facts=["received"]).status_code == 302
    page, form = browser.get(f"/offers/{key}").text, browser.get(f"/contact/{key}/facts").text

    assert "That they received the letter." in page and LINK in page
    assert [line for line in form.splitlines() if "checked" in line and 'value="received"' in line]
    assert len(entries_with(department, "disclosure: changed")) == 1
    assert do(browser, f"/contact/{key}/facts").status_code == 302
    assert told(department, key) == []


def test_before_a_yes_there_is_nothing_to_show_or_change(department, browser_of):
    key = an_offer(department, S.CONTACTING)

    assert LINK not in browser_of(ASSISTANT).get(f"/offers/{key}").text
    with pytest.raises(WrongStage):
        change(department, key, "received")


def test_a_stale_page_changes_nothing(department, browser_of):
    key = an_offer(department, S.ACCEPTED)
    browser = browser_of(ASSISTANT)
    old = version_of(browser.get(f"/contact/{key}/facts"))
    change(department, key, "requested")

    refused = browser.send(f"/contact/{key}/facts", version=old, facts=["received", "read"])

    assert refused.status_code == 422 and "Someone else changed this" in refused.text
    assert told(department, key) == ["requested"]


def test_a_planner_neither_sees_nor_changes_it(department, browser_of):
    key = an_offer(department, S.ACCEPTED)
    planner = browser_of(PLANNER)

    assert planner.get(f"/offers/{key}").status_code == planner.get(f"/contact/{key}/facts").status_code == 403
    with department.writing(ASSISTANT) as work, pytest.raises(NotAllowed):
        work.actor = PLANNER
        disclosure.change(work, offers.find(work, key), ["received"])


def test_what_the_programme_does_not_tell_is_refused(department, browser_of):
    key = an_offer(department, S.ACCEPTED)

    assert do(browser_of(ASSISTANT), f"/contact/{key}/facts", facts=["address"]).status_code == 422
    with pytest.raises(RuleBroken, match="does not tell"):
        change(department, key, "address")


def test_r16_after_a_pause_the_writer_may_be_told_less_and_nothing_more(department):
    key = an_offer(department, S.HANDED_OVER)
    change(department, key, "received", "requested")
    with department.writing(ASSISTANT) as work:
        requests.pause(work, offers.find(work, key).request)

    with pytest.raises(RuleBroken, match="nothing more"):
        change(department, key, "received", "read")
    change(department, key, "requested")

    assert told(department, key) == ["requested"]


def test_p5_a_yes_taken_back_takes_every_fact_with_it(department, browser_of):
    key = an_offer(department, S.ACCEPTED)
    change(department, key, "received")

    with department.writing(ASSISTANT) as work:
        offers.take_back(work, offers.find(work, key))

    assert LINK not in browser_of(ASSISTANT).get(f"/offers/{key}").text
    assert told(department, key) == []
