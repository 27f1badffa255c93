"""Names that differ are never confirmed with one click: a reason for a slip, two people for what may be a relative."""

import json

import pytest

from letterbank.audit.model import CentralEntry
from letterbank.errors import NotAllowed, RuleBroken, WrongStage
from letterbank.vault import opening
from letterbank.vault.sealed import MATCH
from letterbank.workflow import take
from notifications import offers, recognising, requests, safe_way
from notifications.model import OfferStage
from notifications.workflow import OFFERS, Move
from tests.notifications.test_the_way_by_pages import do
from tests.notifications.walks import a_found_offer, stage_of
from tests.worlds import ASSISTANT, COORDINATOR, SECOND_ASSISTANT

S = OfferStage
SPELLED, RELATIVE, STRANGER = "Ruth Aldr", "Rita Alder", "Yvonne Castle"
WHY = "The court papers name them both ways."


def confirm(department, key, why="", by=ASSISTANT):
    with department.writing(by) as work:
        return offers.confirm(work, offers.find(work, key), why)


@pytest.mark.parametrize("hers", [SPELLED, RELATIVE, STRANGER])
@pytest.mark.parametrize("why", ["", "  \n"])
def test_a_name_that_differs_is_not_confirmed_by_the_domain_without_a_reason(department, hers, why):
    key = a_found_offer(department, name=hers)

    with pytest.raises(RuleBroken, match="Write down why"):
        confirm(department, key, why)

    assert stage_of(department, key) is S.FOUND


@pytest.mark.parametrize("hers", [SPELLED, RELATIVE, STRANGER])
def test_a_name_that_differs_is_not_confirmed_by_http_with_one_click(department, browser_of, hers):
    key = a_found_offer(department, name=hers)

    clicked = do(browser_of(ASSISTANT), f"/matches/{key}")

    assert clicked.status_code == 422 and "Write down why, in a sentence." in clicked.text
    assert stage_of(department, key) is S.FOUND


def test_a_reason_of_blanks_is_none(department, browser_of):
    key = a_found_offer(department, name=SPELLED)

    refused = do(browser_of(ASSISTANT), f"/matches/{key}", why="  \n ")

    assert refused.status_code == 422 and "Write down why you are sure" in refused.text


@pytest.mark.parametrize("hers", [SPELLED, RELATIVE, STRANGER])
def test_the_step_itself_counts_the_looks(department, hers):
    """However it is come to: the table's own gate stands behind the page and the function."""
    key = a_found_offer(department, name=hers)

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken, match="a click is not enough"):
        take(work, OFFERS, Move.CONFIRM, offers.find(work, key))


def test_the_same_name_is_confirmed_with_one_click(department):
    key = a_found_offer(department)

    assert confirm(department, key)
    assert stage_of(department, key) is S.VERIFIED


def test_another_spelling_is_confirmed_with_a_reason(department):
    key = a_found_offer(department, name=SPELLED)

    assert confirm(department, key, WHY)
    assert stage_of(department, key) is S.VERIFIED


@pytest.mark.parametrize("hers", [RELATIVE, STRANGER])
def test_what_may_be_a_relative_takes_two_people(department, hers):
    key = a_found_offer(department, name=hers)

    assert not confirm(department, key, WHY)
    with pytest.raises(RuleBroken, match="A second person decides"):
        confirm(department, key, WHY)
    with pytest.raises(RuleBroken, match="Write down why"):
        confirm(department, key, by=SECOND_ASSISTANT)
    assert stage_of(department, key) is S.FOUND
    assert confirm(department, key, "I saw the papers too.", by=SECOND_ASSISTANT)

    assert stage_of(department, key) is S.VERIFIED


def test_a_name_corrected_after_the_first_look_is_looked_at_anew(department):
    key = a_found_offer(department, name=STRANGER)
    confirm(department, key, WHY)
    with department.writing(ASSISTANT) as work:
        safe_way.change(work, offers.find(work, key).request, "Called back.", name=RELATIVE)

    assert not confirm(department, key, WHY, by=SECOND_ASSISTANT)
    assert stage_of(department, key) is S.FOUND


def test_a_name_that_became_another_is_no_longer_one_click(department):
    """What was found when the names still agreed does not count: the names of today do."""
    key = a_found_offer(department)
    with department.writing(ASSISTANT) as work:
        safe_way.change(work, offers.find(work, key).request, "Called back.", name=STRANGER)

    with pytest.raises(RuleBroken, match="Write down why"):
        confirm(department, key)
    with department.writing(ASSISTANT) as work:
        assert "is not that in the request" in recognising.compared(work, offers.find(work, key)).evidence[-1]


def test_the_reason_is_sealed_and_the_audit_holds_none_of_it(department):
    key = a_found_offer(department, name=SPELLED)

    confirm(department, key, WHY)

    with department.writing(ASSISTANT) as work:
        offer = offers.find(work, key)
        assert WHY.encode() not in offer.looks
        assert json.loads(opening(work, offer, MATCH).looks)[0]["why"] == WHY
        written = [entry.written for entry in work.session.query(CentralEntry)]
    assert any(b"match: looked at" in each for each in written)
    assert not [each for each in written if b"court papers name" in each or SPELLED.encode() in each]


def test_nobody_looks_who_may_not_and_nothing_is_kept(department):
    key = a_found_offer(department, name=RELATIVE)

    with pytest.raises(NotAllowed):
        confirm(department, key, WHY, by=COORDINATOR)
    with department.reading(ASSISTANT) as work:
        assert offers.find(work, key).looks is None


def test_a_match_that_was_decided_takes_no_more_looks(department):
    key = a_found_offer(department, name=RELATIVE)
    with department.writing(ASSISTANT) as work:
        offers.not_a_match(work, offers.find(work, key))

    with pytest.raises(WrongStage):
        confirm(department, key, WHY)


def test_r16_no_look_is_kept_while_the_request_is_paused(department):
    key = a_found_offer(department, name=RELATIVE)
    with department.writing(ASSISTANT) as work:
        requests.pause(work, offers.find(work, key).request)

    with pytest.raises(RuleBroken, match="paused"):
        confirm(department, key, WHY)


def test_two_people_decide_by_their_pages(department, browser_of):
    key = a_found_offer(department, name=RELATIVE)
    first, second = browser_of(ASSISTANT), browser_of(SECOND_ASSISTANT)

    assert "Two people look at this one" in first.get(f"/matches/{key}").text
    assert do(first, f"/matches/{key}", why=WHY).status_code == 302
    mine, theirs = first.get(f"/matches/{key}").text, second.get(f"/matches/{key}").text
    assert "A second person decides" in mine and "What you wrote" in mine and "It is the same person" not in mine
    assert "What a colleague wrote" in theirs and WHY in theirs
    assert do(second, f"/matches/{key}", why="I saw them too.").status_code == 302

    assert stage_of(department, key) is S.VERIFIED
