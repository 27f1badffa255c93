"""A paper against which something spoke, brought again so that all of it fits: nobody files it alone."""

import pytest

from letterbank.errors import RuleBroken
from letterbank.letters.intake import letter_here
from screening import stuck
from screening.sheets import issue
from screening.stacks import quarantine
from screening.stacks.machine import machine_at
from screening.stacks.model import StackStage
from screening.stacks.taking_in import find
from tests.screening.stacks.piles import (
    a_letter_with_sheet,
    brought,
    covered,
    page,
    printed,
    registered,
    scanned,
    sorter_at,
)
from tests.worlds import CLERK, COORDINATOR, SCREENER

MACHINE = machine_at("NORTH")


@pytest.fixture
def again(department, sandbox):
    """`again(pictures, letters, clerk)` brings them, lets the machine sort, and is the stack's id."""

    def again(pictures, letters=1, clerk=CLERK):
        other_bytes = scanned(*pictures) + b"\n" * letters  # as another scan of the same paper has
        stack_id = brought(department, other_bytes, letters, clerk)
        sorter_at(department, sandbox).sort_next()
        return stack_id

    return again


def stands(department, stack_id):
    with department.reading(CLERK) as work:
        stack = find(work, stack_id)
        return stack.stage, stack.reasons


def pages(department, letter):
    with department.reading(CLERK) as work:
        return len(letter_here(work, letter.id).newest.pages)


def test_who_scanned_a_doubt_away_is_not_the_one_who_agrees(department, aside, again, do, at_desk):
    """One letter of one side and one whose sheet is not seen: with another count all would fit."""
    letter, sheet = a_letter_with_sheet(department, 2)
    pile = (printed(department, sheet), page("his"), page("hers"))
    do(CLERK, quarantine.scan_again, aside(pile, 2))

    stack_id = again(pile, 1)

    assert stands(department, stack_id) == (StackStage.LAID_OUT, frozenset())
    mine, theirs = (at_desk(person).get(f"/stacks/{stack_id}").text for person in (CLERK, SCREENER))
    assert "decided on an earlier scan of its paper" in mine and "It is right" not in mine
    assert "that something spoke against" in theirs and "It is right" in theirs
    for deed in (quarantine.disagree, quarantine.look_again):
        do(CLERK, deed, stack_id)
    assert stands(department, stack_id)[0] is StackStage.WAITING


def test_only_somebody_without_a_part_in_it_gives_the_letter_its_pages(department, town, aside, again, do):
    letter, sheet = a_letter_with_sheet(department, 2)
    pile = (printed(department, sheet), page("his"), page("hers"))
    aside(pile, 2)  # left where it is
    stack_id = again(pile, 1, MACHINE)  # and the paper laid into the folder
    town.employ(CLERK)

    with pytest.raises(RuleBroken, match="Somebody else looks"):
        do(CLERK, quarantine.agree, stack_id)
    with department.reading(COORDINATOR) as work:
        assert [found.lacks for found in stuck.found(work)] == ["a second person at the intake desk, NORTH"]
    do(SCREENER, quarantine.agree, stack_id)

    assert pages(department, letter) == 2


def test_another_sheet_for_the_same_letter_does_not_make_it_forgotten(department, aside, again, do):
    letter, sheet = a_letter_with_sheet(department, 2)
    do(CLERK, quarantine.scan_again, aside((printed(department, sheet), page("his"), page("hers")), 2))

    stack_id = again((printed(department, covered(department, letter)), page("his"), page("hers")))

    assert stands(department, stack_id)[0] is StackStage.LAID_OUT


def test_where_nobody_is_known_a_person_looks_first_and_another_one_after_them(department, sandbox, again, do):
    letter, sheet = a_letter_with_sheet(department, 2)
    pile = (printed(department, sheet), page("his"), page("hers"))
    again(pile, 2, MACHINE)
    stack_id = again(pile, 1, MACHINE)
    assert stands(department, stack_id) == (StackStage.QUARANTINED, {"doubted-before"})

    do(CLERK, quarantine.look_again, stack_id)
    sorter_at(department, sandbox).sort_next()
    with pytest.raises(RuleBroken, match="Somebody else looks"):
        do(CLERK, quarantine.agree, stack_id)
    do(SCREENER, quarantine.agree, stack_id)

    assert pages(department, letter) == 2


def test_two_who_both_had_a_part_lay_it_out_by_hand(department, aside, again, do):
    """R30: no third person is asked for; one says whose every side is, and the other one looks."""
    letter, sheet = a_letter_with_sheet(department, 2)
    pile = (printed(department, sheet), page("his"), page("hers"))
    do(SCREENER, quarantine.scan_again, aside(pile, 2))
    stack_id = again(pile, 1)
    for person in (CLERK, SCREENER):
        with pytest.raises(RuleBroken, match="earlier scan of its paper"):
            do(person, quarantine.agree, stack_id)

    do(CLERK, quarantine.disagree, stack_id)
    do(CLERK, quarantine.lay_out, stack_id, {2: letter.newest.id, 3: quarantine.AS_BEFORE})
    do(SCREENER, quarantine.agree, stack_id)

    assert pages(department, letter) == 2


def test_a_blank_sheet_remembers_from_before_its_letter_was_registered(department, aside, again, do):
    with department.writing(CLERK) as work:
        (blank,) = issue.print_blank(work, 1)
    pile = (printed(department, blank), page("his"), page("hers"))
    do(CLERK, quarantine.scan_again, aside(pile, 2))
    letter = registered(department, 2)
    with department.writing(CLERK) as work:
        issue.lay_on(work, letter_here(work, letter.id), blank.code)

    assert stands(department, again(pile, 1))[0] is StackStage.LAID_OUT


def test_scanned_again_for_want_of_a_count_alone_it_is_filed(department, aside, again, do):
    letter, sheet = a_letter_with_sheet(department)
    pile = (printed(department, sheet), page("a"))
    do(CLERK, quarantine.scan_again, aside(pile, None))

    assert stands(department, again(pile, 1))[0] is StackStage.SEPARATED
