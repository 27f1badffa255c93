"""Who named the mail as safe is asked by a letter: hers alone, discreet, and not too often (P4, R21, R25)."""

import pytest

from letterbank.documents.compose import JOBS
from letterbank.errors import RuleBroken
from letterbank.sandbox import Sandbox
from notifications import contact, offers, on_paper, requests
from notifications.model import OfferStage
from tests.notifications.test_the_way_by_pages import do
from tests.notifications.walks import an_offer, days_later, stage_of
from tests.worlds import ASSISTANT, POLICY

S = OfferStage
NEUTRAL = POLICY.programme.discreet_sender


def a_letter_for(department, **hers):
    key = an_offer(department, S.CONTACTING, safe_way="letter", **hers)
    with department.writing(ASSISTANT) as work:
        return on_paper.document(work, offers.find(work, key))


def test_the_page_shows_her_address_as_she_gave_it_and_what_the_envelope_says(department, browser_of):
    key = an_offer(department, S.CONTACTING, safe_way="letter", call_us="Aunt Jo’s shop")

    page = browser_of(ASSISTANT).get(f"/contact/{key}").text

    assert "First letter" in page and "Box 12<br>Jackson, MS 39201" in page
    assert "Aunt Jo’s shop<br>" + "<br>".join(NEUTRAL[1:]) in page
    assert "bluebird" in page and "Nobody calls them" in page


def test_she_is_written_to_and_answers(department, browser_of):
    key = an_offer(department, S.CONTACTING, safe_way="letter")
    browser = browser_of(ASSISTANT)

    assert do(browser, f"/contact/{key}/tried", outcome="sent", note="First class.").status_code == 302
    again = do(browser, f"/contact/{key}/tried", outcome="sent", note="Another one.")
    assert again.status_code == 422 and "Wait 7 days" in again.text and "Another one." in again.text
    assert do(browser, f"/contact/{key}/tried", outcome="busy").status_code == 422
    assert do(browser, f"/contact/{key}/answer", how="reached", answer="yes").status_code == 422
    assert do(browser, f"/contact/{key}/answer", how="she_wrote", answer="yes").status_code == 302
    assert stage_of(department, key) is S.ACCEPTED


def test_a_letter_that_came_back_is_written_down_while_nobody_may_write(department, browser_of):
    key = an_offer(department, S.CONTACTING, safe_way="letter")
    browser = browser_of(ASSISTANT)
    do(browser, f"/contact/{key}/tried", outcome="sent")

    assert "Wait 7 days" in browser.get(f"/contact/{key}").text
    assert do(browser, f"/contact/{key}/tried", outcome="came_back").status_code == 302

    page = browser.get(f"/contact/{key}").text
    assert "The last letter came back" in page and "Print letter" not in page
    assert "The letter came back" in browser.get(f"/offers/{key}").text


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(JOBS) as walled:
        yield walled


def test_letter_and_envelope_are_printed_under_a_neutral_name(department, town, browser_of, sandbox):
    key = an_offer(department, S.CONTACTING, safe_way="letter")
    town.app("central").extensions["letterbank sandbox"] = sandbox
    browser = browser_of(ASSISTANT)

    printed = browser.send(f"/contact/{key}", f"/contact/{key}/paper")

    assert printed.status_code == 200 and printed.data.startswith(b"%PDF")
    assert printed.headers["Content-Disposition"] == 'attachment; filename="sheet.pdf"'


def test_nothing_is_printed_while_nobody_may_write(department):
    key = an_offer(department, S.CONTACTING, safe_way="letter")
    with department.writing(ASSISTANT) as work:
        contact.log_attempt(work, offers.find(work, key), "sent")
    days_later(department, 6)

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken, match="Wait 7 days"):
        on_paper.document(work, offers.find(work, key))


@pytest.mark.parametrize("ends", [requests.pause, requests.withdraw])
def test_r16_nothing_is_printed_for_a_request_that_does_not_stand(department, ends):
    key = an_offer(department, S.CONTACTING, safe_way="letter")
    with department.writing(ASSISTANT) as work:
        ends(work, offers.find(work, key).request)

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken):
        on_paper.document(work, offers.find(work, key))


def test_without_an_address_there_is_no_letter(department):
    with pytest.raises(RuleBroken, match="no address they called safe"):
        a_letter_for(department, address="")


def test_the_name_she_chose_signs_the_letter_and_stands_on_the_envelope(department):
    paper = a_letter_for(department, call_us="Aunt Jo’s shop")

    assert (paper.name_we_use, paper.word_we_say_first) == ("Aunt Jo’s shop", "bluebird")
    assert paper.sender_lines == ("Aunt Jo’s shop", *NEUTRAL[1:])
    assert paper.address_lines == ("Box 12", "Jackson, MS 39201")


def test_without_a_name_of_hers_the_sender_is_the_neutral_one(department):
    paper = a_letter_for(department)

    assert paper.name_we_use == POLICY.programme.neutral_caller
    assert paper.sender_lines == NEUTRAL


def test_r25_a_name_that_tells_stays_inside(department, browser_of):
    key = an_offer(department, S.CONTACTING, safe_way="letter", call_us="MDOC Victim Services")

    with department.writing(ASSISTANT) as work:
        paper = on_paper.document(work, offers.find(work, key))

    assert paper.name_we_use == "MDOC Victim Services"
    assert paper.sender_lines == NEUTRAL
    assert "The letter is signed with it; the envelope is not." in browser_of(ASSISTANT).get(f"/contact/{key}").text
