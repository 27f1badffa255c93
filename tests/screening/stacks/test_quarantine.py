"""A stack that was put aside: what a person may do with it, and that no one alone gives a page to a letter."""

import pytest
from sqlalchemy import func, select

from letterbank.errors import Missing, NotAllowed, RuleBroken, WrongStage
from letterbank.letters import intake
from letterbank.letters.intake import letter_here
from letterbank.vault import LetterKey
from letterbank.vault.keys import holder_of
from screening import stuck
from screening.sheets import issue
from screening.sheets.model import CoverSheet, SheetStage
from screening.stacks import quarantine
from screening.stacks.model import StackSide, StackStage
from screening.stacks.quarantine import AS_BEFORE, LEAVE_OUT
from screening.stacks.taking_in import find
from tests.screening.stacks.piles import a_letter_with_sheet, brought, page, printed, registered, revision_of, sorter_at
from tests.worlds import CLERK, COORDINATOR, PLANNER, RIVER_SCREENER, SCREENER


def pages(department, letter):
    with department.reading(CLERK) as work:
        return len(letter_here(work, letter.id).newest.pages)


def stage(department, stack_id):
    with department.reading(CLERK) as work:
        return find(work, stack_id).stage


def test_two_people_give_the_letters_their_pages(department, aside, do):
    one, other = registered(department, 2), registered(department, 1)
    stack_id = aside((page("a"), page("b"), page("c")))
    chosen = {1: revision_of(department, one), 2: AS_BEFORE, 3: revision_of(department, other)}

    do(CLERK, quarantine.lay_out, stack_id, chosen)
    assert [pages(department, letter) for letter in (one, other)] == [0, 0]
    do(SCREENER, quarantine.agree, stack_id)

    assert [pages(department, letter) for letter in (one, other)] == [2, 1]
    assert stage(department, stack_id) is StackStage.SEPARATED


def test_who_laid_it_out_is_not_the_one_who_looks_again(department, aside, do):
    letter = registered(department)
    stack_id = aside((page("a"),))
    do(CLERK, quarantine.lay_out, stack_id, {1: revision_of(department, letter)})

    with pytest.raises(RuleBroken, match="Somebody else looks"):
        do(CLERK, quarantine.agree, stack_id)

    assert pages(department, letter) == 0


def test_a_layout_nobody_else_can_look_at_is_on_the_list_of_what_is_stuck(department, town, aside, do):
    """R30: two different people, always; a second one must be brought."""
    letter = registered(department)
    stack_id = aside((page("a"),))
    do(CLERK, quarantine.lay_out, stack_id, {1: revision_of(department, letter)})

    def lacking():
        with department.reading(COORDINATOR) as work:
            return [found.lacks for found in stuck.found(work) if found.what.startswith("Stack")]

    town.employ(CLERK)
    alone = lacking()
    town.employ(SCREENER)

    assert (alone, lacking()) == (["a second person at the intake desk, NORTH"], [])


def test_a_layout_has_exactly_the_sides_that_were_counted(department, aside, do):
    letter = registered(department, 2)
    stack_id = aside((page("a"),))

    with pytest.raises(RuleBroken, match="2 sides counted on the paper, and 1 laid out"):
        do(CLERK, quarantine.lay_out, stack_id, {1: revision_of(department, letter)})


@pytest.mark.parametrize("chosen", [{1: LEAVE_OUT}, {1: AS_BEFORE}, {}])
def test_a_layout_that_gives_nothing_to_anybody_is_none(aside, do, chosen):
    stack_id = aside((page("a"),))

    with pytest.raises(RuleBroken, match="No side is given"):
        do(CLERK, quarantine.lay_out, stack_id, chosen)


def test_a_letter_scanned_meanwhile_stops_the_second_look(department, aside, do):
    letter = registered(department)
    stack_id = aside((page("a"),))
    do(CLERK, quarantine.lay_out, stack_id, {1: revision_of(department, letter)})
    with department.writing(CLERK) as work:
        intake.withdraw(work, letter_here(work, letter.id), letter_here(work, letter.id).version)

    with pytest.raises(RuleBroken, match="does not wait for a scan"):
        do(SCREENER, quarantine.agree, stack_id)

    assert stage(department, stack_id) is StackStage.LAID_OUT


def test_the_second_person_may_see_it_otherwise(department, aside, do):
    letter = registered(department)
    stack_id = aside((page("a"),))
    do(CLERK, quarantine.lay_out, stack_id, {1: revision_of(department, letter)})

    do(SCREENER, quarantine.disagree, stack_id)

    assert stage(department, stack_id) is StackStage.QUARANTINED
    assert pages(department, letter) == 0


def test_a_stack_without_a_letter_is_thrown_away_whole(department, aside, do):
    stack_id = aside((page("a"),))

    do(CLERK, quarantine.hold_nothing, stack_id)
    with department.reading(CLERK) as work:
        assert holder_of(work, LetterKey, stack_id) is not None
    do(SCREENER, quarantine.discard, stack_id)

    assert stage(department, stack_id) is StackStage.DISCARDED
    with department.reading(CLERK) as work:
        assert holder_of(work, LetterKey, stack_id) is None


