"""N5: whoever puts right what stood against a stack cannot by themselves give a side to another person's letter."""

import pytest

from letterbank.errors import RuleBroken
from letterbank.letters.intake import expect_again, letter_here
from letterbank.letters.model import Page
from screening.scanning.doubts import Reason
from screening.stacks import quarantine
from screening.stacks.model import Stack, StackStage
from tests.screening.stacks.piles import a_letter_with_sheet, brought, page, printed, sorter_at
from tests.worlds import CLERK, SCREENER


@pytest.fixture
def sort(department, sandbox):
    return lambda: sorter_at(department, sandbox).sort_next()


@pytest.fixture
def one_side_lost_and_one_sheet_missing(department, aside):
    """Of a letter of two sides one was lost, and behind it lies another letter whose sheet never was in the scanner."""
    letter, sheet = a_letter_with_sheet(department, 2)
    return letter, aside((printed(department, sheet), page("his"), page("hers")), 2)


def stage(department, stack_id):
    with department.reading(CLERK) as work:
        return work.session.get_one(Stack, stack_id).stage


def pages(department, letter):
    with department.reading(CLERK) as work:
        return work.session.query(Page).filter(Page.revision_id == letter.newest.id).count()


def test_a_corrected_number_is_looked_at_by_a_second_person(
    department, sort, do, one_side_lost_and_one_sheet_missing
):
    letter, stack_id = one_side_lost_and_one_sheet_missing
    do(CLERK, quarantine.count_letters, stack_id, 1)
    sort()

    assert (stage(department, stack_id), pages(department, letter)) == (StackStage.LAID_OUT, 0)
    with pytest.raises(RuleBroken, match="Somebody else looks"):
        do(CLERK, quarantine.agree, stack_id)
    do(SCREENER, quarantine.agree, stack_id)
    assert (stage(department, stack_id), pages(department, letter)) == (StackStage.SEPARATED, 2)


def test_after_a_second_person_disagreed_nobody_gets_round_them(
    department, sort, do, one_side_lost_and_one_sheet_missing
):
    letter, stack_id = one_side_lost_and_one_sheet_missing
    do(CLERK, quarantine.count_letters, stack_id, 1)
    sort()
    do(SCREENER, quarantine.disagree, stack_id)

    do(CLERK, quarantine.look_again, stack_id)
    sort()

    assert (stage(department, stack_id), pages(department, letter)) == (StackStage.LAID_OUT, 0)


def test_sides_counted_again_are_looked_at_by_a_second_person(department, sort, do, aside):
    letter, sheet = a_letter_with_sheet(department, 1)
    stack_id = aside((printed(department, sheet), page("his"), page("hers")))
    with department.reading(CLERK) as work:
        assert Reason.TOO_MANY in work.session.get_one(Stack, stack_id).reasons
    with department.writing(CLERK) as work:
        expect_again(work, letter_here(work, letter.id), 2)

    do(CLERK, quarantine.look_again, stack_id)
    sort()

    assert stage(department, stack_id) is not StackStage.SEPARATED and pages(department, letter) == 0


def test_a_stack_against_which_nothing_stood_needs_no_second_person(department, sandbox, sort):
    letter, sheet = a_letter_with_sheet(department)
    brought(department, (printed(department, sheet), page("his")), 1)
    sort()

    assert pages(department, letter) == 1
