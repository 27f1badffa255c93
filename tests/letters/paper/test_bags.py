"""R5, P6: paper leaves on its day, in a numbered bag, and what is not in the clerk's hand stays on a list."""

from datetime import timedelta

import pytest

from letterbank.errors import Missing, NotAllowed, RuleBroken, WrongStage
from letterbank.letters import intake, workflow
from letterbank.letters.model import Letter
from letterbank.letters.paper import bags, giving_back
from letterbank.letters.paper.model import Bag, Paper, PaperStage
from letterbank.letters.paper.workflow import PAPERS, Move
from letterbank.workflow import take
from tests.letters.paper.walks import banked, packed, sent, stage_of, to_the_day
from tests.worlds import CLERK, COORDINATOR, RIVER_SCREENER, SCREENER, register, review, revise

S = PaperStage


def going(department):
    with department.reading(CLERK) as work:
        return [paper.id for paper in bags.to_pack(work)]


def test_a_letter_in_the_bank_waits_for_its_day_and_not_for_an_hour_less(department):
    papers = banked(department, 2)
    assert going(department) == []

    to_the_day(department)
    department.clock.turn_to(department.clock.now() - timedelta(hours=9, minutes=1))
    assert going(department) == []
    department.clock.forward(timedelta(minutes=1))

    assert sorted(going(department)) == sorted(papers)


def test_no_paper_leaves_before_its_day(department):
    (paper,) = banked(department)

    with department.writing(CLERK) as work, pytest.raises(RuleBroken, match="goes on Wednesday, 4 March"):
        take(work, PAPERS, Move.PACK, work.session.get_one(Paper, paper))


def test_a_bag_has_a_number_and_its_paper_and_can_be_unpacked_until_it_leaves(department):
    papers = banked(department, 2)
    to_the_day(department)

    bag = packed(department)
    assert [stage_of(department, paper) for paper in papers] == [S.PACKED, S.PACKED]
    with department.writing(CLERK) as work:
        found = bags.bag_here(work, bag)
        assert len(found.number) == 8 and found.leaves_on.isoformat() == "2026-03-04"
        bags.unpack(work, found, found.version)

    assert sorted(going(department)) == sorted(papers)
    with department.writing(CLERK) as work, pytest.raises(WrongStage, match="unpacked"):
        found = bags.bag_here(work, bag)
        bags.send(work, found, found.version)


def test_what_is_not_in_the_hand_is_left_out_only_by_somebody_who_has_looked(department):
    papers = banked(department, 3)
    to_the_day(department)

    with department.writing(CLERK) as work, pytest.raises(RuleBroken, match="Look for this paper"):
        bags.pack(work, papers, papers[1:], looked=False)
    sent(department, papers[0])

    assert [stage_of(department, paper) for paper in papers] == [S.MISSING, S.SENT, S.SENT]
    with department.reading(CLERK) as work:
        assert work.session.get_one(Paper, papers[0]).since == department.clock.now()
    assert going(department) == papers[:1]  # it may turn up and goes with any later bag


def test_missing_paper_goes_on_missing_since_the_first_time(department):
    first, second = banked(department, 2)
    to_the_day(department)
    since = department.clock.now()
    sent(department, first)
    (third,) = banked(department)
    to_the_day(department)

    sent(department, first)

    with department.reading(CLERK) as work:
        assert work.session.get_one(Paper, first).since == since
    assert (stage_of(department, second), stage_of(department, third)) == (S.SENT, S.SENT)


def test_nothing_found_is_no_bag(department):
    papers = banked(department)
    to_the_day(department)

    with department.writing(CLERK) as work:
        assert bags.pack(work, papers, [], looked=True) is None

    assert stage_of(department, papers[0]) is S.MISSING
    with department.reading(CLERK) as work:
        assert work.session.query(Bag).all() == []


@pytest.mark.parametrize("seen", ["gone", "not its own", "nothing"])
def test_a_list_that_has_changed_is_looked_at_again(department, seen):
    papers = banked(department, 2)
    to_the_day(department)
    if seen == "gone":
        packed(department, papers[0])
    shown = {"gone": papers, "not its own": [*papers, "a" * 26], "nothing": []}[seen]

    with department.writing(CLERK) as work, pytest.raises(WrongStage, match="has changed"):
        bags.pack(work, shown, shown, looked=True)


