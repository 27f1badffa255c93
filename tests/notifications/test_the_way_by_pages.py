"""The victim's side as people at browsers walk it, with the token on every form."""

import io
import re
from datetime import date, timedelta

import pytest
from PIL import Image

from letterbank.audit.model import CentralEntry
from letterbank.documents.compose import JOBS
from letterbank.sandbox import Sandbox
from letterbank.vault import opening
from letterbank.vault.sealed import CONTACT
from notifications import answers, disclosure, gates, offers, requests
from notifications.model import OfferStage, Request, RequestStage
from notifications.queues import QUEUES
from tests.notifications.walks import a_request, a_standing_request, an_offer, codes_of, drop_a_stop, stage_of
from tests.worlds import ASSISTANT, COORDINATOR, PLANNER, SECOND_ASSISTANT, bank_a_letter, offender_of

S = OfferStage


def give_it_pixels(department, key):
    """A test letter's pages are words; a printed one needs a picture."""
    picture = io.BytesIO()
    Image.new("L", (170, 220), 240).save(picture, "JPEG")
    with department.arranging(ASSISTANT) as work:
        for page in offers.find(work, key).letter.newest.pages:
            work.vault.seal(work, page, image=picture.getvalue())


def version_of(page):
    found = re.search(r'name="version"[^>]*value="(\d+)"', page.text)
    assert found, page.text
    return found[1]


def do(browser, page, **fields):
    """Open a page and send its form with what it carries."""
    opened = browser.get(page)
    assert opened.status_code == 200, (page, opened.status_code, opened.text)
    return browser.send(page, version=version_of(opened), **fields)


def test_a_request_is_linked_and_verified_and_the_match_confirmed(department, browser_of):
    bank_a_letter(department)
    key = a_request(department)
    browser = browser_of(ASSISTANT)
    with department.reading(ASSISTANT) as work:
        offender = offender_of(work)
        case = f"{offender.id}.{offender.cases[0].id}"

    assert "Requests to verify" in browser.get("/").text
    assert do(browser, f"/requests/{key}/link?q=north", case=case).status_code == 302
    assert do(browser, f"/requests/{key}/verify", relation="direct_victim", how="Court papers.").status_code == 302
    assert browser.send("/waiting/matches", "/matches/look").status_code == 302

    row = browser.get("/waiting/matches").text
    offer = re.search(r"/matches/([a-z2-7]{26})", row)[1]
    assert "Ruth" not in row
    page = browser.get(f"/matches/{offer}")
    assert page.text.count("Ruth Alder") == 2
    assert do(browser, f"/matches/{offer}").status_code == 302
    assert stage_of(department, offer) is S.VERIFIED


def test_she_is_called_and_says_yes_with_one_fact_the_writer_may_be_told(department, browser_of):
    key = an_offer(department, S.VERIFIED)
    browser = browser_of(ASSISTANT)

    assert do(browser, f"/offers/{key}/begin").status_code == 302
    sheet = browser.get(f"/contact/{key}").text
    assert "Does a yes mean that I approve" in sheet and "anything about parole" in sheet
    assert "the Jackson mail desk" in sheet and "Victim Services" not in sheet.split("</header>")[1].split("<footer")[0]
    said = do(browser, f"/contact/{key}/answer", how="reached", answer="yes", facts=["received"], note="Mornings.")
    assert said.status_code == 302

    with department.writing(ASSISTANT) as work:
        offer = offers.find(work, key)
        assert offer.stage is S.ACCEPTED
        assert disclosure.chosen(opening(work, offer, CONTACT)) == ["received"]


def test_what_was_typed_outlives_a_refusal(department, browser_of):
    key = an_offer(department, S.CONTACTING)
    department.clock.forward(timedelta(hours=12))
    browser = browser_of(ASSISTANT)

    refused = do(browser, f"/contact/{key}/answer", how="reached", answer="yes", note="She sounded well.")

    assert refused.status_code == 422
    assert "Calls are made between 09:00 and 17:00." in refused.text
    assert "She sounded well." in refused.text
    assert stage_of(department, key) is S.CONTACTING


def test_a_stale_page_is_refused_and_keeps_the_words(department, browser_of):
    key = an_offer(department, S.CONTACTING)
    browser = browser_of(ASSISTANT)
    page = f"/contact/{key}/answer"
    old = version_of(browser.get(page))
    with department.writing(SECOND_ASSISTANT) as work:
        later = answers.Answer(answer="later", how="she_called", on=date(2026, 5, 4))
        answers.take_down(work, offers.find(work, key), later)

    refused = browser.send(page, version=old, how="reached", answer="yes", note="She is glad.")

    assert refused.status_code == 422
    assert "Someone else changed this" in refused.text and "She is glad." in refused.text
    assert stage_of(department, key) is S.LATER


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(JOBS) as walled:
        yield walled


