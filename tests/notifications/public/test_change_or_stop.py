"""By the receipt number alone she can pause or stop, and the page never tells what is kept (R16)."""

import re

import pytest

from letterbank.ids import SeededIds
from notifications.receipts import new_receipt, spell_receipt
from tests.notifications.public.visitor import HOST, dropped

NUMBER = new_receipt(SeededIds("hers"))


@pytest.mark.parametrize("wish", ["pause", "stop"])
def test_a_pause_or_a_stop_is_dropped_with_its_number_and_nothing_else(department, visitor, wish):
    sent = visitor.post("/change", {"number": spell_receipt(NUMBER), "wish": wish, "words": "left from before"})

    assert (sent.status_code, sent.location) == (303, "/thanks")
    assert dropped(department) == [{"kind": wish, "receipt": NUMBER}]


def test_her_own_words_are_dropped_with_her_number(department, visitor):
    visitor.post("/change", {"number": NUMBER, "wish": "message", "words": "I have moved."})

    assert dropped(department) == [{"kind": "message", "receipt": NUMBER, "words": "I have moved."}]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"number": NUMBER[:-1] + "0", "wish": "stop"}, "This number has a slip in it."),
        ({"number": "", "wish": "stop"}, "Please type your number."),
        ({"number": NUMBER}, "Please choose one."),
        ({"number": NUMBER, "wish": "message"}, "Please write a few words."),
        ({"number": NUMBER, "wish": "message", "words": "x" * 300}, "Please make this shorter."),
    ],
)
def test_a_slip_is_said_and_nothing_is_dropped(department, visitor, answers, sentence):
    refused = visitor.post("/change", answers)

    assert refused.status_code == 422
    assert sentence in refused.text
    assert dropped(department) == []


def test_not_now_and_a_lost_page_lead_back_to_change_and_to_no_question(visitor):
    put_off = re.search(r'href="([^"]+)">Not now<', visitor.get("/change").text)[1]
    lost = visitor.client.post("/change", base_url=HOST, data={"number": NUMBER, "wish": "stop"}).text
    far_too_large = visitor.post("/change", {"words": "x" * 300_000}).text

    for page in (visitor.get(put_off).text, lost, far_too_large):
        assert re.search(r'class="button[^>]*href="/change"', page)
        assert not re.search(r'class="button[^>]*href="/2?"', page)


def test_a_number_we_know_and_one_we_do_not_are_answered_alike(visitor, another):
    visitor.answer()
    visitor.post("/6")
    known = visitor.get("/done").text.split('class="number">')[1].split("<")[0]

    answers = []
    for number in (known, NUMBER):
        somebody = another()
        sent = somebody.post("/change", {"number": number, "wish": "stop"})
        kept = [(name, text) for name, text in sent.headers if name != "Set-Cookie"]
        answers.append((sent.status_code, kept, sent.data, somebody.get("/thanks").data))

    assert answers[0] == answers[1]
