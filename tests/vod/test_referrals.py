"""R8: a wish for a dialogue stays hers until she was told who will learn what and said yes to that step."""

import pytest

from letterbank.errors import Missing, NotAllowed, WrongStage
from letterbank.vod import referral
from letterbank.vod.referral import ReferralStage, ReferralStep
from notifications import requests
from tests.notifications.walks import a_standing_request
from tests.worlds import ASSISTANT, COORDINATOR, PLANNER


@pytest.fixture
def a_wish(department):
    key = a_standing_request(department)
    with department.writing(ASSISTANT) as work:
        found = requests.find(work, key)
        return referral.note_wish(work, found.victim_id, "To ask why.", found.offender_id, found.case_id).id


def seen_by(department, actor):
    with department.reading(actor) as work:
        return [one.id for one in referral.shown_to(work)]


def on(department, key, deed, by=ASSISTANT):
    with department.writing(by) as work:
        deed(work, referral.find(work, key))


def test_r8_the_planner_sees_nothing_of_a_wish(department, a_wish):
    assert seen_by(department, ASSISTANT) == [a_wish]
    assert seen_by(department, PLANNER) == []
    with department.reading(PLANNER) as work, pytest.raises(Missing):
        referral.find(work, a_wish)


def test_r8_after_her_yes_the_planner_sees_her_name_and_wish_and_nothing_more(department, a_wish):
    on(department, a_wish, referral.refer)

    with department.writing(PLANNER) as work:
        known, name, wish = referral.opened_for_planner(work, referral.find(work, a_wish))

    assert (name, wish) == ("Ruth Alder", "To ask why.")
    assert known.writer == "Dale North, N1001"


def test_when_she_ends_it_the_planner_sees_it_no_more(department, a_wish):
    on(department, a_wish, referral.refer)
    on(department, a_wish, referral.withdraw)

    assert seen_by(department, PLANNER) == []
    with department.reading(ASSISTANT) as work:
        steps = work.session.query(ReferralStep).filter_by(record_id=a_wish)
        assert {step.after for step in steps} == {ReferralStage.REFERRED, ReferralStage.WITHDRAWN}


def test_a_wish_is_referred_once(department, a_wish):
    on(department, a_wish, referral.refer)

    with pytest.raises(WrongStage):
        on(department, a_wish, referral.refer)


def test_a_planner_cannot_refer(department, a_wish):
    on(department, a_wish, referral.refer)

    with pytest.raises(NotAllowed):
        on(department, a_wish, referral.withdraw, PLANNER)


def test_a_reviewer_without_referrals_sees_no_list(department, a_wish):
    with pytest.raises(NotAllowed):
        seen_by(department, COORDINATOR)