def test_the_packet_is_printed_checked_by_another_and_handed_over(department, town, browser_of, sandbox):
    key = an_offer(department, S.CLEARED)
    give_it_pixels(department, key)
    town.app("central").extensions["letterbank sandbox"] = sandbox
    packer, checker = browser_of(ASSISTANT), browser_of(SECOND_ASSISTANT)

    printed = do(packer, f"/offers/{key}/pack")
    assert printed.mimetype == "application/pdf" and printed.data.startswith(b"%PDF")
    assert printed.headers["Cache-Control"] == "no-store"
    assert printed.headers["Content-Disposition"] == 'attachment; filename="print-1.pdf"'
    with department.reading(ASSISTANT) as work:
        packet = gates.standing_packet(offers.find(work, key))

    codes = {f"{paper}_code": code.lower() for paper, code in codes_of(packet).items()}
    paper = checker.get(f"/offers/{key}/check").text
    assert "Ruth Alder<br>Box 12<br>Jackson, MS 39201" in paper and "Count the letter: 2 pages" in paper
    assert do(packer, f"/offers/{key}/check", **codes).status_code == 422
    wrong = do(checker, f"/offers/{key}/check", **{**codes, "cover_code": "AAAAAAAAAA"})
    assert wrong.status_code == 422 and "Stop: this is not the right envelope" in wrong.text
    with department.reading(ASSISTANT) as work:
        refusals = [entry.written for entry in work.session.query(CentralEntry) if b"wrong envelope" in entry.written]
    assert len(refusals) == 1 and f"offer/{key}".encode() in refusals[0]
    assert do(checker, f"/offers/{key}/check", **codes).status_code == 302
    assert do(packer, f"/offers/{key}/hand-over").status_code == 302
    assert do(packer, f"/offers/{key}/received").status_code == 302
    assert stage_of(department, key) is S.RECEIVED


def test_the_call_sheet_is_printed_for_a_call_that_may_be_made(department, town, browser_of, sandbox):
    key = an_offer(department, S.CONTACTING)
    town.app("central").extensions["letterbank sandbox"] = sandbox
    browser = browser_of(ASSISTANT)

    printed = browser.send(f"/contact/{key}", f"/contact/{key}/paper")

    assert printed.status_code == 200 and printed.data.startswith(b"%PDF")
    assert printed.headers["Content-Disposition"] == 'attachment; filename="sheet.pdf"'


def test_r16_no_call_sheet_opens_while_she_has_paused(department, browser_of):
    key = an_offer(department, S.CONTACTING)
    with department.writing(ASSISTANT) as work:
        requests.pause(work, offers.find(work, key).request)
    browser = browser_of(ASSISTANT)

    refused = browser.get(f"/contact/{key}")

    assert refused.status_code == 422 and "601 555" not in refused.text
    assert "Nothing is sent and nobody is called" in browser.get(f"/offers/{key}").text
    assert key not in browser.get("/waiting/calls").text


def test_a_date_she_named_keeps_the_offer_off_every_list_until_it_has_come(department, browser_of):
    key = an_offer(department, S.CONTACTING)
    with department.writing(ASSISTANT) as work:
        later = answers.Answer(answer="later", how="reached", on=date(2026, 3, 4))
        answers.take_down(work, offers.find(work, key), later)

    browser = browser_of(ASSISTANT)
    assert "waiting/calls" not in browser.get("/").text
    assert f"/offers/{key}/wake" not in browser.get(f"/offers/{key}").text
    department.clock.forward(timedelta(days=2))
    browser = browser_of(ASSISTANT)

    assert key in browser.get("/waiting/calls").text
    assert do(browser, f"/offers/{key}/wake").status_code == 302


def test_r17_a_stop_in_the_drop_box_acts_before_the_packet_leaves(department, browser_of):
    key = an_offer(department, S.CHECKED)
    browser = browser_of(ASSISTANT)
    page = f"/offers/{key}/hand-over"
    version = version_of(browser.get(page))
    drop_a_stop(department, key)

    refused = browser.send(page, version=version)

    assert refused.status_code in (409, 422)
    assert stage_of(department, key) is S.WITHDRAWN


