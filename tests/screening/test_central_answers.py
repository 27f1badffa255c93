"""A returned letter's key goes back to its facility; what the centre's readers noted of it does not."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from letterbank.letters.central_answers import CentralAnswers
from letterbank.letters.ending import destroy_letter
from letterbank.letters.intake import letter_here, withdraw
from letterbank.letters.model import Review
from letterbank.letters.reasons import reasons_for_writer
from letterbank.vault import LetterKey
from letterbank.vault.keys import holder_of
from letterbank.vault.opening import Opened
from screening.criteria import Answer, Given
from screening.review import earlier_reviews, pass_on, return_to_writer
from tests.screening.test_second_person import GOOD, taken
from tests.worlds import ASSISTANT, CLERK, COORDINATOR, PLANNER, POLICY, SCREENER

NOTE = "She moved to Greenville; he cannot know that."


@pytest.fixture
def noted():
    """Every answer in the letter's favour but one that the writer can mend, with a passage."""
    mendable = next(one for one in POLICY.criteria if one.kind == "must" and one.mend)
    return {**GOOD, mendable.key: Given(Answer.NO, NOTE)}


@pytest.fixture
def returned(department, a_letter, noted):
    """Passed by the screener, returned by the planner."""
    with department.writing(SCREENER) as work:
        pass_on(work, taken(work, a_letter), GOOD)
    with department.writing(PLANNER) as work:
        return_to_writer(work, taken(work, a_letter), noted, ["Say what you did."])
    return a_letter


def test_after_a_return_the_facility_has_the_reasons_and_not_the_notes(department, returned):
    with department.arranging(CLERK) as work:
        letter = letter_here(work, returned)
        assert reasons_for_writer(work, letter) == ["Say what you did."]
        assert holder_of(work, LetterKey, letter.newest.id) == "facility/NORTH"
        reviews = work.session.scalars(select(Review).where(Review.desk == "central")).all()
        assert [Opened(work, review).answers for review in reviews] == ["{}"]


def test_no_facility_opens_the_centres_answers(department, returned):
    with department.writing(CLERK) as work, pytest.raises(DatabaseError, match="prohibited|permission denied"):
        work.session.scalars(select(CentralAnswers)).one()


def test_the_next_reader_at_the_centre_reads_them(department, a_letter):
    advice = next((one for one in POLICY.criteria if one.kind == "advisory"), None)
    answers = {**GOOD, advice.key: Given(Answer.UNSURE, NOTE)}
    with department.writing(SCREENER) as work:
        pass_on(work, taken(work, a_letter), GOOD)
    department.clock.forward(timedelta(minutes=1))
    with department.writing(PLANNER) as work:
        pass_on(work, taken(work, a_letter), answers)

    with department.writing(COORDINATOR) as work:
        told = earlier_reviews(work, taken(work, a_letter))

    assert [[note for _, _, note in one.notes] for one in told] == [[], [NOTE]]


def test_they_are_destroyed_with_the_letter(department, returned):
    with department.writing(CLERK) as work:
        letter = letter_here(work, returned)
        withdraw(work, letter, letter.version)

    with department.writing(ASSISTANT) as work:
        ended = destroy_letter(work, returned, "The writer withdrew it; its time is over.")

    with department.reading(ASSISTANT) as work:
        answers = work.session.scalars(select(CentralAnswers)).one()
        assert answers.id in {one.record_id for one in ended}
        assert holder_of(work, LetterKey, answers.id) is None
