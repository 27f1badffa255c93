"""P6: a hand-over is acknowledged at both ends, letter by letter and side by side."""

import pytest

from letterbank.errors import NotAllowed, RuleBroken, WrongStage
from letterbank.letters.model import Letter
from letterbank.letters.paper import arrival, bags
from letterbank.letters.paper.central import Kept, KeptStage
from letterbank.letters.paper.giving_back import act, paper_here
from letterbank.letters.paper.model import Paper, PaperStage
from letterbank.letters.paper.workflow import Move
from letterbank.letters.workflow import Step, advance
from tests.letters.paper.walks import banked, opened, packed, sent, stage_of, to_the_day
from tests.worlds import ASSISTANT, CLERK, COORDINATOR, PLANNER, SCREENER, register, review

S = PaperStage


def number_of(department, paper):
    with department.reading(COORDINATOR) as work:
        return paper_here(work, paper).letter.number


def test_each_letter_found_is_received_and_each_that_is_not_is_missed(department):
    there, not_there = banked(department, 2)
    to_the_day(department)

    opened(department, sent(department), {there: 2}, "The bag was torn.")

    assert (stage_of(department, there), stage_of(department, not_there)) == (S.RECEIVED, S.NOT_ARRIVED)
    with department.reading(PLANNER) as work:
        bag = paper_here(work, not_there).bag
        assert arrival.words_of(work, bag) == "The bag was torn."
    with department.reading(ASSISTANT) as work:
        (kept,) = work.session.query(Kept)
        assert (kept.id, kept.stage) == (there, KeptStage.ON_THE_DESK)


@pytest.mark.parametrize(("sides", "stage"), [(1, S.INCOMPLETE), (2, S.RECEIVED), (3, S.RECEIVED)])
def test_a_letter_with_fewer_sides_than_listed_has_not_wholly_arrived(department, sides, stage):
    (paper,) = banked(department)
    to_the_day(department)

    opened(department, sent(department), {paper: sides})

    assert stage_of(department, paper) is stage


def test_the_missing_sides_can_come_later(department):
    (paper,) = banked(department)
    to_the_day(department)
    opened(department, sent(department), {paper: 1})

    with department.writing(COORDINATOR) as work:
        one = paper_here(work, paper)
        arrival.turned_up(work, one, one.version, 2)

    assert stage_of(department, paper) is S.RECEIVED


def test_sides_that_are_here_cannot_become_fewer(department):
    (paper,) = banked(department)
    with department.arranging(COORDINATOR) as work:
        work.session.get_one(Paper, paper).sides_found = 2

    with department.writing(COORDINATOR) as work, pytest.raises(RuleBroken, match="Count all of them"):
        one = paper_here(work, paper)
        arrival.turned_up(work, one, one.version, 1)


def test_a_bag_is_opened_once(department):
    papers = banked(department)
    to_the_day(department)
    bag = sent(department)
    opened(department, bag, {papers[0]: 2})

    with pytest.raises(WrongStage, match="opened already"):
        opened(department, bag, {})

    assert stage_of(department, papers[0]) is S.RECEIVED


def test_a_bag_that_lies_here_is_opened_though_nobody_said_that_it_left(department):
    papers = banked(department)
    to_the_day(department)
    bag = packed(department)

    opened(department, bag, {papers[0]: 2})

    assert stage_of(department, papers[0]) is S.RECEIVED
    with department.writing(CLERK) as work, pytest.raises(WrongStage):
        found = bags.bag_here(work, bag)
        bags.send(work, found, found.version)


@pytest.mark.parametrize("who", [CLERK, SCREENER, ASSISTANT])
def test_whoever_may_know_of_victims_or_sent_it_receives_no_paper(department, who):
    """R4, R5: the hour of a reception, which the facility sees, can come of nothing a victim did."""
    papers = banked(department)
    to_the_day(department)
    bag = sent(department)

    with department.writing(who) as work, pytest.raises(NotAllowed):
        found = bags.bag_here(work, bag)
        arrival.open_bag(work, found, found.version, {papers[0]: 2}, "")


def test_paper_that_was_not_listed_is_received_by_its_number(department):
    listed, forgotten = banked(department, 2)
    to_the_day(department)
    bag = sent(department, forgotten)
    opened(department, bag, {listed: 2})

    with department.writing(COORDINATOR) as work:
        arrival.not_listed(work, bags.bag_here(work, bag), number_of(department, forgotten), 2)

    assert stage_of(department, forgotten) is S.RECEIVED
    with department.reading(CLERK) as work:
        assert {paper.id for paper in bags.bag_here(work, bag).papers} == {listed, forgotten}


def test_paper_of_a_letter_that_is_not_in_the_bank_is_not_kept_here(department):
    (listed,) = banked(department)
    with department.writing(CLERK) as work:
        letter = register(work)
        advance(work, Step.SUBMIT, letter)
        key, unready = letter.id, letter.number
    to_the_day(department)
    bag = sent(department)
    opened(department, bag, {listed: 2})

    with department.writing(COORDINATOR) as work, pytest.raises(RuleBroken, match="not in the bank"):
        arrival.not_listed(work, bags.bag_here(work, bag), unready, 2)
    with department.writing(SCREENER) as work:
        review(work, work.session.get_one(Letter, key), Step.RETURN)
    with department.writing(COORDINATOR) as work, pytest.raises(RuleBroken, match="not in the bank"):
        arrival.not_listed(work, bags.bag_here(work, bag), unready, 2)


def test_what_was_not_in_the_bag_can_be_found_at_the_facility_and_goes_again(department):
    (paper,) = banked(department)
    to_the_day(department)
    opened(department, sent(department), {})

    with department.writing(CLERK) as work:
        one = paper_here(work, paper)
        act(work, Move.FIND, one, one.version)
    again = sent(department)
    opened(department, again, {paper: 2})

    assert stage_of(department, paper) is S.RECEIVED
