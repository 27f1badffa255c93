"""R16: a receipt number is as good as a key. It is looked for without ever standing in an address or a log."""

import pytest

from letterbank.audit.model import CentralEntry
from notifications.receipts import spell_receipt
from tests.notifications.walks import a_standing_request, give_receipt
from tests.worlds import ASSISTANT


@pytest.fixture
def receipt(department):
    return give_receipt(department, a_standing_request(department))


@pytest.mark.parametrize("words", ["the number", "N1001", "n10", "north", "north dale"])
def test_a_request_is_found_by_number_or_by_whom_it_names(department, browser_of, receipt, words):
    typed = spell_receipt(receipt) if words == "the number" else words

    page = browser_of(ASSISTANT).send("/find-request", q=typed)

    assert page.status_code == 200
    assert "Ruth Alder" in page.text
    assert page.request.query_string == b""
    assert 'method="post"' in page.text


@pytest.mark.parametrize("words", ["", "n", "  n ", "south", "%"])
def test_too_little_to_go_by_finds_nobody(browser_of, receipt, words):
    assert "Ruth Alder" not in browser_of(ASSISTANT).send("/find-request", q=words).text


def test_an_address_with_a_number_in_it_finds_nothing(browser_of, receipt):
    page = browser_of(ASSISTANT).get(f"/find-request?q={receipt}")

    assert "Ruth Alder" not in page.text


def test_a_search_needs_its_token(browser_of, receipt):
    browser = browser_of(ASSISTANT)

    refused = browser.client.post("/find-request", data={"q": receipt})

    assert refused.status_code == 400
    assert "Ruth Alder" not in refused.text


def test_a_search_is_written_down_with_whose_record_it_opened_and_no_number(department, browser_of, receipt):
    browser_of(ASSISTANT).send("/find-request", q=receipt)

    with department.reading(ASSISTANT) as work:
        written = [row.written for row in work.session.query(CentralEntry)]
    assert any(b'"opened"' in row and b"victim/" in row for row in written)
    assert not any(receipt.encode() in row for row in written)


def test_nothing_found_says_where_to_look(browser_of):
    page = browser_of(ASSISTANT).send("/find-request", q="nobody of this name")

    assert "No request was found" in page.text


@pytest.mark.parametrize("slip", ["a digit missing", "a digit too much", "a wrong digit"])
def test_a_number_that_was_heard_wrong_is_asked_for_again(browser_of, receipt, slip):
    wrong = str((int(receipt[0]) + 1) % 10)
    heard = {"a digit missing": receipt[1:], "a digit too much": wrong + receipt, "a wrong digit": wrong + receipt[1:]}

    page = browser_of(ASSISTANT).send("/find-request", q=spell_receipt(heard[slip]))

    assert "This cannot be a receipt number." in page.text
