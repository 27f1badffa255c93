"""P4, R19-R21: nobody calls but by the way, at the hour and as often as she and the policy allow."""

from datetime import date, timedelta

import pytest

from letterbank.errors import RuleBroken, WrongStage
from notifications import answers, contact, gates, matching, offers, requests, safe_way
from notifications.answers import Answer
from notifications.model import Offer, OfferStage, RequestStage
from notifications.workflow import Move
from tests.notifications.walks import an_offer, days_later, stage_of
from tests.worlds import ASSISTANT, bank_a_letter

S = OfferStage


def attempt(department, key, outcome="no_answer"):
    with department.writing(ASSISTANT) as work:
        contact.log_attempt(work, offers.find(work, key), outcome)


def answered(department, key, **given):
    with department.writing(ASSISTANT) as work:
        answers.take_down(work, offers.find(work, key), Answer(**{"how": "reached", **given}))


def refused(department, key, outcome="no_answer"):
    with pytest.raises(RuleBroken) as refusal:
        attempt(department, key, outcome)
    return refusal.value.sentence


@pytest.mark.parametrize(
    ("later", "sentence"),
    [
        (timedelta(hours=-1), "between 09:00 and 17:00"),
        (timedelta(hours=8, minutes=30), "between 09:00 and 17:00"),
        (timedelta(days=5), "this day of the week"),
        (timedelta(days=6), "this day of the week"),
    ],
)
def test_p4_no_call_at_an_hour_or_day_that_is_not_allowed(department, later, sentence):
    key = an_offer(department, S.CONTACTING)
    department.clock.forward(later)

    assert sentence in refused(department, key)


@pytest.mark.parametrize("later", [timedelta(hours=-1), timedelta(hours=12), timedelta(days=5)])
def test_a_letter_is_posted_at_any_hour(department, later):
    key = an_offer(department, S.CONTACTING, safe_way="letter")
    department.clock.forward(later)

    attempt(department, key, "sent")
    assert stage_of(department, key) is S.CONTACTING


def test_letters_are_spaced_and_capped_as_calls_are(department):
    key = an_offer(department, S.CONTACTING, safe_way="letter")
    rules = department.office("central").policy.contact
    attempt(department, key, "sent")

    assert "days between two tries" in refused(department, key, "sent")
    for _ in range(rules.max_attempts - 1):
        days_later(department, rules.min_days_between)
        attempt(department, key, "sent")
    days_later(department, rules.min_days_between)
    assert f"tried {rules.max_attempts} times" in refused(department, key, "sent")


def test_r21_nobody_writes_again_where_a_letter_came_back(department):
    key = an_offer(department, S.CONTACTING, safe_way="letter")
    attempt(department, key, "sent")
    days_later(department, 10)

    attempt(department, key, "came_back")

    assert "The last letter came back" in refused(department, key, "sent")
    with department.writing(ASSISTANT) as work:
        assert gates.tries_left(work, offers.find(work, key)) == 2  # what came back was one try, not two
        offers.say(work, offers.find(work, key), Move.GIVE_UP)
    assert stage_of(department, key) is S.UNREACHABLE


def test_a_new_address_lets_us_write_again_after_a_letter_came_back(department):
    key = an_offer(department, S.CONTACTING, safe_way="letter")
    attempt(department, key, "sent")
    days_later(department, 10)
    attempt(department, key, "came_back")
    days_later(department, 1)

    with department.writing(ASSISTANT) as work:
        safe_way.change(work, offers.find(work, key).request, "She wrote to us.", address="Box 9")

    days_later(department, 1)
    attempt(department, key, "sent")


def test_a_letter_nobody_posted_cannot_have_come_back(department):
    key = an_offer(department, S.CONTACTING, safe_way="letter")

    assert "none can have come back" in refused(department, key, "came_back")


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=7, minutes=59), timedelta(days=4)])
def test_a_call_inside_her_hours_is_allowed(department, later):
    key = an_offer(department, S.CONTACTING)
    department.clock.forward(later)

    attempt(department, key)


def test_p4_who_said_she_will_call_is_never_called_and_may_call(department):
    key = an_offer(department, S.CONTACTING, safe_way="i_will_call")

    assert "This person will call us" in refused(department, key)
    answered(department, key, how="she_called", answer="yes")
    assert stage_of(department, key) is S.ACCEPTED


def test_p4_who_named_the_mail_is_not_telephoned(department):
    key = an_offer(department, S.CONTACTING, safe_way="letter")

    assert "not the way they called safe" in refused(department, key, "reached")
    attempt(department, key, "sent")


def test_p4_a_way_nobody_named_is_no_way(department):
    key = an_offer(department, S.CONTACTING, safe_way="")

    assert "has not named a way" in refused(department, key)


@pytest.mark.parametrize("voicemail", ["yes", "no"])
def test_p4_no_message_is_left_where_the_policy_or_she_forbids_it(department, voicemail):
    key = an_offer(department, S.CONTACTING, voicemail=voicemail)

    assert "did not allow a message" in refused(department, key, "message_left")


def test_a_message_that_was_left_against_their_word_is_written_down_and_counts_as_a_try(department):
    key = an_offer(department, S.CONTACTING, voicemail="no")

    attempt(department, key, "message_against")

    with department.reading(ASSISTANT) as work:
        assert [one.outcome for one in offers.find(work, key).attempts] == ["message_against"]
    assert "days between two tries" in refused(department, key, "no_answer")