def test_a_request_from_the_telephone_is_entered_paused_resumed_and_withdrawn(department, browser_of):
    browser = browser_of(ASSISTANT)

    missing = browser.send("/requests/new", came="telephone", name="Ann Birch", safe_way="telephone", writer="D. North")
    assert missing.status_code == 422 and "Ann Birch" in missing.text
    entered = browser.send(
        "/requests/new", came="telephone", name="Ann Birch", safe_way="telephone", writer="D. North",
        telephone="601 555 0100",
    )  # fmt: skip
    assert entered.status_code == 200
    key = re.search(r"/requests/([a-z2-7]{26})", entered.text)[1]
    assert do(browser, f"/requests/{key}/pause").status_code == 302
    assert do(browser, f"/requests/{key}/resume", how="Called her back.").status_code == 302
    with department.reading(ASSISTANT) as work:
        assert work.session.get_one(Request, key).stage is RequestStage.OPENED
    assert "Ann Birch" in browser.get(f"/requests/{key}").text
    assert do(browser, f"/requests/{key}/withdraw").status_code == 302


def test_r8_the_planner_sees_a_wish_only_after_her_yes_to_that_step(department, browser_of):
    key = a_standing_request(department)
    ours, planner = browser_of(ASSISTANT), browser_of(PLANNER)

    assert do(ours, f"/requests/{key}/wishes/new", wish="To ask him why.").status_code == 302
    wish = re.search(r"wishes/([a-z2-7]{26})/agreed", ours.get(f"/requests/{key}").text)[1]
    assert "No referral waits" in planner.get("/referrals").text
    assert planner.get(f"/referrals/{wish}").status_code == 404
    assert do(ours, f"/requests/{key}/wishes/{wish}/agreed", told="y").status_code == 422
    assert do(ours, f"/requests/{key}/wishes/{wish}/agreed", told="y", agreed="y").status_code == 302

    page = planner.get(f"/referrals/{wish}").text
    assert "To ask him why." in page and "Ruth Alder" in page
    assert "601 555" not in page and "Box 12" not in page
    assert "Referrals to prepare" in planner.get("/").text


def test_a_gate_is_looked_up_by_its_page(department, browser_of):
    key = an_offer(department, S.CONTACTING)
    browser = browser_of(ASSISTANT)
    do(browser, f"/contact/{key}/answer", how="she_called", answer="yes")

    assert "Not looked up yet" in browser.get(f"/offers/{key}/gates").text
    assert do(browser, f"/offers/{key}/clear").status_code == 422
    early = do(browser, f"/offers/{key}/gates/protection_order", found="no", as_of="2030-01-01")
    assert early.status_code == 422 and "future" in early.text
    for gate in department.policy.gates:
        if gate.bars_release:
            assert do(browser, f"/offers/{key}/gates/{gate.key}", found="no", as_of="2026-03-02").status_code == 302
    assert do(browser, f"/offers/{key}/clear").status_code == 302


@pytest.mark.parametrize("stage", [S.FOUND, S.VERIFIED, S.CONTACTING, S.ACCEPTED, S.CLEARED, S.PACKED, S.CHECKED])
def test_every_stage_has_its_list_and_its_page(department, browser_of, stage):
    key = an_offer(department, stage)
    browser = browser_of(ASSISTANT)
    queue = next(name for name, queue in QUEUES.items() if queue.stage is stage)

    assert f"/waiting/{queue}" in browser.get("/").text
    assert key in browser.get(f"/waiting/{queue}").text
    assert browser.get(f"/offers/{key}").status_code == 200


@pytest.mark.parametrize("page", ["/waiting/matches", "/requests", "/find-request", "/referrals"])
def test_the_victims_side_is_closed_to_reviewers(department, browser_of, page):
    assert browser_of(COORDINATOR).get(page).status_code == 403


@pytest.mark.parametrize(("answer", "asks"), [("yes", True), ("no", False)])
def test_after_a_yes_without_an_address_the_next_page_asks_for_one(department, browser_of, answer, asks):
    key = an_offer(department, S.CONTACTING, address="")
    browser = browser_of(ASSISTANT)

    said = do(browser, f"/contact/{key}/answer", how="she_called", answer=answer)

    assert said.location.endswith("/safe-way") == asks
    assert ("There is no address yet" in browser.get(said.location).text) == asks


@pytest.mark.parametrize(
    ("page", "stage"), [("hand-over", S.PACKED), ("hand-over", S.ACCEPTED), ("check", S.HANDED_OVER)]
)
def test_an_old_link_opens_nothing_of_theirs(department, browser_of, page, stage):
    key = an_offer(department, stage)

    gone = browser_of(SECOND_ASSISTANT).get(f"/offers/{key}/{page}")

    assert gone.status_code == 409
    assert "No envelope of this offer waits" in gone.text
