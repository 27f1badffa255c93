"""A wish for a dialogue stands on a request that stands; what stops or ends that ends who may see it (R8, R15, R16)."""

import pytest

from letterbank.errors import Missing, RuleBroken
from letterbank.rounds import WORKER
from letterbank.vod import referral
from letterbank.vod.referral import ReferralStage, ReferralStep
from notifications import drops, offers, requests, wishes
from notifications.intake import take_in
from notifications.model import OfferStage
from notifications.workflow import Move
from tests.notifications.walks import a_request, a_standing_request, an_offer, give_receipt, send_by_form
from tests.worlds import ASSISTANT, PLANNER


@pytest.fixture
def a_request_with_a_referral(department):
    """Her request and her referral, which the planner sees."""
    return referred(department, a_standing_request(department))


def referred(department, key):
    with department.writing(ASSISTANT) as work:
        found = requests.find(work, key)
        wish = wishes.note(work, found, "To ask him why.")
        wishes.refer(work, found, wish)
    assert planner_sees(department) == [wish.id]
    return key, wish.id


def planner_sees(department):
    with department.reading(PLANNER) as work:
        return [one.id for one in referral.shown_to(work)]


def on(department, key, deed, by=ASSISTANT):
    with department.writing(by) as work:
        return deed(work, requests.find(work, key))


def stage_of(department, wish_id):
    with department.reading(ASSISTANT) as work:
        return work.session.get_one(referral.Referral, wish_id).stage


@pytest.mark.parametrize("by", [ASSISTANT, WORKER], ids=["staff", "the intake"])
def test_after_she_withdraws_the_planner_opens_neither_her_name_nor_her_wish(
    department, a_request_with_a_referral, by, browser_of
):
    key, wish = a_request_with_a_referral

    on(department, key, requests.withdraw, by)

    assert planner_sees(department) == []
    assert stage_of(department, wish) is ReferralStage.WITHDRAWN
    assert browser_of(PLANNER).get(f"/referrals/{wish}").status_code == 404
    with department.reading(ASSISTANT) as work:
        steps = work.session.query(ReferralStep).filter_by(record_id=wish)
        assert [(step.after, step.actor_id) for step in steps if step.after == "withdrawn"] == [("withdrawn", by.id)]


def test_a_stop_from_the_public_form_ends_it_too(department, a_request_with_a_referral):
    key, _ = a_request_with_a_referral
    receipt = give_receipt(department, key)
    send_by_form(department, {"kind": drops.STOP, "receipt": receipt})

    take_in(department.office("central"), WORKER)

    assert planner_sees(department) == []


@pytest.mark.parametrize("answer", [Move.SAY_NEVER, Move.DIED])
def test_never_and_her_death_end_it(department, answer):
    offer_id = an_offer(department, OfferStage.CONTACTING)
    with department.reading(ASSISTANT) as work:
        key = offers.find(work, offer_id).request_id
    _, wish = referred(department, key)

    with department.writing(ASSISTANT) as work:
        offers.say(work, offers.find(work, offer_id), answer)

    assert stage_of(department, wish) is ReferralStage.WITHDRAWN
    assert planner_sees(department) == []


def test_while_she_pauses_nobody_sees_it_and_a_new_yes_is_asked_afterwards(department, a_request_with_a_referral):
    key, wish = a_request_with_a_referral

    on(department, key, requests.pause, WORKER)
    while_paused = planner_sees(department)
    on(department, key, lambda work, found: requests.resume(work, found, "She called; called her back."))

    assert (while_paused, planner_sees(department)) == ([], [])
    with department.reading(ASSISTANT) as work:
        kept = referral.find(work, wish)
        assert (kept.stage, kept.told_at, kept.yes_at) == (ReferralStage.WISH, None, None)
    on(department, key, lambda work, found: wishes.refer(work, found, referral.find(work, wish)))
    assert planner_sees(department) == [wish]


def test_reaching_the_wrong_person_pauses_it(department):
    offer_id = an_offer(department, OfferStage.CONTACTING)
    with department.reading(ASSISTANT) as work:
        key = offers.find(work, offer_id).request_id
    referred(department, key)

    with department.writing(ASSISTANT) as work:
        offers.say(work, offers.find(work, offer_id), Move.WRONG_PERSON)

    assert planner_sees(department) == []


@pytest.mark.parametrize("end", [requests.pause, requests.withdraw])
def test_no_wish_is_noted_or_referred_unless_the_request_stands(department, end):
    key = a_standing_request(department)
    with department.writing(ASSISTANT) as work:
        wish = wishes.note(work, requests.find(work, key), "To ask him why.").id
    on(department, key, end)

    with pytest.raises(RuleBroken, match="stands"):
        on(department, key, lambda work, found: wishes.note(work, found, "Again."))
    with pytest.raises((RuleBroken, Missing)):
        on(department, key, lambda work, found: wishes.refer(work, found, referral.find(work, wish)))
    assert planner_sees(department) == []


def test_no_wish_is_noted_before_anybody_knows_who_asks(department):
    key = a_request(department)

    with pytest.raises(RuleBroken, match="stands"):
        on(department, key, lambda work, found: wishes.note(work, found, "To ask him why."))


def test_a_wish_of_somebody_else_is_not_found_on_her_request(department, a_request_with_a_referral):
    _, wish = a_request_with_a_referral
    other = a_standing_request(department)

    with pytest.raises(Missing):
        on(department, other, lambda work, found: wishes.of(work, found, wish))


def test_another_victims_referral_goes_on(department, a_request_with_a_referral):
    _, wish = a_request_with_a_referral

    other = a_standing_request(department, name="Ada Finch", telephone="601 555 0199", address="9 Oak Lane")
    on(department, other, requests.withdraw)

    assert planner_sees(department) == [wish]