def test_tries_keep_their_distance_and_end_at_the_cap(department):
    key = an_offer(department, S.CONTACTING)
    attempt(department, key)
    days_later(department, 2)
    assert "Wait 7 days" in refused(department, key)
    for _ in range(2):
        days_later(department, 7)
        attempt(department, key)

    days_later(department, 7)

    assert "tried 3 times" in refused(department, key)
    with department.writing(ASSISTANT) as work:
        offers.say(work, offers.find(work, key), Move.GIVE_UP)
    assert stage_of(department, key) is S.UNREACHABLE


def test_nobody_gives_up_before_trying_enough(department):
    key = an_offer(department, S.CONTACTING)
    attempt(department, key)

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken, match="Try 3 times"):
        offers.say(work, offers.find(work, key), Move.GIVE_UP)


def test_later_wakes_on_its_date_and_never_before(department):
    key = an_offer(department, S.CONTACTING)
    answered(department, key, answer="later", on=date(2026, 3, 5))

    days_later(department, 2)
    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken, match="before the date"):
        offers.wake(work, offers.find(work, key))
    days_later(department, 1)
    with department.writing(ASSISTANT) as work:
        offers.wake(work, offers.find(work, key))

    attempt(department, key)


def test_her_own_call_before_her_date_does_not_let_us_call_her(department):
    key = an_offer(department, S.CONTACTING)
    answered(department, key, answer="later", on=date(2026, 5, 4))
    with department.writing(ASSISTANT) as work:
        offers.reopen(work, offers.find(work, key))

    assert "nothing from us before 4 May 2026" in refused(department, key)
    answered(department, key, how="she_called", answer="yes")


@pytest.mark.parametrize("on", [None, date(2026, 3, 2), date(2020, 1, 1), date(9999, 12, 31)])
def test_later_needs_a_day_that_is_ahead(department, on):
    key = an_offer(department, S.CONTACTING)

    with pytest.raises(RuleBroken, match="Choose a date"):
        answered(department, key, answer="later", on=on)


@pytest.mark.parametrize(
    ("answer", "offer_stage", "request_stage"),
    [
        ("not_now", S.NOT_NOW, RequestStage.STANDING),
        ("no", S.DECLINED, RequestStage.STANDING),
        ("never", S.NEVER, RequestStage.WITHDRAWN),
        ("wrong_person", S.WRONG_PERSON, RequestStage.PAUSED),
        ("died", S.DECEASED, RequestStage.WITHDRAWN),
    ],
)
def test_each_answer_has_its_consequence(department, answer, offer_stage, request_stage):
    key = an_offer(department, S.CONTACTING)

    answered(department, key, answer=answer)

    with department.reading(ASSISTANT) as work:
        offer = offers.find(work, key)
        assert (offer.stage, offer.request.stage) == (offer_stage, request_stage)


def test_r15_never_is_not_reopened(department):
    key = an_offer(department, S.CONTACTING)
    answered(department, key, answer="never")

    with department.writing(ASSISTANT) as work, pytest.raises(WrongStage):
        offers.reopen(work, offers.find(work, key))


def test_r16_a_paused_request_shows_no_call_sheet_and_takes_no_try(department):
    key = an_offer(department, S.CONTACTING)
    with department.writing(ASSISTANT) as work:
        requests.pause(work, offers.find(work, key).request)

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken, match="paused"):
        contact.sheet(work, offers.find(work, key))
    assert "paused" in refused(department, key)


def test_r19_another_letter_does_not_restart_contact_within_the_year(department):
    first = an_offer(department, S.CONTACTING)
    answered(department, first, answer="no")
    bank_a_letter(department)
    with department.writing(ASSISTANT) as work:
        matching.find_offers(work)
        second = work.session.query(Offer).filter(Offer.id != first).one()
        offers.confirm(work, second)
        offers.begin_contact(work, second)

    assert "another letter less than 12 months ago" in refused(department, second.id)
    days_later(department, 364)
    attempt(department, second.id)


@pytest.mark.parametrize("answer", ["no", "never", "not_now", "later", "wrong_person", "died"])
def test_what_leaves_her_in_peace_is_taken_down_however_soon_she_was_called_again(department, answer):
    key = an_offer(department, S.CONTACTING)
    attempt(department, key)
    assert "days between two tries" in refused(department, key, "reached")

    answered(department, key, how="reached", answer=answer, on=date(2026, 5, 4) if answer == "later" else None)

    assert stage_of(department, key) is not S.CONTACTING


def test_a_yes_to_a_call_that_should_not_have_been_made_is_asked_again(department):
    key = an_offer(department, S.CONTACTING)
    attempt(department, key)

    with pytest.raises(RuleBroken, match="days between two tries"):
        answered(department, key, how="reached", answer="yes")


def test_the_last_call_of_the_day_can_be_written_down_after_the_hour(department):
    key = an_offer(department, S.CONTACTING)
    ends = department.policy.contact.hours_to
    with department.reading(ASSISTANT) as work:
        there = work.local_now
    department.clock.forward(there.replace(hour=ends.hour, minute=ends.minute) - there + timedelta(minutes=10))
    with department.reading(ASSISTANT) as work:
        assert "Calls are made between" in contact.why_not_now(work, offers.find(work, key), "telephone")

    attempt(department, key)
    department.clock.forward(timedelta(days=7, minutes=30))

    assert "Calls are made between" in refused(department, key)