def test_a_bag_is_its_facilitys_own(department):
    banked(department)
    to_the_day(department)
    bag = sent(department)

    with department.reading(RIVER_SCREENER) as work, pytest.raises(Missing):
        bags.bag_here(work, bag)
    with department.writing(COORDINATOR) as work, pytest.raises(NotAllowed):
        bags.pack(work, [], [], looked=False)


def test_r5_a_withdrawal_from_the_bank_changes_nothing_for_the_paper(department):
    (paper,) = banked(department)
    with department.writing(CLERK) as work:
        letter = intake.letter_here(work, work.session.get_one(Paper, paper).letter_id)
        intake.withdraw(work, letter, letter.version)

    assert stage_of(department, paper) is S.TO_SEND
    to_the_day(department)
    assert going(department) == [paper]
    with department.writing(CLERK) as work, pytest.raises(WrongStage):
        take(work, PAPERS, Move.GIVE_BACK, work.session.get_one(Paper, paper))


def test_r5_paper_of_the_bank_that_was_missed_never_goes_back_to_its_writer(department):
    (paper,) = banked(department)
    to_the_day(department)
    with department.writing(CLERK) as work:
        bags.pack(work, [paper], [], looked=True)

    with department.writing(CLERK) as work, pytest.raises(RuleBroken, match="goes to the centre"):
        take(work, PAPERS, Move.GIVE_BACK, work.session.get_one(Paper, paper))


def ended(department, how):
    """A letter that ended before the bank, and its paper."""
    with department.writing(CLERK) as work:
        letter = register(work)
        key, paper = letter.id, letter.newest.id
        if how != "withdrawn as registered":
            workflow.advance(work, workflow.Step.SUBMIT, letter)
    steps = {"returned": workflow.Step.RETURN, "refused": workflow.Step.REFUSE}
    with department.writing(SCREENER) as work:
        letter = work.session.get_one(Letter, key)
        if how in steps:
            review(work, letter, steps[how])
        else:
            workflow.advance(work, workflow.Step.WITHDRAW, letter)
    return key, paper


@pytest.mark.parametrize("how", ["returned", "refused", "withdrawn", "withdrawn as registered"])
def test_paper_that_did_not_come_into_the_bank_is_given_back(department, how):
    _, paper = ended(department, how)
    to_the_day(department)
    assert going(department) == []

    with department.writing(CLERK) as work:
        (one,) = giving_back.to_give_back(work).rows
        giving_back.act(work, Move.GIVE_BACK, one, one.version)

    assert stage_of(department, paper) is S.WITH_WRITER


def test_paper_to_give_back_that_is_not_found_is_missed_and_can_be_found(department):
    _, paper = ended(department, "returned")

    for move, stage in ((Move.MISS, S.MISSING), (Move.FIND, S.TO_GIVE_BACK), (Move.GIVE_BACK, S.WITH_WRITER)):
        with department.writing(CLERK) as work:
            one = giving_back.paper_here(work, paper)
            giving_back.act(work, move, one, one.version)
        assert stage_of(department, paper) is stage


def test_a_rewritten_letter_has_paper_of_its_own(department):
    key, first = ended(department, "returned")
    with department.writing(CLERK) as work:
        letter = work.session.get_one(Letter, key)
        second = revise(work, letter).id
        workflow.advance(work, workflow.Step.SUBMIT, letter)
    with department.writing(SCREENER) as work:
        review(work, work.session.get_one(Letter, key), workflow.Step.REFUSE)

    with department.reading(CLERK) as work:
        assert {paper.id for paper in giving_back.to_give_back(work).rows} == {first, second}


def test_a_page_out_of_date_does_nothing(department):
    _, paper = ended(department, "returned")

    with department.writing(CLERK) as work, pytest.raises(WrongStage, match="has changed"):
        giving_back.act(work, Move.GIVE_BACK, giving_back.paper_here(work, paper), 99)
