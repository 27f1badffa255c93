"""P6: paper that should have arrived stays on a list until it is found or somebody answers for it."""

from datetime import timedelta

import pytest

from letterbank.errors import NotAllowed, RuleBroken, WrongStage
from letterbank.letters.paper import arrival, astray, bags
from letterbank.letters.paper.central import Loss
from letterbank.letters.paper.giving_back import act, paper_here
from letterbank.letters.paper.model import PaperStage
from letterbank.letters.paper.workflow import Move
from tests.letters.paper.walks import banked, opened, packed, sent, stage_of, to_the_day
from tests.worlds import CLERK, COORDINATOR, PLANNER, RIVER_SCREENER

S = PaperStage
DAY = timedelta(days=1)


def listed(department, actor=COORDINATOR):
    with department.reading(actor) as work:
        return [paper.id for paper in astray.astray(work).rows]


def declare(department, paper, reason="The store room was flooded.", actor=COORDINATOR):
    with department.writing(actor) as work:
        one = paper_here(work, paper)
        astray.declare(work, one, one.version, reason)


def test_paper_is_missed_from_the_day_after_its_day(department):
    papers = banked(department)
    to_the_day(department)
    assert listed(department) == []

    department.clock.forward(DAY)

    assert listed(department) == listed(department, CLERK) == papers
    assert listed(department, RIVER_SCREENER) == []


def test_a_packed_bag_that_did_not_leave_is_missed_too(department):
    papers = banked(department)
    to_the_day(department)
    packed(department)

    department.clock.forward(DAY)

    assert listed(department) == papers


def test_a_bag_on_its_way_has_one_beat_of_time(department):
    papers = banked(department)
    to_the_day(department)
    sent(department)

    department.clock.forward(7 * DAY)
    assert listed(department) == []
    department.clock.forward(DAY)

    assert listed(department) == papers


def test_what_was_left_out_or_not_found_or_not_whole_is_missed_at_once(department):
    left_out, not_found, not_whole, arrived = banked(department, 4)
    to_the_day(department)

    opened(department, sent(department, left_out), {not_whole: 1, arrived: 2})

    assert set(listed(department)) == set(listed(department, CLERK)) == {left_out, not_found, not_whole}


def test_the_longest_missing_comes_first(department):
    (first,) = banked(department)
    to_the_day(department)
    sent(department)
    (second,) = banked(department)
    to_the_day(department)
    opened(department, sent(department), {})
    department.clock.forward(8 * DAY)

    assert listed(department) == [first, second]


def test_only_the_coordinator_answers_for_lost_paper_and_says_why(department):
    (paper,) = banked(department)
    to_the_day(department)
    opened(department, sent(department), {})

    for who in (PLANNER, CLERK):
        with pytest.raises(NotAllowed):
            declare(department, paper, actor=who)
    for reason in ("", "  \n", "x" * 201):
        with pytest.raises(RuleBroken, match="Write down why"):
            declare(department, paper, reason)
    declare(department, paper)

    assert (stage_of(department, paper), listed(department)) == (S.LOST, [])
    with department.reading(COORDINATOR) as work:
        (loss,) = work.session.query(Loss)
        assert (loss.paper_id, loss.reason) == (paper, "The store room was flooded.")
        assert loss.declared_by == COORDINATOR.id


def test_missing_sides_can_be_answered_for_and_the_rest_is_kept(department):
    (paper,) = banked(department)
    to_the_day(department)
    opened(department, sent(department), {paper: 1})

    declare(department, paper)

    assert (stage_of(department, paper), listed(department)) == (S.RECEIVED, [])


def test_nobody_gives_up_what_has_not_been_missed(department):
    (paper,) = banked(department)

    with pytest.raises(WrongStage):
        declare(department, paper)


@pytest.mark.parametrize("where", ["at the facility", "at the centre"])
def test_lost_paper_that_turns_up_is_taken_in_as_any_other(department, where):
    (paper,) = banked(department)
    to_the_day(department)
    opened(department, sent(department), {})
    declare(department, paper)

    if where == "at the facility":
        with department.writing(CLERK) as work:
            one = paper_here(work, paper)
            act(work, Move.FIND, one, one.version)
            assert [one.id for one in bags.to_pack(work)] == [paper]
    else:
        with department.writing(COORDINATOR) as work:
            one = paper_here(work, paper)
            arrival.turned_up(work, one, one.version, 2)

    assert stage_of(department, paper) is (S.TO_SEND if where == "at the facility" else S.RECEIVED)
