"""P6, R8: a wish ticked on the public form waits for victim assistance, and for nobody else."""

import re

import pytest

from letterbank.rounds import WORKER
from letterbank.vod import referral
from letterbank.vod.referral import ReferralStage
from notifications import drops, requests
from notifications.intake import find_by_receipt, take_in
from notifications.receipts import new_receipt
from tests.notifications.test_the_way_by_pages import do
from tests.notifications.walks import HERS, send_by_form
from tests.worlds import ASSISTANT, COORDINATOR, PLANNER, bank_a_letter, offender_of

ASKED = {key: value for key, value in HERS.items() if value}


def ask_with(department, *ticked):
    """A request by the public form, linked and not yet verified. Its id."""
    bank_a_letter(department)
    receipt = new_receipt(department.ids)
    message = {"kind": drops.REQUEST, "receipt": receipt, "writer": "Dale North", "wishes": list(ticked), **ASKED}
    send_by_form(department, message)
    take_in(department.office("central"), WORKER)
    with department.writing(ASSISTANT) as work:
        request, offender = find_by_receipt(work, receipt), offender_of(work)
        requests.link(work, request, offender.id, offender.cases[0].id)
        return request.id


def verify(department, key, *, allied=False):
    with department.writing(ASSISTANT) as work:
        request = requests.find(work, key)
        requests.verify(work, request, "Court papers.", "direct_victim", allied=allied, known_already="Other.")


def stages_of(department, key):
    with department.reading(ASSISTANT) as work:
        return [wish.stage for wish in referral.of_victim(work, requests.find(work, key).victim_id)]


def test_p6_each_wish_ticked_on_the_form_waits_to_be_talked_about(department, browser_of):
    key = ask_with(department, "dialogue", "victim_services")
    verify(department, key)

    ours = browser_of(ASSISTANT)

    assert stages_of(department, key) == [ReferralStage.WISH, ReferralStage.WISH]
    assert "Wishes to talk about" in ours.get("/").text
    assert ours.get("/wishes").text.count(f"/requests/{key}") == 2
    page = ours.get(f"/requests/{key}").text
    assert "Ticked on the form: a meeting with the person, with a helper there." in page
    assert "Ticked on the form: help and support of their own." in page


def test_r8_nobody_else_learns_of_a_wish_ticked_on_the_form(department, browser_of):
    key = ask_with(department, "dialogue")
    verify(department, key)

    for other in (PLANNER, COORDINATOR):
        browser = browser_of(other)
        assert "Wishes to talk about" not in browser.get("/").text
        assert browser.get("/wishes").status_code == 403
    with department.reading(PLANNER) as work:
        assert referral.shown_to(work) == []


def test_a_wish_that_was_agreed_to_or_has_ended_no_longer_waits(department, browser_of):
    key = ask_with(department, "dialogue", "writing_invited")
    verify(department, key)
    ours = browser_of(ASSISTANT)
    agreed, ended = sorted(set(re.findall(r"wishes/([a-z2-7]{26})", ours.get(f"/requests/{key}").text)))

    assert do(ours, f"/requests/{key}/wishes/{agreed}/agreed", told="y", agreed="y").status_code == 302
    assert do(ours, f"/requests/{key}/wishes/{ended}/ended").status_code == 302

    assert "Wishes to talk about" not in ours.get("/").text
    assert "No wish waits" in ours.get("/wishes").text


@pytest.mark.parametrize("stop", [requests.pause, requests.withdraw])
def test_r16_no_wish_is_brought_up_while_the_request_does_not_stand(department, browser_of, stop):
    key = ask_with(department, "dialogue")
    verify(department, key)
    with department.writing(WORKER) as work:
        stop(work, requests.find(work, key))

    assert "Wishes to talk about" not in browser_of(ASSISTANT).get("/").text


def test_nothing_is_noted_before_a_second_person_decided_or_where_nothing_was_ticked(department):
    undecided, silent = ask_with(department, "dialogue"), ask_with(department)

    verify(department, undecided, allied=True)
    verify(department, silent)

    assert stages_of(department, undecided) == stages_of(department, silent) == []