def test_nobody_throws_a_stack_away_alone(department, aside, do):
    stack_id = aside((page("a"),))
    with pytest.raises(WrongStage):
        do(CLERK, quarantine.discard, stack_id)
    do(CLERK, quarantine.hold_nothing, stack_id)

    with pytest.raises(RuleBroken, match="Somebody else looks"):
        do(CLERK, quarantine.discard, stack_id)

    assert stage(department, stack_id) is StackStage.LAID_OUT


def test_one_answer_is_not_taken_for_the_other(department, aside, do):
    letter = registered(department)
    empty, laid = aside((page("a"),)), aside((page("b"),))
    do(CLERK, quarantine.hold_nothing, empty)
    do(CLERK, quarantine.lay_out, laid, {1: revision_of(department, letter)})

    with pytest.raises(RuleBroken, match="sees no letter in this stack"):
        do(SCREENER, quarantine.agree, empty)
    with pytest.raises(RuleBroken, match="found letters in this stack"):
        do(SCREENER, quarantine.discard, laid)

    assert [stage(department, one) for one in (empty, laid)] == [StackStage.LAID_OUT, StackStage.LAID_OUT]


def test_a_letter_that_a_colleague_sees_in_it_is_laid_out(department, aside, do):
    letter = registered(department)
    stack_id = aside((page("a"),))
    do(CLERK, quarantine.hold_nothing, stack_id)

    do(SCREENER, quarantine.disagree, stack_id)
    do(SCREENER, quarantine.lay_out, stack_id, {1: revision_of(department, letter)})
    do(CLERK, quarantine.agree, stack_id)

    assert pages(department, letter) == 1


def test_what_is_scanned_again_leaves_nothing_behind_and_its_sheets_good(department, aside, do):
    _, sheet = a_letter_with_sheet(department, 2)
    stack_id = aside((printed(department, sheet), page("a")))

    do(CLERK, quarantine.scan_again, stack_id)

    with department.reading(CLERK) as work:
        assert work.session.scalar(select(func.count()).select_from(StackSide)) == 0
        assert holder_of(work, LetterKey, stack_id) is None
        assert work.session.get_one(CoverSheet, sheet.id).stage is SheetStage.READY


def test_the_same_paper_may_be_scanned_again_afterwards(department, sandbox, aside, do):
    letter, sheet = a_letter_with_sheet(department, 2)
    pictures = (printed(department, sheet), page("a"))
    do(CLERK, quarantine.scan_again, aside(pictures))

    again = brought(department, (*pictures, page("b")), 1)
    sorter_at(department, sandbox).sort_next()
    do(SCREENER, quarantine.agree, again)

    assert pages(department, letter) == 2


def test_a_number_that_was_missing_is_all_it_takes(department, sandbox, aside, do):
    letter, sheet = a_letter_with_sheet(department)
    stack_id = aside((printed(department, sheet), page("a")), None)

    do(CLERK, quarantine.count_letters, stack_id, 1)
    sorter_at(department, sandbox).sort_next()

    assert stage(department, stack_id) is StackStage.SEPARATED
    assert pages(department, letter) == 1


def test_a_blank_sheet_registered_afterwards_brings_its_letter_in(department, sandbox, aside, do):
    with department.writing(CLERK) as work:
        (blank,) = issue.print_blank(work, 1)
    stack_id = aside((printed(department, blank), page("a")))
    letter = registered(department)
    with department.writing(CLERK) as work:
        issue.lay_on(work, letter_here(work, letter.id), f" {blank.code.lower()} ")

    do(CLERK, quarantine.look_again, stack_id)
    sorter_at(department, sandbox).sort_next()

    assert pages(department, letter) == 1


def test_a_stale_page_decides_nothing(department, aside):
    stack_id = aside((page("a"),))

    with pytest.raises(WrongStage), department.writing(CLERK) as work:
        quarantine.discard(work, find(work, stack_id), 1)


@pytest.mark.parametrize("deed", [quarantine.discard, quarantine.disagree])
def test_a_second_person_decides_on_the_page_they_saw(department, aside, do, deed):
    stack_id = aside((page("a"),))
    do(CLERK, quarantine.hold_nothing, stack_id)
    with department.reading(CLERK) as work:
        before = find(work, stack_id).version - 1

    with pytest.raises(WrongStage), department.writing(SCREENER) as work:
        deed(work, find(work, stack_id), before)

    assert stage(department, stack_id) is StackStage.LAID_OUT


def test_a_side_is_looked_at_only_while_somebody_decides(department, aside, do):
    stack_id = aside((page("a"),))
    with department.writing(CLERK) as work:
        assert quarantine.side_to_look_at(work, find(work, stack_id), 1, small=True)[0][:3] == b"\xff\xd8\xff"
    do(CLERK, quarantine.scan_again, stack_id)

    with pytest.raises(Missing), department.writing(CLERK) as work:
        quarantine.side_to_look_at(work, find(work, stack_id), 1, small=False)


def test_other_desks_know_of_nothing(department, aside):
    stack_id = aside((page("a"),))

    for stranger in (RIVER_SCREENER, PLANNER):
        with pytest.raises((Missing, NotAllowed)), department.writing(stranger) as work:
            quarantine.side_to_look_at(work, find(work, stack_id), 1, small=True)
