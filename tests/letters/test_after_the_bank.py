"""P2, R1, R2: what a facility sees of a banked letter ends at the bank, and its withdrawal looks the same for ever."""

import re

import pytest

from letterbank.letters.model import Letter, LetterStage
from notifications import matching
from notifications.model import Offer, OfferStage
from tests.notifications import walks
from tests.signing import Browser
from tests.worlds import ASSISTANT, SCREENER, bank_a_letter

PAGES = ("/letters", "/letters?stage=banked", "/letters/{}", "/letters/{}/withdraw", "/", "/review", "/writers?words=N")
SHE = [OfferStage.FOUND, OfferStage.ACCEPTED, OfferStage.HANDED_OVER]


def she_answers(department, stage: OfferStage) -> None:
    """Her side of the letter in the bank, walked to `stage`. The clock stands still meanwhile."""
    now = department.clock.now()
    walks.a_standing_request(department)
    with department.writing(ASSISTANT) as work:
        matching.find_offers(work)
        offer = work.session.query(Offer).one().id
    walks.go_on(department, offer, stage)
    department.clock.turn_to(now)


def without_token(text: str) -> str:
    return re.sub(r'(name="csrf_token" value=)"[^"]+"', r"\1", text)


def seen_by(browser: Browser, letter_id: str) -> dict[str, object]:
    pages = {page: browser.get(page.format(letter_id)) for page in PAGES}
    return {page: (got.status_code, without_token(got.text), sorted(got.headers.keys())) for page, got in pages.items()}


@pytest.mark.parametrize("answer", SHE)
def test_p2_a_facilitys_pages_are_the_same_whatever_she_answered(browser_of, department, answer):
    browser = browser_of(SCREENER)
    letter_id = bank_a_letter(department)
    browser.get("/")
    before = seen_by(browser, letter_id)

    she_answers(department, answer)

    assert {status for status, *_ in before.values()} == {200}
    assert seen_by(browser, letter_id) == before


@pytest.mark.parametrize("answer", [None, *SHE])
def test_r2_a_withdrawal_after_the_bank_gets_the_same_slip(browser_of, department, answer):
    browser = browser_of(SCREENER)
    letter_id = bank_a_letter(department)
    if answer:
        she_answers(department, answer)
    version = re.search(r'name="version"[^>]*value="(\d+)"', browser.get(f"/letters/{letter_id}/withdraw").text)[1]

    done = browser.send(f"/letters/{letter_id}/withdraw", version=version)
    slip = browser.get(done.location)

    with department.reading(SCREENER) as work:
        assert work.session.get_one(Letter, letter_id).stage is LetterStage.WITHDRAWN
    assert done.location == f"/letters/{letter_id}/slip"
    assert done.location in browser.get(f"/letters/{letter_id}").text
    assert slip.status_code == 200
    assert "You asked us to take your letter back." in slip.text


def test_r6_the_page_of_a_banked_letter_says_the_standing_sentence(browser_of, department):
    letter_id = bank_a_letter(department)

    page = browser_of(SCREENER).get(f"/letters/{letter_id}").text

    assert department.policy.disclosure.standing_sentence in page


def test_nothing_of_the_seeing_function_reads_the_victims_side():
    from letterbank.letters import intake, lists, reasons, story, visibility, waits

    for module in (visibility, lists, story, reasons, intake, waits):
        names = {value.__module__ for value in vars(module).values() if hasattr(value, "__module__")}
        assert not {name for name in names if name.startswith(("notifications", "letterbank.people.victims"))}, module
