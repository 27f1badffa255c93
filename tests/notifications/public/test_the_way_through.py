"""Asking to be told, page by page: three things are needed, everything else is hers to give or not."""

import re

import pytest

from notifications.receipts import is_receipt, read_receipt
from tests.notifications.public.visitor import HOST, dropped


def shown_number(page: str) -> str:
    return read_receipt(re.search(r'class="number">([\d ]+)<', page)[1])


def test_what_she_wrote_arrives_and_nothing_else(department, visitor):
    visitor.answer()

    visitor.post("/6")

    number = shown_number(visitor.get("/done").text)
    assert is_receipt(number)
    assert dropped(department) == [{
        "kind": "request", "receipt": number, "name": "Ruth Alder", "writer": "Dale North", "county": "Hinds",
        "year": "2011", "relation": "direct_victim", "safe_way": "telephone", "telephone": "601 555 0142",
        "hours": "Monday, 9 to 12", "word_first": "Bluebird", "wishes": ["victim_services"],
    }]  # fmt: skip


def test_a_name_who_and_one_way_are_enough(department, visitor):
    visitor.answer(two={"name": "Ruth"}, three={"writer": "Dale"}, four={"safe_way": "i_will_call"}, five={})

    visitor.post("/6")

    (message,) = dropped(department)
    assert set(message) == {"kind", "receipt", "name", "writer", "safe_way"}


@pytest.mark.parametrize(
    ("path", "answers", "sentence"),
    [
        ("/2", {"name": "  "}, "Please tell us your name."),
        ("/3", {"what": "He took my car."}, "Please tell us who hurt you."),
        ("/4", {}, "Please choose one way."),
        ("/4", {"safe_way": "telephone"}, "Please give the whole phone number."),
        ("/4", {"safe_way": "letter"}, "Please give the address for the mail."),
        ("/4", {"safe_way": "pigeon"}, "Please choose one way."),
    ],
)
def test_what_is_missing_is_said_and_what_was_written_stays(visitor, path, answers, sentence):
    visitor.begin()

    sent_back = visitor.post(path, answers)

    assert (sent_back.status_code, sent_back.location) == (303, path)
    page = visitor.get(path).text
    assert sentence in page or "Not a valid choice" in page
    assert answers.get("what", "") in page


def test_a_text_that_is_too_long_is_refused_by_its_field_and_given_back_whole(visitor):
    visitor.begin()
    long = "word " * 100

    refused = visitor.post("/3", {"writer": "Dale North", "what": long})

    assert refused.status_code == 422
    assert "Please make this shorter" in refused.text
    assert long.strip() in refused.text


def test_a_number_for_a_way_she_gave_up_is_not_sent(department, visitor):
    visitor.answer(four={"safe_way": "i_will_call", "telephone": "601 555 0142", "address": "1 Elm St"})

    visitor.post("/6")

    assert not {"telephone", "address"} & set(dropped(department)[0])
    assert "601 555 0142" not in str(dropped(department))


def test_nothing_may_be_told_unless_she_ticks_it(department, visitor):
    visitor.begin()
    page = visitor.get("/5").text
    assert 'name="may_tell"' in page
    assert "checked" not in page

    visitor.answer(five={"may_tell": ["read"]})
    visitor.post("/6")

    assert dropped(department)[0]["may_tell"] == ["read"]


def test_she_reads_everything_before_it_is_sent(visitor):
    visitor.answer()

    page = visitor.get("/6").text

    for words in ("Ruth Alder", "Dale North", "It was done to me", "601 555 0142", "Call me", "Nothing"):
        assert words in page


@pytest.mark.parametrize("path", ["/3", "/4"])
def test_what_is_too_long_is_listed_in_the_order_of_the_page(visitor, path):
    visitor.begin()
    texts = ("writer", "county", "year", "writer_number", "what", "telephone", "hours", "address", "call_us")

    page = visitor.post(path, dict.fromkeys(texts, "x" * 500)).text

    listed = re.findall(r'<a href="#([a-z_]+)">', page)
    assert len(listed) > 3
    assert sorted(listed, key=lambda name: page.index(f' id="{name}"')) == listed


