"""P4, R21: each way has a page, words and outcomes of its own; none borrows those of another."""

import re
from dataclasses import replace
from datetime import date

import pytest

from letterbank.errors import RuleBroken
from notifications import contact, drops, offers, on_paper, ways
from notifications.answers import ANSWERS, HOW, Answer, take_down
from notifications.model import OUTCOMES, OfferStage
from tests.notifications.walks import an_offer, stage_of
from tests.worlds import ASSISTANT, POLICY

S = OfferStage
OF_A_CALL = ("May I speak with", "When they answer", "They were not reached", "Print the call sheet", "No answer")


def test_every_way_the_form_offers_has_a_row():
    assert set(ways.WAYS) == set(drops.WAYS)


@pytest.mark.parametrize("way", [*ways.WAYS.values(), ways.NO_WAY])
def test_a_row_names_only_outcomes_that_exist(way):
    assert set(way.tries) <= set(OUTCOMES)
    assert set(way.answers) <= set(HOW)
    assert bool(way.tries) != bool(way.never)


def test_a_way_the_policy_does_not_go_is_no_way():
    silent = replace(POLICY, contact=replace(POLICY.contact, channels=("post", "email")))

    assert ways.of(silent, "telephone") is ways.NO_WAY
    assert ways.of(silent, "letter") is ways.WAYS["letter"]


@pytest.mark.parametrize("named", ["letter", "i_will_call", "email", ""])
def test_who_did_not_name_the_telephone_has_no_telephone_script(department, browser_of, named):
    key = an_offer(department, S.CONTACTING, safe_way=named)
    browser = browser_of(ASSISTANT)

    page = browser.get(f"/contact/{key}").text
    tried = browser.get(f"/contact/{key}/tried").text

    assert not [words for words in OF_A_CALL if words in page + tried]
    assert "601 555 0142" not in page


@pytest.mark.parametrize("named", ["email", ""])
def test_no_way_has_no_words_to_say(department, browser_of, named):
    key = an_offer(department, S.CONTACTING, safe_way=named)

    page = browser_of(ASSISTANT).get(f"/contact/{key}").text

    assert "has not named a way we may use" in page
    assert "Dale North" not in page.split("<main")[1] and "ever wrote to you" not in page


def test_a_message_they_did_not_allow_is_asked_for_in_those_words_only(department, browser_of):
    key = an_offer(department, S.CONTACTING, safe_way="telephone", voicemail="no")

    tried = browser_of(ASSISTANT).get(f"/contact/{key}/tried").text

    assert [one for one in ways.MESSAGES.values() if one in tried] == ["message_against"]


@pytest.mark.parametrize("named", ["i_will_call", "email"])
def test_no_try_is_asked_for_where_nobody_tries(department, browser_of, named):
    key = an_offer(department, S.CONTACTING, safe_way=named)

    refused = browser_of(ASSISTANT).get(f"/contact/{key}/tried")

    assert refused.status_code == 422 and "Nobody calls or writes to them." in refused.text


@pytest.mark.parametrize(
    ("named", "how"),
    [
        ("telephone", {"reached", "she_called", "she_wrote", "others_said"}),
        ("letter", {"she_called", "she_wrote", "others_said"}),
        ("i_will_call", {"she_called", "she_wrote", "others_said"}),
    ],
)
def test_an_answer_is_asked_for_only_as_it_can_have_come(department, browser_of, named, how):
    key = an_offer(department, S.CONTACTING, safe_way=named)

    page = browser_of(ASSISTANT).get(f"/contact/{key}/answer").text

    assert set(re.findall(r'<input[^>]* name="how"[^>]* value="(\w+)"', page)) == how


@pytest.mark.parametrize("named", ["i_will_call", "email"])
def test_a_way_without_a_paper_prints_nothing(department, named):
    key = an_offer(department, S.CONTACTING, safe_way=named)

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken, match="nothing printed"):
        on_paper.document(work, offers.find(work, key))


@pytest.mark.parametrize("named", list(ways.WAYS))
@pytest.mark.parametrize("outcome", list(OUTCOMES))
def test_only_what_can_have_happened_in_her_way_is_written_down(department, named, outcome):
    key = an_offer(department, S.CONTACTING, safe_way=named)
    possible = {*ways.WAYS[named].outcomes} - {"message_left", "came_back"}  # each has a condition of its own

    with department.writing(ASSISTANT) as work:
        if outcome in possible:
            contact.log_attempt(work, offers.find(work, key), outcome)
        else:
            with pytest.raises(RuleBroken):
                contact.log_attempt(work, offers.find(work, key), outcome)


@pytest.mark.parametrize("answer", [one for one in ANSWERS if one != "died"])
def test_nobody_else_answers_for_this_person(department, answer):
    key = an_offer(department, S.CONTACTING)

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken, match="Nobody else answers"):
        take_down(work, offers.find(work, key), Answer(answer=answer, how="others_said", on=date(2040, 1, 1)))


def test_a_death_is_heard_from_somebody_else(department):
    key = an_offer(department, S.CONTACTING)

    with department.writing(ASSISTANT) as work:
        take_down(work, offers.find(work, key), Answer(answer="died", how="others_said"))

    assert stage_of(department, key) is S.DECEASED
