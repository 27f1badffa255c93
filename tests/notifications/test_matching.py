"""P6: a letter and a request that belong together meet in either order, exactly once, and a person confirms."""

from threading import Barrier, Thread

import pytest

from letterbank.errors import NotAllowed, RuleBroken
from letterbank.letters import workflow as letters
from letterbank.letters.model import Letter
from notifications import matching, offers, recognising, requests, safe_way
from notifications.model import Offer, OfferStage
from tests.notifications.walks import a_found_offer, a_standing_request, stage_of
from tests.worlds import ASSISTANT, COORDINATOR, SCREENER, bank_a_letter


def look(department, by=ASSISTANT):
    with department.writing(by) as work:
        return matching.find_offers(work)


def how_many(department):
    with department.reading(ASSISTANT) as work:
        return work.session.query(Offer).count()


@pytest.mark.parametrize("order", [(bank_a_letter, a_standing_request), (a_standing_request, bank_a_letter)])
def test_either_order_gives_exactly_one_offer(department, order):
    found = []
    for happens in order:
        happens(department)
        found.append(look(department))

    assert found == [0, 1]
    assert look(department) == 0
    assert how_many(department) == 1


def test_two_runs_at_the_same_moment_give_one_offer(department):
    bank_a_letter(department)
    a_standing_request(department)
    start, found = Barrier(2), []

    def run():
        start.wait()
        found.append(look(department))

    runs = [Thread(target=run) for _ in range(2)]
    for each in runs:
        each.start()
    for each in runs:
        each.join()

    assert sorted(found) == [0, 1]
    assert how_many(department) == 1


def test_every_letter_meets_every_request_of_its_case(department):
    for name in ("Ruth Alder", "Ann Birch"):
        a_standing_request(department, name=name)
        bank_a_letter(department, name)

    assert look(department) == 4


def test_a_refused_match_is_remembered(department):
    key = a_found_offer(department)
    with department.writing(ASSISTANT) as work:
        offers.not_a_match(work, offers.find(work, key))

    assert look(department) == 0


def test_a_request_nobody_verified_meets_nothing(department):
    bank_a_letter(department)
    key = a_standing_request(department)
    with department.writing(ASSISTANT) as work:
        requests.pause(work, requests.find(work, key))

    assert look(department) == 0


def test_r2_a_letter_its_writer_withdrew_ends_its_offers(department):
    key = a_found_offer(department)
    with department.reading(ASSISTANT) as work:
        letter_id = offers.find(work, key).letter_id
    with department.writing(SCREENER) as work:
        letters.advance(work, letters.Step.WITHDRAW, work.session.get_one(Letter, letter_id))

    look(department)

    assert stage_of(department, key) is OfferStage.WITHDRAWN


def test_r4_a_reviewer_cannot_look_for_matches(department):
    with pytest.raises(NotAllowed):
        look(department, COORDINATOR)


def test_a_corrected_name_is_the_one_that_is_compared(department):
    key = a_found_offer(department, name="R. A.")
    with department.writing(ASSISTANT) as work:
        safe_way.change(work, offers.find(work, key).request, "Called her back.", name="Ruth Alder")

    with department.writing(ASSISTANT) as work:
        assert recognising.compared(work, offers.find(work, key)).hers == "Ruth Alder"


def test_the_evidence_is_kept_in_words(department):
    key = a_found_offer(department, name="Ruth Aldr")

    with department.writing(ASSISTANT) as work:
        compared = recognising.compared(work, offers.find(work, key))

    assert (compared.on_the_letter, compared.hers) == ("Ruth Alder", "Ruth Aldr")
    assert compared.evidence == [
        "Same offender and same case, by number.",
        "The name on the letter is close to that in the request; the spelling differs.",
    ]


def test_a_match_of_a_withdrawn_request_cannot_be_confirmed(department):
    key = a_found_offer(department)
    with department.writing(ASSISTANT) as work:
        offer = offers.find(work, key)
        requests.pause(work, offer.request)

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken, match="paused"):
        offers.confirm(work, offers.find(work, key))
