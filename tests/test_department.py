"""The department the other tests live in: the whole of it works on both kinds of database."""

from letterbank.letters.model import Letter, LetterStage
from tests.worlds import COORDINATOR, SCREENER, bank_a_letter


def test_a_letter_is_walked_to_the_bank_by_three_people(department):
    key = bank_a_letter(department)

    with department.reading(COORDINATOR) as work:
        assert work.session.get_one(Letter, key).stage is LetterStage.BANKED
    with department.reading(SCREENER) as work:
        assert work.session.get_one(Letter, key).stage is LetterStage.BANKED
