"""P9 and P6 together: what was destroyed is gone, and nothing that is left stands still because of it."""

import pytest

from letterbank.safekeeping.destruction import order
from letterbank.vault import VictimKey, keys
from notifications import lookups, matching, offers, requests
from notifications.model import Offer, OfferStage, RequestStage
from tests.notifications.walks import a_standing_request, an_offer
from tests.worlds import ASSISTANT, bank_a_letter


def destroy(department, request_id, *parts):
    """As an operator orders it: the key of her request, of her record, or of both."""
    with department.writing(ASSISTANT) as work:
        request = requests.find(work, request_id)
        for record in ({"request": request, "victim": request.victim}[part] for part in parts):
            order(work, "victim", record.key_id, subject=record.place, reason="she asked")


def request_of(department, offer_id):
    with department.reading(ASSISTANT) as work:
        return offers.find(work, offer_id).request_id


@pytest.mark.parametrize("parts", [["victim"], ["request"], ["victim", "request"]], ids="+".join)
def test_a_list_shows_the_others_and_says_what_was_destroyed(department, browser_of, parts):
    gone, kept = a_standing_request(department), a_standing_request(department, name="Iris Vale")
    destroy(department, gone, *parts)
    browser = browser_of(ASSISTANT)

    listed = browser.get("/requests?stage=standing")
    one = browser.get(f"/requests/{gone}")

    assert (listed.status_code, one.status_code) == (200, 200)
    assert "Iris Vale" in listed.text
    assert ("Destroyed" in listed.text) == ("victim" in parts)
    assert "Destroyed" in one.text
    assert "Iris Vale" in browser.get(f"/requests/{kept}").text


def test_matching_goes_on_past_a_destroyed_request(department):
    gone, kept = a_standing_request(department), a_standing_request(department)
    destroy(department, gone, "request")
    bank_a_letter(department)

    with department.writing(ASSISTANT) as work:
        found = matching.find_offers(work)

    assert found == 1
    with department.reading(ASSISTANT) as work:
        assert work.session.query(Offer).one().request_id == kept


def test_matching_goes_on_past_a_destroyed_deposit(department):
    gone, kept = bank_a_letter(department), bank_a_letter(department)
    with department.arranging(ASSISTANT) as work:
        keys.destroy(work, VictimKey, gone)
    a_standing_request(department)

    with department.writing(ASSISTANT) as work:
        found = matching.find_offers(work)

    assert found == 1
    with department.reading(ASSISTANT) as work:
        assert work.session.query(Offer).one().letter_id == kept


@pytest.mark.parametrize("stage", [OfferStage.FOUND, OfferStage.ACCEPTED, OfferStage.PACKED])
def test_a_withdrawal_still_acts_after_her_record_was_destroyed(department, stage):
    key = an_offer(department, stage)
    request_id = request_of(department, key)
    destroy(department, request_id, "request", "victim")

    with department.writing(ASSISTANT) as work:
        requests.withdraw(work, requests.find(work, request_id))

    with department.reading(ASSISTANT) as work:
        offer = offers.find(work, key)
        assert (offer.stage, offer.request.stage) == (OfferStage.WITHDRAWN, RequestStage.WITHDRAWN)


def test_a_withdrawn_request_is_destroyed_and_every_page_and_run_goes_on(department, browser_of):
    key = an_offer(department, OfferStage.CONTACTING)
    request_id = request_of(department, key)
    with department.writing(ASSISTANT) as work:
        requests.withdraw(work, requests.find(work, request_id))
    destroy(department, request_id, "request", "victim")
    browser = browser_of(ASSISTANT)

    pages = ["/requests?stage=withdrawn", f"/requests/{request_id}", f"/offers/{key}", "/", "/waiting/calls"]
    assert {page: browser.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    with department.arranging(ASSISTANT) as work:
        assert matching.find_offers(work) == 0
        assert lookups.rebuild_digests(work) == 0
