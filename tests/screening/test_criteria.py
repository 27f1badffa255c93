"""What the reader's answers do: what bars a pass, what the writer may mend, what goes to nobody (R33)."""

import pytest

from letterbank.errors import RuleBroken
from screening.criteria import Answer, Given, must_be_returnable, must_pass, read, spell, to_mend, wanted
from tests.worlds import POLICY


def all_good(**instead: Answer) -> dict[str, Given]:
    answers = {criterion.key: Given(wanted(criterion)) for criterion in POLICY.criteria}
    return {**answers, **{key: Given(answer) for key, answer in instead.items()}}


def test_a_letter_that_meets_every_criterion_passes():
    must_pass(POLICY, all_good())


@pytest.mark.parametrize(
    ("key", "answer"),
    [("one_event", Answer.NO), ("asks_forgiveness", Answer.YES), ("blame", Answer.UNSURE), ("legible", Answer.UNSURE)],
)
def test_one_criterion_in_the_way_bars_a_pass(key, answer):
    with pytest.raises(RuleBroken, match="cannot pass"):
        must_pass(POLICY, all_good(**{key: answer}))


def test_advice_never_stops_a_letter():
    must_pass(POLICY, all_good(says_sorry=Answer.NO))


def test_an_open_question_bars_a_pass():
    answers = all_good()
    del answers["blame"]

    with pytest.raises(RuleBroken, match="Answer every question first"):
        must_pass(POLICY, answers)


def test_the_writer_is_told_how_to_mend_what_failed_and_nothing_else():
    mends = to_mend(POLICY, all_good(blame=Answer.YES, says_sorry=Answer.NO, threats=Answer.YES))

    assert [criterion.key for criterion in mends] == ["blame", "says_sorry"]


@pytest.mark.parametrize("key", [criterion.key for criterion in POLICY.criteria if criterion.escalates])
def test_r33_what_goes_to_a_second_person_is_never_coached(key):
    with pytest.raises(RuleBroken, match="second person"):
        must_be_returnable(POLICY, all_good(**{key: Answer.YES, "blame": Answer.YES}))


def test_answers_come_back_as_they_were_given():
    answers = {"blame": Given(Answer.UNSURE, "third line: “only”")}

    assert read(spell(answers)) == answers
