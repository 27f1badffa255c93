"""A stack of paper on its way to its letters, with real cover sheets, the real sandbox and real keys."""

import json

import pytest
from sqlalchemy import func, select

from letterbank.errors import Missing, Unreadable
from letterbank.letters.intake import letter_here
from letterbank.letters.model import LetterStage
from letterbank.sandbox import JobDied
from letterbank.vault import LetterKey, opening
from letterbank.vault.keys import holder_of, unwrap
from letterbank.vault.sealed import CHECK_SCAN
from screening.scanning.doubts import Reason
from screening.scanning.sanitise import TURN
from screening.sheets.model import CoverSheet, SheetStage
from screening.stacks import quarantine
from screening.stacks.model import Stack, StackPiece, StackSide, StackStage
from screening.stacks.taking_in import CameAlready, find
from tests.screening.stacks.piles import (
    EMPTY,
    a_letter_with_sheet,
    brought,
    darker_half,
    darker_half_of,
    page,
    printed,
    scanned,
    sorter_at,
)
from tests.worlds import CLERK, COORDINATOR, RIVER_SCREENER


@pytest.fixture
def sort(department, sandbox):
    def sort(*sides, letters, clerk=CLERK):
        stack_id = brought(department, sides, letters, clerk)
        assert sorter_at(department, sandbox, clerk).sort_next() == stack_id
        with department.reading(clerk) as work:
            stack = find(work, stack_id)
            return stack, [one["reason"] for one in json.loads(stack.findings)]

    return sort


def pages_of(department, letter, clerk=CLERK):
    with department.reading(clerk) as work:
        return [(one.ordinal, one.width, one.height) for one in letter_here(work, letter.id).newest.pages]


def sheet_stage(department, sheet):
    with department.reading(CLERK) as work:
        return work.session.get_one(CoverSheet, sheet.id).stage


def test_every_letter_of_a_stack_gets_its_own_pages(department, sort):
    one, its_sheet = a_letter_with_sheet(department, 2)
    other, other_sheet = a_letter_with_sheet(department, 1)

    stack, findings = sort(
        printed(department, its_sheet), page("a"), page("b"), printed(department, other_sheet), page("c"), letters=2
    )

    assert (stack.stage, findings) == (StackStage.SEPARATED, [])
    assert [len(pages_of(department, letter)) for letter in (one, other)] == [2, 1]
    assert {sheet_stage(department, sheet) for sheet in (its_sheet, other_sheet)} == {SheetStage.USED}


def test_nothing_of_a_sorted_stack_is_kept(department, sort):
    letter, sheet = a_letter_with_sheet(department)

    stack, _ = sort(printed(department, sheet), page("a"), letters=1)

    with department.reading(CLERK) as work:
        counts = [work.session.scalar(select(func.count()).select_from(table)) for table in (StackPiece, StackSide)]
        assert counts == [0, 0]
        assert holder_of(work, LetterKey, stack.id) is None


def test_the_pages_are_sealed_for_the_facility_and_wait_to_be_looked_at(department, sort):
    letter, sheet = a_letter_with_sheet(department)

    sort(printed(department, sheet), page("a"), letters=1)

    with department.writing(CLERK) as work:
        found = letter_here(work, letter.id)
        assert found.stage is LetterStage.REGISTERED
        assert opening(work, found.newest.pages[0], CHECK_SCAN).raw("image")[:3] in (b"\xff\xd8\xff", b"\x89PN")


def test_the_empty_backs_of_a_pile_scanned_on_both_sides_are_dropped(department, sort):
    letter, sheet = a_letter_with_sheet(department, 3)

    stack, findings = sort(
        printed(department, sheet), EMPTY, page("a"), page("b"), page("c"), EMPTY, letters=1
    )

    assert (stack.stage, findings) == (StackStage.SEPARATED, [])
    assert len(pages_of(department, letter)) == 3


def test_a_pile_fed_upside_down_comes_out_upright(department, sort):
    letter, sheet = a_letter_with_sheet(department)
    upside_down = [side.rotate(180) for side in (printed(department, sheet), page("turned"))]

    sort(*upside_down, letters=1)

    with department.writing(CLERK) as work:
        image = opening(work, letter_here(work, letter.id).newest.pages[0], CHECK_SCAN).raw("image")
    assert darker_half(image) == "left" == darker_half_of(page("turned"))