def test_nothing_is_sent_while_an_answer_is_missing(department, visitor):
    visitor.begin()
    visitor.post("/2", {"name": "Ruth"})

    visitor.post("/6", page="/2")

    assert visitor.get("/6").location == "/3"
    assert dropped(department) == []


def test_sending_the_same_draft_twice_is_one_request_with_one_number(department, visitor, another):
    visitor.answer()
    twin = another()
    twin.client.set_cookie("__Host-page", visitor.cookie, domain="public.localhost", secure=True)

    visitor.post("/6")
    twin.post("/6")

    assert len(dropped(department)) == 1
    assert visitor.get("/done").text == twin.get("/done").text


def posted_from_another_tab(visitor, path, answers):
    """A page opened before the request was sent, and sent on after it."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get(path).text)[1]
    visitor.post("/6")
    return visitor.client.post(path, base_url=HOST, data={"csrf_token": token, **answers})


def test_a_second_tab_that_sends_again_comes_to_the_number(department, visitor):
    visitor.answer()

    again = posted_from_another_tab(visitor, "/6", {})

    assert (again.status_code, again.location) == (303, "/done")
    assert "was not added" not in visitor.get("/done").text
    assert len(dropped(department)) == 1


def test_what_a_second_tab_adds_after_the_sending_is_said_not_to_be_in_it(department, visitor):
    visitor.answer()

    added = posted_from_another_tab(visitor, "/4", {"safe_way": "letter", "address": "1 Elm St"})

    assert added.location == "/done"
    assert "was not added" in visitor.get("/done").text
    assert "Elm" not in str(dropped(department))


def test_a_second_tab_after_leaving_never_claims_that_nothing_was_sent(visitor):
    visitor.answer()
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/6").text)[1]
    visitor.post("/6")
    visitor.get("/leave")

    lost = visitor.client.post("/6", base_url=HOST, data={"csrf_token": token})

    assert lost.status_code == 400
    assert "nothing was sent" not in lost.text
    assert "If you have seen a number" in lost.text


@pytest.mark.parametrize("way", ["i_will_call", "telephone"])
def test_who_will_call_us_is_told_that_we_neither_call_nor_write(visitor, way):
    visitor.answer(four={"safe_way": way, "telephone": "601 555 0142"})
    before = visitor.get("/6").text
    visitor.post("/6")

    for page in (before, visitor.get("/done").text):
        assert ("We do not call you and we do not write" in page) == (way == "i_will_call")
        assert bool(re.search("We (may )?reach you (only )?in|hear from us", page)) == (way == "telephone")


def test_a_correction_after_a_lost_reply_is_a_message_of_its_own(department, visitor, another):
    visitor.answer()
    twin = another()
    twin.client.set_cookie("__Host-page", visitor.cookie, domain="public.localhost", secure=True)
    visitor.post("/6")

    twin.post("/2", {"name": "Ruth Aldersgate"})
    twin.post("/6")

    assert {message["name"] for message in dropped(department)} == {"Ruth Alder", "Ruth Aldersgate"}
    assert len({message["receipt"] for message in dropped(department)}) == 1


def test_after_sending_the_answers_are_gone_and_the_number_stays_until_she_leaves(visitor):
    visitor.answer()
    visitor.post("/6")
    assert visitor.get("/2").location == "/done"
    assert "Ruth" not in visitor.get("/done").text

    visitor.get("/leave")

    assert visitor.cookie is None
    assert visitor.get("/done").location == "/again"


@pytest.mark.parametrize(("page", "before"), [("/2", "/"), ("/3", "/2"), ("/4", "/3"), ("/5", "/4")])
def test_back_keeps_what_stands_on_the_page_and_finds_no_fault_with_it(visitor, page, before):
    visitor.begin()

    gone = visitor.post(page, {"to": "back", "name": "Ruth", "word_first": "Bluebird"})

    assert (gone.status_code, gone.location) == (303, before)
    shown = visitor.get(page).text
    assert "Please look at this again" not in shown
    assert {"/2": "Ruth", "/4": "Bluebird"}.get(page, "") in shown


def test_back_with_a_text_that_is_too_long_stays_and_says_so(visitor):
    visitor.begin()

    stayed = visitor.post("/3", {"to": "back", "writer": "Dale", "what": "x" * 5000})

    assert stayed.status_code == 422 and "Please look at this again" in stayed.text
