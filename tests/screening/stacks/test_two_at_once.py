"""Two people, or two machines, act on one letter's paper at the same moment: one is told so, and nothing comes double.

PostgreSQL only: SQLite has one writer at a time. Each unit here has read what the other is about to change.
"""

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from letterbank.letters.intake import attach, expect_again, letter_here
from letterbank.letters.model import Page
from letterbank.workflow import take
from screening.scanning import CleanPage, PageKind
from screening.sheets import issue
from screening.sheets.model import CoverSheet, SheetStage
from screening.sheets.workflow import SHEETS, Step
from screening.stacks.model import Stack, StackStage
from screening.stacks.sorting import Sorter, verdict
from tests.screening.stacks.piles import a_letter_with_sheet, brought, page, printed, registered, sorter_at
from tests.worlds import CLERK

pytestmark = pytest.mark.postgresql
SIDE = CleanPage(10, 10, PageKind.GRAY_JPEG, b"a side")


@pytest.fixture
def database_kind():
    return "postgresql"


@dataclass(frozen=True)
class Overtaken(Sorter):
    """Reads what the sheets say, and is slow to write it down: another machine files its own stack meanwhile."""

    other: Sorter

    def _settle(self, work, stack, found):
        verdict(work, stack)
        self.other.sort_next()
        super()._settle(work, stack, found)


def pages_of(department, letter):
    with department.reading(CLERK) as work:
        return list(work.session.scalars(select(Page.ordinal).where(Page.revision_id == letter.newest.id)))


def good_sheets(department, letter):
    with department.reading(CLERK) as work:
        return len(issue.standing_for(work, letter_here(work, letter.id)))


def test_one_sheet_on_two_stacks_leads_one_of_them_to_its_letter(department, sandbox):
    letter, sheet = a_letter_with_sheet(department)
    first, second = (brought(department, [printed(department, sheet), page(words)], 1) for words in ("one", "two"))
    other = sorter_at(department, sandbox)

    Overtaken(other.office, other.actor, other.sandbox, other).sort_next()

    with department.reading(CLERK) as work:
        stages = {work.session.get_one(Stack, stack).stage for stack in (first, second)}
    assert stages == {StackStage.SEPARATED, StackStage.QUARANTINED}
    assert pages_of(department, letter) == [1]


def test_one_letter_takes_one_scan(department):
    letter = registered(department)

    with pytest.raises(StaleDataError), department.writing(CLERK) as late:
        seen = letter_here(late, letter.id)
        with department.writing(CLERK) as early:
            attach(early, letter_here(early, letter.id).newest, [SIDE])
        attach(late, seen.newest, [SIDE])

    assert pages_of(department, letter) == [1]


def test_two_printings_leave_one_good_sheet(department):
    letter = registered(department)

    with pytest.raises(StaleDataError), department.writing(CLERK) as late:
        seen = letter_here(late, letter.id)
        with department.writing(CLERK) as early:
            issue.print_for(early, letter_here(early, letter.id))
        issue.print_for(late, seen)

    assert good_sheets(department, letter) == 1


def test_a_blank_sheet_belongs_to_one_letter(department):
    with department.writing(CLERK) as work:
        (blank,) = issue.print_blank(work, 1)
    one, other = registered(department), registered(department)

    with pytest.raises(StaleDataError), department.writing(CLERK) as late:
        known, seen = issue.find(late, blank.id), letter_here(late, other.id)
        with department.writing(CLERK) as early:
            issue.lay_on(early, letter_here(early, one.id), blank.code)
        issue.lay_on(late, seen, known.code)

    assert (good_sheets(department, one), good_sheets(department, other)) == (1, 0)


def test_a_sheet_is_not_made_void_and_used(department):
    _, sheet = a_letter_with_sheet(department)

    with pytest.raises(StaleDataError), department.writing(CLERK) as late:
        seen = issue.find(late, sheet.id)
        with department.writing(CLERK) as early:
            issue.void(early, issue.find(early, sheet.id))
        take(late, SHEETS, Step.USE, seen)

    with department.reading(CLERK) as work:
        assert work.session.get_one(CoverSheet, sheet.id).stage is SheetStage.VOID


def test_paper_comes_again_once(department):
    letter = registered(department)
    with department.writing(CLERK) as work:
        attach(work, letter_here(work, letter.id).newest, [SIDE])

    with pytest.raises(IntegrityError), department.writing(CLERK) as late:
        seen = letter_here(late, letter.id)
        with department.writing(CLERK) as early:
            expect_again(early, letter_here(early, letter.id), 2, replaces=True)
        expect_again(late, seen, 2, replaces=True)