def test_a_side_that_cannot_be_turned_puts_the_stack_aside_and_loses_nothing(department, sandbox):
    letter, sheet = a_letter_with_sheet(department)
    upside_down = [side.rotate(180) for side in (printed(department, sheet), page("turned"))]
    stack_id = brought(department, upside_down, 1)

    sorter_at(department, UnableToTurn(sandbox)).sort_next()

    with department.writing(CLERK) as work:
        stack = find(work, stack_id)
        assert (stack.stage, len(stack.sides)) == (StackStage.QUARANTINED, 2)
        assert [one["reason"] for one in json.loads(stack.findings)] == [Reason.NOT_TURNED]
        quarantine.look_again(work, stack, stack.version)
    sorter_at(department, sandbox).sort_next()
    assert len(pages_of(department, letter)) == 1


class UnableToTurn:
    """A sandbox whose child is killed whenever it turns a page."""

    def __init__(self, sandbox):
        self.limits, self._sandbox = sandbox.limits, sandbox

    def run(self, job, source, **limits):
        if job == TURN:
            raise JobDied
        yield from self._sandbox.run(job, source, **limits)


@pytest.mark.parametrize(
    ("sides", "letters", "reason"),
    [
        ("sheet a", 1, "ends-early"),
        ("sheet a b c", 1, "too-many"),
        ("a sheet b c", 1, "before-first"),
        ("a b", 1, "no-sheet"),
        ("sheet a b", None, "uncounted"),
        ("sheet a b", 2, "other-number"),
        ("sheet a sheet b", 2, "same-twice"),
    ],
)
def test_any_doubt_puts_the_whole_stack_aside(department, sort, sides, letters, reason):
    letter, sheet = a_letter_with_sheet(department, 2)
    pictures = [printed(department, sheet) if word == "sheet" else page(word) for word in sides.split()]

    stack, findings = sort(*pictures, letters=letters)

    assert stack.stage is StackStage.QUARANTINED
    assert reason in findings
    assert pages_of(department, letter) == []
    assert sheet_stage(department, sheet) is SheetStage.READY


def test_one_bad_letter_holds_back_every_other_letter_of_the_stack(department, sort):
    good, good_sheet = a_letter_with_sheet(department, 1)
    bad, bad_sheet = a_letter_with_sheet(department, 2)

    sort(printed(department, good_sheet), page("a"), printed(department, bad_sheet), page("b"), letters=2)

    assert pages_of(department, good) == pages_of(department, bad) == []


def test_a_used_sheet_brings_no_second_scan(department, sort):
    letter, sheet = a_letter_with_sheet(department)
    sort(printed(department, sheet), page("a"), letters=1)

    _, findings = sort(printed(department, sheet), page("other"), letters=1)

    assert findings == ["used"]
    assert len(pages_of(department, letter)) == 1


def test_a_sheet_of_another_facility_is_never_opened_here(department, sort):
    theirs, sheet = a_letter_with_sheet(department, clerk=RIVER_SCREENER)

    _, findings = sort(printed(department, sheet, RIVER_SCREENER), page("a"), letters=1)

    assert findings == ["other-facility"]
    assert pages_of(department, theirs, RIVER_SCREENER) == []


def test_what_is_no_scan_leaves_a_sentence_and_nothing_else(department, sandbox):
    stack_id = brought(department, b"Dear Ruth", 1)

    sorter_at(department, sandbox).sort_next()

    with department.reading(CLERK) as work:
        assert work.session.get_one(Stack, stack_id).stage is StackStage.REFUSED
        assert work.session.scalar(select(func.count()).select_from(StackPiece)) == 0


def test_the_same_file_is_never_taken_in_twice(department, sandbox):
    _, sheet = a_letter_with_sheet(department)
    file = scanned(printed(department, sheet), page("a"))
    brought(department, file, 1)

    with pytest.raises(CameAlready, match="came in before"):
        brought(department, file, 1)


def test_nobody_but_its_own_desk_finds_or_opens_a_stack(department):
    stack_id = brought(department, (page("a"),), 1)

    with department.writing(RIVER_SCREENER) as work, pytest.raises(Missing):
        find(work, stack_id)
    with department.writing(COORDINATOR) as work, pytest.raises(Unreadable):
        unwrap(work, LetterKey, stack_id)
    with department.writing(COORDINATOR) as work, pytest.raises(Missing):
        find(work, stack_id)
