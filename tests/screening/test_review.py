"""Rules of a review that only some programmes have, and what only the newest revision may say."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from letterbank.errors import RuleBroken, Unreadable, WrongStage
from letterbank.letters.intake import letter_here
from letterbank.letters.model import Review
from letterbank.vault import opening
from letterbank.vault.sealed import MEND
from screening.criteria import Answer, Given, wanted
from screening.queues import claim
from screening.review import earlier_reviews, open_page, pass_on, refuse, return_to_writer
from tests.screening.conftest import submitted
from tests.worlds import CLERK, PLANNER, POLICY, SCREENER

GOOD = {criterion.key: Given(wanted(criterion), "read twice") for criterion in POLICY.criteria}
BLAMES = {**GOOD, "blame": Given(Answer.YES)}


def with_rules(department, **letters):
    return replace(department, policy=replace(department.policy, letters=replace(department.policy.letters, **letters)))


def taken(work, letter_id):
    letter = letter_here(work, letter_id)
    claim(work, letter, letter.version)
    for page in letter.newest.pages:
        open_page(work, letter, page.ordinal)
    return letter


def test_a_blind_reader_sees_no_earlier_answers(department, a_letter):
    first, second, third = department.policy.reviews
    blind = replace(department, policy=replace(POLICY, reviews=(first, replace(second, blind=True), third)))
    with blind.writing(SCREENER) as work:
        pass_on(work, taken(work, a_letter), GOOD)

    with blind.writing(PLANNER) as work:
        letter = taken(work, a_letter)
        assert earlier_reviews(work, letter) == []
    with department.writing(PLANNER) as work:
        assert len(earlier_reviews(work, letter_here(work, a_letter))) == 1


def test_a_letter_comes_back_only_as_often_as_the_programme_allows(department, a_letter):
    never = with_rules(department, returns_allowed=0)

    with pytest.raises(RuleBroken, match="as often as the programme allows"), never.writing(SCREENER) as work:
        return_to_writer(work, taken(work, a_letter), BLAMES, ["Leave it out."])


@pytest.mark.parametrize(
    ("rule", "deed"),
    [
        ("refuse", lambda work, letter: return_to_writer(work, letter, BLAMES, ["Leave it out."])),
        ("return", lambda work, letter: refuse(work, letter, BLAMES, "could_hurt")),
    ],
)
def test_a_programme_may_know_only_returns_or_only_refusals(department, a_letter, rule, deed):
    strict = with_rules(department, on_failure=rule)

    with pytest.raises(RuleBroken, match="This programme"), strict.writing(SCREENER) as work:
        deed(work, taken(work, a_letter))


def test_the_facility_cannot_open_what_has_gone_to_the_centre(department, a_letter):
    with department.writing(SCREENER) as work:
        pass_on(work, taken(work, a_letter), GOOD)

    with department.writing(CLERK) as work, pytest.raises(Unreadable):
        print(opening(work, letter_here(work, a_letter).newest, MEND).addressee)


def test_whoever_gave_a_review_reads_no_further(department, a_letter):
    with department.writing(SCREENER) as work:
        pass_on(work, taken(work, a_letter), GOOD)

    with department.writing(SCREENER) as work, pytest.raises(WrongStage):
        open_page(work, letter_here(work, a_letter), 1)


def test_answers_and_reasons_lie_sealed(department):
    letter_id = submitted(department)
    with department.writing(SCREENER) as work:
        return_to_writer(work, taken(work, letter_id), BLAMES, ["Leave out your brother."])

    with department.reading(CLERK) as work:
        review = work.session.scalars(select(Review).where(Review.letter_id == letter_id)).one()
    assert b"brother" not in (review.reasons or b"")
    assert b"read twice" not in (review.answers or b"")
