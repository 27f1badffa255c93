"""Small things that spare somebody a search, a wrong turn or a second try."""

from datetime import timedelta

import pytest

from letterbank.errors import RuleBroken
from notifications import contact, gates, offers, release, requests
from notifications.model import OfferStage
from tests.notifications.walks import a_request, an_offer
from tests.worlds import ASSISTANT, SECOND_ASSISTANT, offender_of

ELSEWHERE = "Mississippi State Penitentiary\nParchman, MS"


def test_whom_they_named_is_looked_for_at_once(department, browser_of):
    key = a_request(department)
    with department.reading(ASSISTANT) as work:
        case = offender_of(work).cases[0].id

    page = browser_of(ASSISTANT).get(f"/requests/{key}/link").text

    assert case in page and 'value="Dale North"' in page


def test_what_they_sent_does_not_come_back_over_what_somebody_looks_for(department, browser_of):
    key = a_request(department)

    page = browser_of(ASSISTANT).get(f"/requests/{key}/link?q=nobody-of-that-name").text

    assert "The register holds nobody of this name or number" in page and 'value="Dale North"' not in page


def test_the_sentence_names_the_hour_from_which_somebody_may_try_again(department):
    key = an_offer(department, OfferStage.CONTACTING)
    with department.writing(ASSISTANT) as work:
        contact.log_attempt(work, offers.find(work, key), "no_answer", "")
        last = work.now
    days = department.policy.contact.min_days_between

    with department.reading(ASSISTANT) as work:
        again = (last + timedelta(days=days)).astimezone(work.policy.zone)
        assert contact.too_early(work, last) == (
            f"Wait {days} days between two tries: not before {again:%-d %B, %H:%M}."
        )
    department.clock.forward(timedelta(days=days))
    with department.reading(ASSISTANT) as work:
        assert contact.too_early(work, last) is None


def test_a_day_that_belongs_to_one_answer_is_not_called_optional(department, browser_of):
    key = an_offer(department, OfferStage.CONTACTING)

    page = browser_of(ASSISTANT).get(f"/contact/{key}/answer").text

    assert "Not before this day</label>" in page


def test_every_gate_that_is_shut_is_named_at_once(department):
    key = an_offer(department, OfferStage.CONTACTING)
    with department.reading(ASSISTANT) as work:
        offer = offers.find(work, key)
        asked = [row.gate.fact for row in gates.found(work, offer)]
        with pytest.raises(RuleBroken) as refused:
            gates.gates_are_open(work, offer)

    assert len(asked) > 1 and all(fact in refused.value.sentence for fact in asked)


def test_whoever_packed_is_not_offered_the_check(department, browser_of):
    key = an_offer(department, OfferStage.PACKED)

    mine, hers = (browser_of(who).get(f"/offers/{key}").text for who in (ASSISTANT, SECOND_ASSISTANT))

    assert "Check the envelope" not in mine and "waits for a second person" in mine
    assert "Check the envelope" in hers


def test_an_address_that_became_a_prison_stops_the_second_person_too(department):
    key = an_offer(department, OfferStage.PACKED)
    with department.arranging(ASSISTANT) as work:
        work.vault.seal(work, offers.find(work, key).request.victim, address=ELSEWHERE)

    with pytest.raises(RuleBroken, match="Nothing is posted there"), department.writing(SECOND_ASSISTANT) as work:
        release.on_the_envelope(work, offers.find(work, key))


def test_a_first_letter_goes_to_no_prison(department, browser_of):
    key = an_offer(department, OfferStage.CONTACTING, safe_way="letter", address=ELSEWHERE)

    refused = browser_of(ASSISTANT).send(f"/contact/{key}", f"/contact/{key}/paper")

    assert refused.status_code == 422 and "Nothing is posted there" in refused.text


@pytest.mark.parametrize("stage", [OfferStage.ACCEPTED, OfferStage.CLEARED, OfferStage.PACKED, OfferStage.CHECKED])
def test_a_yes_from_before_a_pause_leads_nowhere_but_to_asking_again(department, browser_of, stage):
    key = an_offer(department, stage)
    second = browser_of(SECOND_ASSISTANT)
    stands = second.get(f"/offers/{key}").text
    department.clock.forward(timedelta(hours=1))
    with department.writing(ASSISTANT) as work:
        request = offers.find(work, key).request
        requests.pause(work, request)
        requests.resume(work, request, "She confirmed it by telephone.")

    stale = browser_of(SECOND_ASSISTANT).get(f"/offers/{key}").text

    onward = ("Clear it for release", "Print the packet", "Check the envelope", "Hand it over")
    assert sum(words in stands for words in onward) == 1
    assert not [words for words in onward if words in stale]
    assert "The yes counts no more" in stale and "paused after the yes" in stale and "Ask again" in stale
