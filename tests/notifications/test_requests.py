"""R15, R16, R23: a request stands only once a person knows who she is; pause and withdrawal act at once."""

from functools import partial

import pytest

from letterbank.errors import NotAllowed, RuleBroken, WrongStage
from letterbank.permissions import Actor
from letterbank.rounds import WORKER
from letterbank.vault import opening
from letterbank.vault.sealed import CONTACT, READ_VICTIM
from notifications import disclosure, offers, requests, sheet
from notifications.model import OfferStage, RequestStage
from tests.notifications.walks import a_request, a_standing_request, an_offer, stage_of
from tests.worlds import ASSISTANT, COORDINATOR, SECOND_ASSISTANT, offender_of

R = RequestStage


def on(department, key, deed, by: Actor = ASSISTANT):
    with department.writing(by) as work:
        deed(work, requests.find(work, key))


def link(work, request):
    offender = offender_of(work)
    requests.link(work, request, offender.id, offender.cases[0].id)


def stage(department, key):
    with department.reading(ASSISTANT) as work:
        return requests.find(work, key).stage


def test_a_request_without_a_case_cannot_be_verified(department):
    key = a_request(department)

    with pytest.raises(RuleBroken, match="Link the request"):
        on(department, key, lambda work, request: requests.verify(work, request, "Papers.", "direct_victim"))
    assert stage(department, key) is R.OPENED


def test_a_case_of_somebody_else_is_refused(department):
    key = a_request(department)

    def cross(work, request):
        requests.link(work, request, offender_of(work, "NORTH").id, offender_of(work, "RIVER").cases[0].id)

    with pytest.raises(RuleBroken, match="case of this offender"):
        on(department, key, cross)


def test_the_case_is_fixed_once_offers_hang_on_it(department):
    key = a_standing_request(department)

    with pytest.raises(WrongStage):
        on(department, key, link)


def test_r23_one_who_is_close_to_the_writer_needs_a_second_person(department):
    key = a_request(department)
    on(department, key, link)

    def verify(work, request):
        requests.verify(work, request, "Papers seen.", "next_of_kin", allied=True)

    on(department, key, verify)
    assert stage(department, key) is R.OPENED
    with pytest.raises(RuleBroken, match="second person"):
        on(department, key, lambda work, request: requests.verify(work, request, "Again.", "next_of_kin"))
    on(department, key, verify, SECOND_ASSISTANT)
    assert stage(department, key) is R.STANDING


def test_what_the_first_person_found_stays_beside_what_the_second_found(department):
    key = a_request(department)
    on(department, key, link)

    for found, who in (("Birth papers seen.", ASSISTANT), ("She named his sister.", SECOND_ASSISTANT)):
        on(department, key, partial(requests.verify, how=found, relation="next_of_kin", allied=True), who)

    with department.writing(ASSISTANT) as work:
        noted = dict(sheet.noted(opening(work, requests.find(work, key), READ_VICTIM)))
    assert noted["What the first person found"] == "Birth papers seen."
    assert noted["How it was checked"] == "She named his sister."


def test_a_reviewer_cannot_verify_or_link(department):
    key = a_request(department)

    with pytest.raises(NotAllowed):
        on(department, key, link, COORDINATOR)


def test_a_pause_before_verification_verifies_nobody(department):
    key = a_request(department)

    on(department, key, requests.pause, WORKER)
    on(department, key, lambda work, request: requests.resume(work, request, "Called her back."))

    assert stage(department, key) is R.OPENED


def test_r16_resuming_needs_her_word_by_the_old_safe_way(department):
    key = a_standing_request(department)
    on(department, key, requests.pause, WORKER)

    with pytest.raises(NotAllowed):
        on(department, key, lambda work, request: requests.resume(work, request, "Her number."), WORKER)
    with pytest.raises(RuleBroken, match="Write down how"):
        on(department, key, lambda work, request: requests.resume(work, request, "  "))
    assert stage(department, key) is R.PAUSED


@pytest.mark.parametrize("at", [OfferStage.FOUND, OfferStage.CONTACTING, OfferStage.ACCEPTED, OfferStage.CHECKED])
def test_r15_a_withdrawal_stops_every_offer_and_forgets_every_yes(department, at):
    key = an_offer(department, at)

    with department.writing(WORKER) as work:
        requests.withdraw(work, offers.find(work, key).request)

    with department.writing(ASSISTANT) as work:
        offer = offers.find(work, key)
        assert (offer.stage, offer.yes_at, offer.revision_id) == (OfferStage.WITHDRAWN, None, None)
        assert disclosure.chosen(opening(work, offer, CONTACT)) == []
        assert all(packet.void for packet in offer.packets)


def test_what_was_handed_over_stays_as_it_is(department):
    key = an_offer(department, OfferStage.HANDED_OVER)

    with department.writing(WORKER) as work:
        requests.withdraw(work, offers.find(work, key).request)

    assert stage_of(department, key) is OfferStage.HANDED_OVER
