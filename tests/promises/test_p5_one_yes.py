"""P5: a yes to one letter is not a yes to another; one victim's yes is not another's; taken back, it is a no."""

from datetime import timedelta

import pytest

from letterbank.errors import Refusal, RuleBroken
from letterbank.letters import workflow as letters
from letterbank.letters.model import Letter, Review
from notifications import matching, offers, release, requests
from notifications.model import Offer, OfferStage
from tests.notifications.walks import a_standing_request, an_offer, answer_every_gate, days_later, stage_of, step
from tests.worlds import ASSISTANT, POLICY, SCREENER, bank_a_letter, revise

S = OfferStage
AFTER_YES = [S.ACCEPTED, S.CLEARED, S.PACKED, S.CHECKED]
NEXT = dict(zip(AFTER_YES, [*AFTER_YES[1:], S.HANDED_OVER], strict=True))


def other_offer(department, key):
    """The one other offer there is."""
    with department.writing(ASSISTANT) as work:
        matching.find_offers(work)
        return work.session.query(Offer.id).where(Offer.id != key).one()[0]


def must_not_leave(department, key, stage):
    with pytest.raises(Refusal):
        step(department, key, NEXT[stage])
    assert stage_of(department, key) is not S.HANDED_OVER


def carry_over(department, given, other):
    """Somebody copies her yes by hand, with everything that belongs to it."""
    with department.writing(ASSISTANT) as work:
        source, target = offers.find(work, given), offers.find(work, other)
        target.yes_at, target.revision_id = source.yes_at, source.revision_id
        answer_every_gate(work, target)


def test_her_yes_to_one_letter_sends_no_other(department):
    given = an_offer(department, S.ACCEPTED)
    bank_a_letter(department)
    other = other_offer(department, given)

    for stage in (S.CLEARED, S.HANDED_OVER):
        with pytest.raises(Refusal):
            step(department, other, stage)
    assert stage_of(department, other) is S.FOUND


def test_her_yes_sends_nothing_to_another_victim_of_the_case(department):
    given = an_offer(department, S.HANDED_OVER)
    a_standing_request(department, name="Ada Stone", address="Box 7\nJackson")
    other = other_offer(department, given)

    with department.writing(ASSISTANT) as work, pytest.raises(Refusal):
        release.clear(work, offers.find(work, other))
    with department.reading(ASSISTANT) as work:
        assert offers.find(work, other).yes_at is None


def test_a_yes_copied_to_another_letter_does_not_fit_it(department):
    given = an_offer(department, S.ACCEPTED)
    bank_a_letter(department)
    other = other_offer(department, given)
    with department.writing(ASSISTANT) as work:
        offers.confirm(work, offers.find(work, other))
        offers.begin_contact(work, offers.find(work, other))
    carry_over(department, given, other)

    with department.writing(ASSISTANT) as work, pytest.raises(Refusal):
        release.clear(work, offers.find(work, other))


def write_anew(department, key):
    """A next revision of the banked letter with all its reviews, past the programme: nothing else stands in its way."""
    with department.reading(ASSISTANT) as work:
        letter_id = offers.find(work, key).letter_id
    with department.arranging(ASSISTANT) as work:
        revision = revise(work, work.session.get_one(Letter, letter_id)).id
        for given in work.session.query(Review).filter_by(letter_id=letter_id).all():
            same = {column.key: getattr(given, column.key) for column in Review.__table__.columns}
            work.session.add(Review(**{**same, "id": work.new_id(), "revision_id": revision, "at": work.now}))


@pytest.mark.parametrize("stage", AFTER_YES)
def test_a_yes_to_an_earlier_writing_is_none_to_the_next(department, stage):
    key = an_offer(department, stage)
    write_anew(department, key)

    must_not_leave(department, key, stage)


@pytest.mark.parametrize("stage", AFTER_YES)
@pytest.mark.parametrize(
    "deed",
    [
        offers.take_back,
        offers.ask_again,
        lambda work, offer: requests.pause(work, offer.request),
        lambda work, offer: requests.withdraw(work, offer.request),
    ],
    ids=["taken back", "asked again", "paused", "withdrawn"],
)
def test_a_yes_taken_back_is_a_no(department, stage, deed):
    key = an_offer(department, stage)
    with department.writing(ASSISTANT) as work:
        deed(work, offers.find(work, key))

    must_not_leave(department, key, stage)


@pytest.mark.parametrize("stage", AFTER_YES)
def test_a_pause_and_a_resume_do_not_bring_the_old_yes_back(department, stage):
    key = an_offer(department, stage)
    with department.writing(ASSISTANT) as work:
        requests.pause(work, offers.find(work, key).request)
    department.clock.forward(timedelta(minutes=1))
    with department.writing(ASSISTANT) as work:
        requests.resume(work, offers.find(work, key).request, "She called from her old number.")

    must_not_leave(department, key, stage)


@pytest.mark.parametrize("stage", AFTER_YES)
def test_a_yes_runs_out(department, stage):
    key = an_offer(department, stage)
    days_later(department, POLICY.contact.consent_lease_days + 1)
    with department.writing(ASSISTANT) as work:
        answer_every_gate(work, offers.find(work, key))

    with pytest.raises(RuleBroken, match="older than"):
        step(department, key, NEXT[stage])


@pytest.mark.parametrize("stage", AFTER_YES)
def test_the_writers_own_withdrawal_ends_it_too(department, stage):
    key = an_offer(department, stage)
    with department.reading(ASSISTANT) as work:
        letter_id = offers.find(work, key).letter_id
    with department.writing(SCREENER) as work:
        letters.advance(work, letters.Step.WITHDRAW, work.session.get_one(Letter, letter_id))

    must_not_leave(department, key, stage)
